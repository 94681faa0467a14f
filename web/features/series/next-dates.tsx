import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PreviewedDay, SeriesAudience, SeriesRhythm } from '#shared/series.ts';
import type { UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { browserZone, wallTime } from '../people-time/local-time.ts';
import { dayText } from './rhythms.ts';

/** The next five dates of a rhythm: when they are for me, and for who is first and last; each can be left out. */
export function NextDates({
  rhythm,
  participantIds,
  audiences,
  skips,
  onSkip,
}: {
  rhythm: SeriesRhythm;
  participantIds: UserId[];
  audiences: readonly SeriesAudience[];
  skips: ReadonlySet<string>;
  onSkip: (day: string, isSkipped: boolean) => void;
}) {
  const preview = useQuery({
    ...queries.series.preview.queryOptions({
      input: { ...rhythm, participantIds, audiences: [...audiences] },
    }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <section aria-label="The next dates">
      <h3 className="mb-1.5 text-ui font-medium">The next dates</h3>
      {preview.error ? (
        <p className="text-ui text-danger">{errorText(preview.error).message}</p>
      ) : !preview.data ? (
        <Skeleton className="h-40" />
      ) : preview.data.length === 0 ? (
        <p className="text-ui text-dim">There is none in the next five years.</p>
      ) : (
        <ul className="rounded-xl border border-line">
          {preview.data.map((date) => (
            <DateRow
              key={date.day}
              date={date}
              isSkipped={skips.has(date.day)}
              onSkip={(isSkipped) => onSkip(date.day, isSkipped)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function DateRow({
  date,
  isSkipped,
  onSkip,
}: {
  date: PreviewedDay;
  isSkipped: boolean;
  onSkip: (isSkipped: boolean) => void;
}) {
  const now = useNow();
  const { day, dueAt, first, last, away } = date;
  const inZone = (due: NonNullable<PreviewedDay['first']>) =>
    `${wallTime(Date.parse(due.at), now, browserZone())} (${due.timeZone})`;
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0">
      <span className="numbers min-w-0 flex-1">
        <span className={`block text-ui ${isSkipped ? 'text-dim line-through' : ''}`}>{dayText(day)}</span>
        {isSkipped ? (
          <span className="block text-[0.8125rem] text-dim">Left out</span>
        ) : (
          <span className="block text-[0.8125rem] text-dim">
            {wallTime(Date.parse(dueAt), now, browserZone())} your time
            {first && last && first.at !== last.at && (
              <span className="block wrap-anywhere">
                First {inZone(first)}, last {inZone(last)}, both in your time
              </span>
            )}
            {away > 0 && (
              <span className="block text-warn">{away === 1 ? 'One is' : `${away} are`} away then</span>
            )}
          </span>
        )}
      </span>
      <Button look="quiet" aria-pressed={isSkipped} onClick={() => onSkip(!isSkipped)}>
        {isSkipped ? 'Take in' : 'Leave out'}
        <span className="sr-only"> {dayText(day)}</span>
      </Button>
    </li>
  );
}
