import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Film } from 'lucide-react';
import type { EditionId } from '#shared/ids.ts';
import type { Edition, Entry, Prompt, PromptAnswer } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge, ErrorState, Progress, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSeen } from '../../ui/use-seen.ts';
import { browserZone, distance, wallTime } from '../people-time/local-time.ts';
import { EntryForm } from './entry-form.tsx';
import { dayText } from './rhythms.ts';

const STATES: Record<Entry['state'], { text: string; tone: 'good' | 'warn' | 'neutral' | 'danger' }> = {
  planned: { text: 'Not asked yet', tone: 'neutral' },
  open: { text: 'Asked', tone: 'warn' },
  answered: { text: 'Answered', tone: 'good' },
  late: { text: 'Answered late', tone: 'warn' },
  missed: { text: 'Missed', tone: 'danger' },
  excused: { text: 'Away', tone: 'neutral' },
};

/** One edition: my answer while it can be given, what everybody said, who is missing and who is away. */
export function EditionView({ id }: { id: EditionId }) {
  const edition = useQuery(queries.series.edition.queryOptions({ input: { id } }));
  const me = useQuery(queries.accounts.me.queryOptions());
  if (edition.error) return <ErrorState error={edition.error} onRetry={() => void edition.refetch()} />;
  if (!edition.data || !me.data) return <Skeleton className="h-40" />;
  const { entries, prompts, day, closedAt } = edition.data;
  const asked = entries.filter(({ state }) => state !== 'excused');
  const answered = entries.filter(({ answeredAt }) => answeredAt !== null);
  const mine = entries.find(({ person }) => person.id === me.data.user.id);
  const canAnswer =
    mine && ['planned', 'open', 'answered', 'late', 'excused'].includes(mine.state) && !closedAt;
  return (
    <section aria-label={`Edition of ${dayText(day)}`}>
      <div className="mb-5">
        <div className="mb-1.5 flex items-baseline justify-between gap-3">
          <h2 className="text-[1.0625rem] font-semibold tracking-tight">{dayText(day)}</h2>
          <p className="numbers text-ui text-dim">
            {answered.length} of {asked.length} answered{closedAt && ' · closed'}
          </p>
        </div>
        <Progress
          label="Answered"
          percent={asked.length === 0 ? 0 : (Math.min(answered.length, asked.length) * 100) / asked.length}
        />
      </div>
      {canAnswer && <EntryForm edition={edition.data} mine={mine} />}
      <ul className="space-y-3">
        {entries.map((entry) => (
          <li key={entry.person.id} className="rounded-xl border border-line bg-raised p-4">
            <EntryCard entry={entry} prompts={prompts} edition={edition.data} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function EntryCard({ entry, prompts }: { entry: Entry; prompts: Prompt[]; edition: Edition }) {
  const now = useNow();
  const { text, tone } = STATES[entry.state];
  const dueMs = Date.parse(entry.dueAt);
  const isWaiting = entry.state === 'open' || entry.state === 'planned';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Avatar name={entry.person.name} />
        <span className="min-w-0 flex-1 truncate font-medium">{entry.person.name}</span>
        {entry.answeredAt && (
          <span className="text-[0.8125rem] text-dim">
            <TimeAgo at={entry.answeredAt} />
          </span>
        )}
        {isWaiting && (
          <span className="numbers text-[0.8125rem] text-dim">
            due {wallTime(dueMs, now, browserZone())} ({distance(dueMs, now, browserZone())})
          </span>
        )}
        <Badge tone={tone}>{text}</Badge>
      </div>
      {entry.video && <EntryVideo slug={entry.video} />}
      <dl className="mt-1 space-y-2">
        {prompts.map((prompt) => {
          const answer = entry.answers.find(({ promptId }) => promptId === prompt.id);
          const said = answer && (answer.light ? <Light light={answer.light} /> : answerText(answer));
          return (
            said && (
              <div key={prompt.id} className="mt-2">
                <dt className="text-[0.8125rem] text-dim">{prompt.text}</dt>
                <dd className="wrap-anywhere whitespace-pre-wrap">{said}</dd>
              </div>
            )
          );
        })}
      </dl>
    </>
  );
}

function EntryVideo({ slug }: { slug: NonNullable<Entry['video']> }) {
  const [place, isSeen] = useSeen();
  const video = useQuery({ ...queries.videos.get.queryOptions({ input: { slug } }), enabled: isSeen });
  return (
    <Link
      ref={place}
      to="/v/$slug"
      params={{ slug }}
      className="mt-3 flex items-center gap-3 rounded-lg border border-line p-2 transition-colors duration-150 hover:bg-hover"
    >
      <span className="flex aspect-video w-28 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-faint">
        {video.data?.posterUrl ? (
          <img src={video.data.posterUrl} alt="" className="size-full object-cover" />
        ) : (
          <Film className="size-5" />
        )}
      </span>
      <span className="min-w-0 truncate text-ui font-medium">{video.data?.title ?? 'Video'}</span>
    </Link>
  );
}

const LIGHTS = { green: 'good', yellow: 'warn', red: 'danger' } as const;

function Light({ light }: { light: keyof typeof LIGHTS }) {
  return (
    <Badge tone={LIGHTS[light]}>
      <span aria-hidden="true">●</span> {light.charAt(0).toUpperCase() + light.slice(1)}
    </Badge>
  );
}

function answerText({ text, option, number }: PromptAnswer): string | null {
  return text || option || (number === null ? null : String(number));
}
