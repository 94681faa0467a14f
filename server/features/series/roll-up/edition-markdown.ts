import type { Blocker } from '#shared/blockers.ts';
import type { RollUp, RollUpSection } from '#shared/editions.ts';
import { plainBody } from '#shared/mentions.ts';
import { countsText, missingOf, transcribingText } from '#shared/roll-up-words.ts';
import type { Edition, Entry, Prompt, PromptAnswer } from '#shared/series.ts';
import { formatTimecode } from '#shared/timecode.ts';

/** What is not seen and turns the direction of what follows, and what is no character at all. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * A text of somebody's in one line of Markdown, where it is nothing but text: every sign that could mean something has a backslash
 * before it (CommonMark 0.31 § 2.4), so that no name becomes a link, a picture or HTML.
 */
export function escaped(text: string): string {
  return text
    .replaceAll(INVISIBLE, ' ')
    .trim()
    .replaceAll(PUNCTUATION, String.raw`\$&`);
}

/** Of who or what has no name, so that nothing stands where something must. */
const named = (text: string) => escaped(text) || '…';

/** As many lines as it has, in a list or below a heading. */
function escapedLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => escaped(line))
    .filter(Boolean)
    .join('  \n');
}

interface Parts {
  edition: Edition;
  rollUp: RollUp;
  blockers: readonly Blocker[];
  /** Where everything is, without a slash at its end. */
  publicUrl: string;
}

/** An edition as a document: the roll-up, what everybody answered with links to the second, what is blocked, who is missing. */
export function editionMarkdown({ edition, rollUp, blockers, publicUrl }: Parts): string {
  const { title, day, entries, prompts, seriesId, closedAt } = edition;
  const answered = entries.filter(({ answeredAt }) => answeredAt !== null);
  const asked = entries.filter(({ state }) => state !== 'excused');
  const { missing, away } = missingOf(entries);
  const names = (some: readonly Entry[]) => some.map(({ person }) => `- ${named(person.name)}`);
  const blocks = [
    `# ${named(title)}, ${day}`,
    `${answered.length} of ${asked.length} answered${closedAt ? ', closed' : ''}. [Open in Playhead](<${publicUrl}/series/${seriesId}?day=${day}>)`,
    ...section('## Roll-up', [
      ...rollUp.sections.map((one) => rollUpBlock(one, publicUrl)),
      rollUp.transcribing > 0 && transcribingText(rollUp.transcribing),
      rollUp.left > 0 && `${rollUp.left} more answers are not in it.`,
    ]),
    ...section('## Blockers', [blockers.map((one) => blockerLine(one)).join('\n')]),
    ...section(
      '## Answers',
      answered.map((entry) => entryBlock(entry, prompts, publicUrl)),
    ),
    ...section('## Missing', [names(missing).join('\n')]),
    ...section('## Away', [names(away).join('\n')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(heading: string, blocks: (string | false)[]): string[] {
  const said = blocks.filter((block) => block !== false && block !== '').map(String);
  return said.length > 0 ? [heading, ...said] : [];
}

function rollUpBlock({ prompt, counts, quotes }: RollUpSection, publicUrl: string): string {
  return [
    `### ${prompt ? named(prompt.text) : 'Said without chapters'}`,
    counts.length > 0 && escaped(countsText(counts, prompt?.kind)),
    quotes
      .map(({ person, text, video, atMs }) => {
        const link = video === null ? '' : ` ${linkTo(publicUrl, video, atMs)}`;
        return `- **${named(person.name)}**: ${escaped(text)}${link}`;
      })
      .join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function linkTo(publicUrl: string, slug: string, atMs: number | null): string {
  return `[${formatTimecode(atMs ?? 0)}](<${publicUrl}/v/${slug}?t=${(atMs ?? 0) / 1000}>)`;
}

/** As an item of a task list: done, once it is closed. */
function blockerLine({ text, raisedBy, raisedDay, owner, closedAt, closedBy }: Blocker): string {
  const facts = [
    `raised by ${named(raisedBy.name)} on ${raisedDay}`,
    owner && `owned by ${named(owner.name)}`,
    closedAt && `closed${closedBy ? ` by ${named(closedBy.name)}` : ''}`,
  ];
  return `- [${closedAt ? 'x' : ' '}] ${named(text)} (${facts.filter(Boolean).join(', ')})`;
}

function entryBlock(entry: Entry, prompts: readonly Prompt[], publicUrl: string): string {
  const late = entry.state === 'late' ? ' (late)' : '';
  const lines = prompts.flatMap((prompt) => {
    const said = saidTo(entry, prompt, publicUrl);
    return said === null ? [] : [`**${named(prompt.text)}**  \n${said}`];
  });
  return [
    `### ${named(entry.person.name)}${late}`,
    entry.video && `[Video](<${publicUrl}/v/${entry.video}>)`,
    ...lines,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** What was picked and written, and where in the video it is said; null where it is none of it. */
function saidTo(entry: Entry, prompt: Prompt, publicUrl: string): string | null {
  const said = entry.answers
    .filter(({ promptId }) => promptId === prompt.id)
    .flatMap((answer) => [
      pickedText(answer),
      answer.text && escapedLines(plainBody(answer.text)),
      entry.video && answer.atMs !== null && linkTo(publicUrl, entry.video, answer.atMs),
    ])
    .filter(Boolean);
  return said.length > 0 ? said.join('  \n') : null;
}

function pickedText({ light, option, number }: PromptAnswer): string | null {
  const picked = light ?? option ?? number;
  return picked === null ? null : escaped(String(picked));
}
