import { Link } from '@tanstack/react-router';
import { Gavel } from 'lucide-react';
import type { Decision } from '#shared/decisions.ts';

/** What an answer links to, with the way to each. */
export function EntryDecisions({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <ul aria-label="Decisions" className="mt-2 flex flex-wrap gap-1.5">
      {decisions.map(({ requestId, video, title, option, decidedBy }) => (
        <li key={requestId} className="max-w-full">
          <Link
            to="/v/$slug"
            params={{ slug: video }}
            title={`Decided by ${decidedBy.name}`}
            className="inline-flex max-w-full items-center gap-1.5 rounded-md border border-line px-2 py-1 text-[0.8125rem] hover:bg-hover coarse:min-h-11"
          >
            <Gavel className="size-3.5 shrink-0 text-dim" />
            <span className="truncate">
              {title}: <strong className="font-medium">{option}</strong>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
