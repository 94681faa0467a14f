import { useMutation, useQuery } from '@tanstack/react-query';
import { Globe } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { browserZone, isSameZone } from './local-time.ts';

const DECLINED = 'playhead.declined-zone';

/** “Your browser is in Europe/Berlin: use it?”, where it differs from what is set; once declined, not again for this zone. */
export function ZoneSuggestion() {
  const zone = browserZone();
  const [isDeclined, setDeclined] = useState(() => localStorage.getItem(DECLINED) === zone);
  const mine = useQuery(queries.peopleTime.mine.queryOptions());
  const use = useMutation(
    queries.peopleTime.update.mutationOptions({
      onSuccess(saved) {
        queryClient.setQueryData(queries.peopleTime.mine.queryKey(), saved);
        showToast(`Your times are those of ${zone} from now on.`);
      },
      onError: (error) => showToast(errorText(error).message, { isError: true }),
    }),
  );
  if (isDeclined || !mine.data || isSameZone(zone, mine.data.timeZone)) return null;
  return (
    <div
      role="region"
      aria-label="Time zone"
      className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-surface px-4 py-2.5 text-ui"
    >
      <Globe className="size-4 shrink-0 text-dim" />
      <p className="min-w-0 flex-1 basis-56">
        Your browser is in <span className="font-medium">{zone.replaceAll('_', ' ')}</span>
        {mine.data.isTimeZoneChosen ? `, your times are of ${mine.data.timeZone.replaceAll('_', ' ')}.` : '.'}
      </p>
      <div className="flex gap-2">
        <Button size="small" isBusy={use.isPending} onClick={() => use.mutate({ timeZone: zone })}>
          Use it
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            localStorage.setItem(DECLINED, zone);
            setDeclined(true);
          }}
        >
          Not now
        </Button>
      </div>
    </div>
  );
}
