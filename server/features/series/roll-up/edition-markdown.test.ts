import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { lexer, walkTokens } from 'marked';
import { expect, it } from 'vitest';
import type { Blocker } from '#shared/blockers.ts';
import { BlockerId, EditionId, SeriesId, UserId, VideoSlug } from '#shared/ids.ts';
import type { Edition } from '#shared/series.ts';
import { buildRollUp } from './build-roll-up.ts';
import { editionMarkdown, escaped } from './edition-markdown.ts';

const PUBLIC_URL = 'https://playhead.example';
const [DONE, MOOD, BLOCKED] = [randomUUID(), randomUUID(), randomUUID()];
const AT = '2026-11-27T15:00:00.000Z';

function editionOf(name: string, text: string): Edition {
  const person = { id: UserId.parse(randomUUID()), name, image: null, isGuest: false, isVerified: false };
  const entry = {
    person,
    opensAt: AT,
    dueAt: AT,
    closesAt: AT,
    answeredAt: null,
    video: null,
    answers: [],
    decisions: [],
  };
  const answer = { text: null, option: null, number: null, light: null, atMs: null };
  return {
    id: EditionId.parse(randomUUID()),
    seriesId: SeriesId.parse(randomUUID()),
    title: name,
    day: '2026-11-27',
    closedAt: null,
    speaker: null,
    prompts: [
      { id: DONE, text: name, kind: 'video', options: [], isRequired: true, isCarried: false },
      { id: MOOD, text: 'Mood?', kind: 'light', options: [], isRequired: true, isCarried: false },
      { id: BLOCKED, text: 'Blocked?', kind: 'text', options: [], isRequired: false, isCarried: true },
    ],
    entries: [
      {
        ...entry,
        state: 'late',
        answeredAt: AT,
        video: VideoSlug.parse('abcdefghijkl'),
        answers: [
          { ...answer, promptId: DONE, text, atMs: 61_500 },
          { ...answer, promptId: MOOD, light: 'green' },
          { ...answer, promptId: BLOCKED, text },
        ],
      },
      { ...entry, state: 'missed' },
      { ...entry, state: 'excused' },
    ],
  };
}

function exported(edition: Edition): string {
  const [answered] = edition.entries;
  if (!answered) throw new Error('nobody has answered');
  const raised = answered.answers.flatMap(({ promptId, text }) =>
    promptId === BLOCKED && text ? [{ promptId, text }] : [],
  );
  const sections = buildRollUp(edition.prompts, [{ ...answered, raised, spoken: null }]);
  const blockers = raised.map(({ promptId, text }): Blocker => ({
    id: BlockerId.parse(randomUUID()),
    promptId,
    text,
    raisedBy: answered.person,
    raisedIn: edition.id,
    raisedDay: edition.day,
    editionsSince: 0,
    owner: answered.person,
    closedAt: AT,
    closedBy: answered.person,
    canChange: true,
  }));
  const rollUp = { sections, transcribing: 2, left: 0 };
  return editionMarkdown({ edition, rollUp, blockers, publicUrl: PUBLIC_URL });
}

it('has the roll-up, all answers with links to the second, who is blocked, missing and away', () => {
  const markdown = exported(editionOf('Mia', 'We shipped.\nIt works.'));
  expect(markdown).toContain('# Mia, 2026-11-27\n\n1 of 2 answered.');
  expect(markdown).toContain('2 videos are still being transcribed.');
  expect(markdown).toContain('1 green: Mia'.replace(':', String.raw`\:`));
  expect(markdown).toContain(`[1:01](<${PUBLIC_URL}/v/abcdefghijkl?t=61.5>)`);
  expect(markdown).toContain('## Blockers\n\n- [x] We shipped');
  expect(markdown).toContain('### Mia (late)');
  expect(markdown).toContain('## Missing\n\n- Mia\n\n## Away\n\n- Mia\n');
});

const HOSTILE = [
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  'https://evil.example www.evil.example mail@evil.example',
  '<https://evil.example>',
  '[evil]: https://evil.example "x"\n\n[evil]',
  'a\n---\n- b\n+ c\n2. d',
  '# heading\n\n---\n| a | b |\n|---|---|\n| <script>alert(1)</script> |',
  '** ` ~~~\n```html\n<b>',
  '&lt;script&gt; &#60;b&#62;',
  '\\[a](https://evil.example) \\\\',
  'a\u2028[b](https://evil.example)\u202E',
  '- [ ] task\n1. one\n> quote',
  '@[Mia](user:00000000-0000-4000-8000-000000000001)',
];

/** Kinds of what is in a document, and where its links lead. */
function partsIn(markdown: string): { kinds: string[]; links: Set<string> } {
  const kinds: string[] = [];
  const links = new Set<string>();
  void walkTokens(lexer(markdown, { gfm: true }), (token) => {
    kinds.push(token.type);
    if (token.type === 'link' || token.type === 'image') links.add(String(token['href']));
  });
  return { kinds, links };
}

it('stays text, whatever people call themselves and write', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 80 }));
  fc.assert(
    fc.property(text, text, (name, written) => {
      const edition = editionOf(name, written);
      const markdown = exported(edition);
      const { kinds, links } = partsIn(markdown);
      const count = (kind: string) => kinds.filter((one) => one === kind).length;
      // Only lines that we begin so are headings and items of lists.
      expect(count('heading')).toBe(markdown.match(/^#/gm)?.length ?? 0);
      expect(count('list_item')).toBe(markdown.match(/^- /gm)?.length ?? 0);
      for (const kind of [
        'html',
        'image',
        'code',
        'codespan',
        'table',
        'blockquote',
        'def',
        'hr',
        'del',
        'em',
      ])
        expect([kind, kinds.includes(kind)]).toEqual([kind, false]);
      for (const link of links) expect(link.startsWith(`${PUBLIC_URL}/`)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('shows what was written, sign by sign', () => {
  const written = 'a*b* <c> [d](e) `f` 1. # g_h_ & \\i https://j.example';
  const [paragraph] = lexer(escaped(written), { gfm: true });
  const text = (paragraph as { tokens?: { text?: string }[] }).tokens?.map((token) => token.text).join('');
  expect(text).toBe(written);
});
