import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import type { EditionId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { Edition } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorState, Progress, Skeleton } from '../../ui/states.tsx';
import { Answers } from './answers.tsx';
import { useDiscussion } from './discussion/use-discussion.ts';
import { EditionBlockers } from './edition-blockers.tsx';
import { EntryForm } from './entry-form.tsx';
import { MissingPeople } from './missing-people.tsx';
import { RollUp } from './roll-up.tsx';
import { dayText } from './rhythms.ts';
import { SpeakerLine } from './turns-line.tsx';
import { useFirstPicture } from './use-first-picture.ts';

/** One edition: my answer while it can be given, what is in the way, it in short, everybody's answers, who is missing. */
export function EditionView({ id }: { id: EditionId }) {
  const edition = useQuery(queries.series.edition.queryOptions({ input: { id } }));
  const me = useQuery(queries.accounts.me.queryOptions());
  const isPictured = useFirstPicture(edition.data?.entries.some(({ video }) => video !== null) ?? false);
  if (edition.error) return <ErrorState error={edition.error} onRetry={() => void edition.refetch()} />;
  if (!edition.data || !me.data) return <Skeleton className="h-40" />;
  const { entries, day, closedAt } = edition.data;
  const person = me.data.user;
  const asked = entries.filter(({ state }) => state !== 'excused');
  const answered = entries.filter(({ answeredAt }) => answeredAt !== null);
  const mine = entries.find((entry) => entry.person.id === person.id);
  const canAnswer =
    mine && ['planned', 'open', 'answered', 'late', 'excused'].includes(mine.state) && !closedAt;
  return (
    <section aria-label={`Edition of ${dayText(day)}`}>
      <div className="mb-5">
        <div className="mb-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <h2 className="text-[1.0625rem] font-semibold tracking-tight">{dayText(day)}</h2>
          <p className="numbers text-ui text-dim">
            {answered.length} of {asked.length} answered{closedAt && ' · closed'}
          </p>
          {answered.length > 0 && (
            <a href={`/api/editions/${id}/export.md`} download className={buttonClass('quiet', 'small')}>
              <Download className="size-4" /> Export as Markdown
            </a>
          )}
        </div>
        <SpeakerLine speaker={edition.data.speaker} />
        <Progress
          label="Answered"
          percent={asked.length === 0 ? 0 : (Math.min(answered.length, asked.length) * 100) / asked.length}
        />
      </div>
      {canAnswer && <EntryForm edition={edition.data} mine={mine} />}
      {isPictured ? <Below edition={edition.data} me={person} /> : <Skeleton className="h-40" />}
    </section>
  );
}

/** What is read and not watched. */
function Below({ edition, me }: { edition: Edition; me: Person }) {
  const { id, entries } = edition;
  const discussion = useDiscussion(id);
  const { answer: wanted } = useSearch({ from: '/app/series/$id' });
  const answered = entries.filter(({ answeredAt }) => answeredAt !== null);
  return (
    <>
      <EditionBlockers id={id} />
      {answered.length > 0 && <RollUp id={id} entries={answered} />}
      <Answers context={{ edition, me, discussion, wanted }} />
      <MissingPeople entries={entries} />
    </>
  );
}
