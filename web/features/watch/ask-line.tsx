import type { LedgerEntry } from '#shared/acknowledgements.ts';
import { ASKS_TO } from '../asks/ask-words.ts';
import { YourTime } from '../people-time/your-time.tsx';

/** Who asks for what, until when. */
export function AskLine({ mine }: { mine: LedgerEntry }) {
  return (
    <p className="text-ui">
      <strong className="font-semibold">{mine.requestedBy.name}</strong> asks you to {ASKS_TO[mine.kind]} this
      {mine.dueAt && (
        <>
          {' by '}
          <strong className={mine.isOverdue ? 'text-danger' : ''}>
            <YourTime at={mine.dueAt} />
          </strong>
          {mine.isOverdue && ' (overdue)'}
        </>
      )}
      .
    </p>
  );
}
