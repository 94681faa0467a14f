import { useQuery } from '@tanstack/react-query';
import type { VideoSlug } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { useNow } from '../../ui/use-now.ts';
import { wallTime } from '../people-time/local-time.ts';

const TIMES = ['Not reminded yet', 'Reminded once', 'Reminded twice'];
const NEXT = { remind: 'next', report_owner: 'you are told', report_manager: 'their manager is told' };

/** “Reminded once · next Tue 09:00 their time”, of an open ask; for who may ask. */
export function ReminderLine({ slug, requestId }: { slug: VideoSlug; requestId: string }) {
  const now = useNow();
  const { data } = useQuery(queries.reminders.ofVideo.queryOptions({ input: { slug } }));
  const ask = data?.find((one) => one.requestId === requestId);
  if (!ask) return null;
  const { reminded, next, timeZone } = ask;
  const done = TIMES[reminded] ?? `Reminded ${reminded} times`;
  const coming = next && ` · ${NEXT[next.kind]} ${wallTime(Date.parse(next.at), now, timeZone)} their time`;
  return (
    <p className="numbers text-xs text-faint">
      {done}
      {coming}
    </p>
  );
}
