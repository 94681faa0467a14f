import type { MyTime } from '#shared/people-time.ts';
import { useNow } from '../../ui/use-now.ts';
import { distance, timeIn, wallTime } from '../people-time/local-time.ts';
import { zoneName } from './find-zones.ts';

/** What follows from all that: my next work blocks, in my zone. */
export function BlocksPreview({ time }: { time: MyTime }) {
  const now = useNow();
  const { timeZone, nextBlocks } = time;
  const [first] = nextBlocks;
  const isNow = first !== undefined && Date.parse(first.startsAt) <= now;
  return (
    <section
      aria-labelledby="next-blocks"
      className="mb-8 rounded-xl border border-line bg-surface p-4 lg:sticky lg:top-6"
    >
      <h2 id="next-blocks" className="text-ui font-semibold">
        Your next work blocks
      </h2>
      <p className="numbers mt-0.5 text-[0.8125rem] text-dim">
        It is {timeIn(now, timeZone)} in {zoneName(timeZone)}
      </p>
      {nextBlocks.length === 0 ? (
        <p className="mt-3 text-ui text-dim">
          None in the next two years. Choose working hours, or shorten your time away.
        </p>
      ) : (
        <ol className="numbers mt-3 space-y-1.5 text-ui">
          {nextBlocks.map(({ startsAt, endsAt }, i) => {
            const start = Date.parse(startsAt);
            const end = Date.parse(endsAt);
            return (
              <li key={startsAt} className="flex flex-wrap justify-between gap-x-3">
                <span>
                  {i === 0 && isNow ? 'Now' : wallTime(start, now, timeZone)}–{timeIn(end, timeZone)}
                </span>
                {i === 0 && (
                  <span className="text-[0.8125rem] text-dim">
                    {isNow ? `ends ${distance(end, now, timeZone)}` : distance(start, now, timeZone)}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
