import { useQuery } from '@tanstack/react-query';
import { OctagonAlert } from 'lucide-react';
import type { EditionId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { BlockerLine } from './blocker-line.tsx';

/** What is in the way, over all editions so far; nothing where nothing is. */
export function EditionBlockers({ id }: { id: EditionId }) {
  const { data: blockers = [] } = useQuery(queries.blockers.list.queryOptions({ input: { id } }));
  if (blockers.length === 0) return null;
  const open = blockers.filter(({ closedAt }) => closedAt === null);
  const closed = blockers.filter(({ closedAt }) => closedAt !== null);
  return (
    <section aria-label="Blockers" className="mb-5 rounded-xl border border-line bg-raised p-4">
      <h3 className="flex items-center gap-2 font-semibold">
        <OctagonAlert className="size-4 text-warn" /> Blockers
        <span className="numbers text-ui font-normal text-dim">{open.length} open</span>
      </h3>
      <ul className="mt-1 divide-y divide-line">
        {open.map((blocker) => (
          <BlockerLine key={blocker.id} blocker={blocker} editionId={id} />
        ))}
      </ul>
      {closed.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer py-1 text-[0.8125rem] text-dim">
            Closed since it opened: {closed.length}
          </summary>
          <ul className="divide-y divide-line">
            {closed.map((blocker) => (
              <BlockerLine key={blocker.id} blocker={blocker} editionId={id} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
