import { countsText, missingOf, namesOf, transcribingText } from '#shared/roll-up-words.ts';
import type { RollUp } from '#shared/editions.ts';
import type { Entry } from '#shared/series.ts';
import { formatTimecode } from '#shared/timecode.ts';

const MOST_CHARACTERS = 6000;

/** An edition in a mail: the roll-up, who is missing and who was away, as plain text. */
export function closingText(rollUp: RollUp, entries: readonly Pick<Entry, 'person' | 'state'>[]): string {
  const { missing, away } = missingOf(entries);
  const people = (some: typeof missing) => namesOf(some.map(({ person }) => person));
  const blocks = [
    ...rollUp.sections.map(({ prompt, counts, quotes }) =>
      [
        prompt?.text ?? 'Said without chapters',
        counts.length > 0 && countsText(counts, prompt?.kind),
        ...quotes.map(({ person, text, atMs }) => {
          const at = atMs === null ? '' : ` (${formatTimecode(atMs)})`;
          return `• ${person.name}${at}: ${text}`;
        }),
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    rollUp.transcribing > 0 && transcribingText(rollUp.transcribing),
    missing.length > 0 && `Missing: ${people(missing)}`,
    away.length > 0 && `Away: ${people(away)}`,
  ].filter(Boolean);
  const text = blocks.join('\n\n');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
