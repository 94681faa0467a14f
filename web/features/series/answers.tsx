import { useState } from 'react';
import type { Edition } from '#shared/series.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/class-names.ts';
import { AnswerBlock, hasAnswer, type AnswersContext } from './answer-block.tsx';
import { EntryCard } from './entry-card.tsx';

type Order = 'person' | 'prompt';
const ORDERS: [Order, string][] = [
  ['person', 'By person'],
  ['prompt', 'By prompt'],
];
const KEPT = 'playhead:answers-order';

/** What everybody answered, by person or by prompt. */
export function Answers({ context }: { context: AnswersContext }) {
  const [order, setOrder] = useState<Order>(() =>
    localStorage.getItem(KEPT) === 'prompt' ? 'prompt' : 'person',
  );
  const { edition } = context;
  const answered = edition.entries.filter(({ answeredAt }) => answeredAt !== null);
  if (answered.length === 0) return null;
  return (
    <section aria-label="Answers">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-[1.0625rem] font-semibold tracking-tight">Answers</h2>
        <div role="group" aria-label="Order of the answers" className="flex rounded-lg bg-sunken p-0.5">
          {ORDERS.map(([value, name]) => (
            <button
              key={value}
              type="button"
              aria-pressed={order === value}
              onClick={() => {
                localStorage.setItem(KEPT, value);
                setOrder(value);
              }}
              className={cx(
                'h-8 rounded-md px-3 text-ui font-medium transition-colors duration-150 coarse:h-11',
                order === value ? 'bg-accent-soft text-accent-text' : 'text-dim hover:text-text',
              )}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      {order === 'prompt' ? (
        <ByPrompt context={context} answered={answered} />
      ) : (
        <ul className="space-y-3">
          {answered.map((entry) => (
            <li key={entry.person.id} className="rounded-xl border border-line bg-raised p-4">
              <EntryCard entry={entry} context={context} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ByPrompt({ context, answered }: { context: AnswersContext; answered: Edition['entries'] }) {
  const { edition } = context;
  return (
    <div className="space-y-3">
      {edition.prompts.map((prompt) => {
        const own = answered.filter((entry) => hasAnswer(edition, entry, prompt));
        return (
          <section
            key={prompt.id}
            aria-label={prompt.text}
            className="rounded-xl border border-line bg-raised p-4"
          >
            <h3 className="font-medium wrap-anywhere">{prompt.text}</h3>
            {own.length === 0 && <p className="mt-1 text-ui text-dim">Nobody has answered it by itself.</p>}
            <ul>
              {own.map((entry) => (
                <li key={entry.person.id} className="mt-3 flex gap-3">
                  <Avatar name={entry.person.name} />
                  <div className="min-w-0 flex-1">
                    <p className="text-ui font-medium">{entry.person.name}</p>
                    <AnswerBlock entry={entry} prompt={prompt} context={context} />
                  </div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
