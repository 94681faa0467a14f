import type { Digest, MyChannels } from '#shared/channels.ts';
import type { Weekday } from '#shared/people-time.ts';
import { SelectField } from '../../ui/field.tsx';
import { shortTime } from '../../ui/time.tsx';
import { Section } from './section.tsx';
import { useSaveChannels } from './use-channels.ts';

const CADENCES: Record<Digest['cadence'], string> = {
  off: 'None',
  daily: 'Every working day',
  weekly: 'Once a week',
};
const DAYS: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** A summary by e-mail, at the begin of my work. */
export function DigestPart({ channels }: { channels: MyChannels }) {
  const save = useSaveChannels();
  const { digest, nextDigestAt } = channels;
  const change = (more: Partial<Digest>) => save.mutate({ digest: { ...digest, ...more } });
  return (
    <Section
      title="Digest"
      text="One e-mail as you begin to work: new videos, threads and asks that wait for you, and what was answered to you. Nothing new, no e-mail."
    >
      <div className="flex flex-wrap gap-3">
        <SelectField
          label="How often"
          value={digest.cadence}
          disabled={save.isPending}
          onChange={(event) => change({ cadence: event.target.value as Digest['cadence'] })}
          className="w-52 max-sm:w-full"
        >
          {Object.entries(CADENCES).map(([id, word]) => (
            <option key={id} value={id}>
              {word}
            </option>
          ))}
        </SelectField>
        {digest.cadence === 'weekly' && (
          <SelectField
            label="On"
            value={digest.weekday}
            disabled={save.isPending}
            onChange={(event) => change({ weekday: event.target.value as Weekday })}
            className="w-44 max-sm:w-full"
          >
            {Object.entries(DAYS).map(([id, word]) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {digest.cadence !== 'off' && (
        <p className="numbers mt-3 text-ui text-dim" role="status">
          {nextDigestAt
            ? `Next: ${shortTime(nextDigestAt)}`
            : 'You have no working hours in the next two months, so none is due.'}
        </p>
      )}
    </Section>
  );
}
