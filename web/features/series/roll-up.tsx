import { useQuery } from '@tanstack/react-query';
import { Loader } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { RollUpQuote, RollUpSection } from '#shared/editions.ts';
import type { EditionId } from '#shared/ids.ts';
import { namesOf, transcribingText } from '#shared/roll-up-words.ts';
import type { Entry } from '#shared/series.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { Badge, ErrorState, Skeleton } from '../../ui/states.tsx';
import { toneOf } from './answer-words.tsx';
import { MomentLink } from './moment-link.tsx';

/** An edition in short: what was picked is counted, and of what was said the most telling sentences are quoted. */
export function RollUp({ id, entries }: { id: EditionId; entries: readonly Entry[] }) {
  const { data, error, refetch } = useQuery(queries.editions.rollUp.queryOptions({ input: { id } }));
  // It takes a while to make: made anew when answers have changed, not with all that is said about them.
  const answers = JSON.stringify(entries.map(({ video, answers: own }) => [video, own]));
  const made = useRef(answers);
  useEffect(() => {
    if (made.current === answers) return;
    made.current = answers;
    void refetch();
  }, [answers, refetch]);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="mb-6 h-32" />;
  const { sections, transcribing, left } = data;
  if (sections.length === 0 && transcribing === 0) return null;
  return (
    <section aria-label="Roll-up" className="mb-6 rounded-xl border border-line bg-raised p-4">
      <h2 className="text-[1.0625rem] font-semibold tracking-tight">In short</h2>
      <p className="text-[0.8125rem] text-dim">
        Word by word as it was said and written, chosen by what most people speak of.
      </p>
      {sections.map((section) => (
        <Section key={section.prompt?.id ?? ''} section={section} />
      ))}
      {transcribing > 0 && (
        <p className="mt-3 flex items-center gap-2 text-ui text-dim">
          <Loader className="size-4" aria-hidden="true" /> {transcribingText(transcribing)}
        </p>
      )}
      {left > 0 && <p className="numbers mt-3 text-ui text-dim">{left} more answers are not in it.</p>}
    </section>
  );
}

function Section({ section: { prompt, counts, quotes, people } }: { section: RollUpSection }) {
  const quoted = new Set(quotes.map(({ person }) => person.id)).size;
  return (
    <div className="mt-4">
      <h3 className="text-ui font-medium wrap-anywhere text-dim">
        {prompt?.text ?? 'Said in videos without chapters'}
      </h3>
      {counts.map(({ value, people: some }) => (
        <p key={value} className="mt-1.5 flex flex-wrap items-center gap-x-2 text-ui">
          <Badge tone={toneOf(value)}>{prompt?.kind === 'number' ? value : `${some.length} ${value}`}</Badge>
          <span className="min-w-0 wrap-anywhere text-dim">{namesOf(some)}</span>
        </p>
      ))}
      {quotes.map((quote, i) => (
        <Quote key={i} quote={quote} />
      ))}
      {people > quoted && (
        <p className="numbers mt-2 text-[0.8125rem] text-dim">
          {people - quoted} more {people - quoted === 1 ? 'person has' : 'people have'} answered it.
        </p>
      )}
    </div>
  );
}

function Quote({ quote: { person, text, video, atMs } }: { quote: RollUpQuote }) {
  const at = formatTimecode(atMs ?? 0);
  return (
    <figure className="mt-2 border-l-2 border-line-strong pl-3">
      <blockquote className="leading-relaxed wrap-anywhere">{text}</blockquote>
      <figcaption className="mt-0.5 flex flex-wrap items-center gap-2 text-[0.8125rem] text-dim">
        {person.name}
        {video && (
          <MomentLink slug={video} atMs={atMs ?? 0} label={`Play what ${person.name} says at ${at}`}>
            {at}
          </MomentLink>
        )}
      </figcaption>
    </figure>
  );
}
