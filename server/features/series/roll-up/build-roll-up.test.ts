import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UserId, VideoSlug } from '#shared/ids.ts';
import { plainBody } from '#shared/mentions.ts';
import type { Prompt, PromptAnswer } from '#shared/series.ts';
import type { TranscriptSegment } from '#shared/transcripts.ts';
import { buildRollUp, type AnsweredEntry } from './build-roll-up.ts';

const promptOf = (kind: Prompt['kind'], more: Partial<Prompt> = {}): Prompt => ({
  id: randomUUID(),
  text: 'What is done?',
  kind,
  options: [],
  isRequired: false,
  isCarried: false,
  ...more,
});
const answerTo = (prompt: Prompt, more: Partial<PromptAnswer>): PromptAnswer => ({
  promptId: prompt.id,
  text: null,
  option: null,
  number: null,
  light: null,
  atMs: null,
  ...more,
});
const personOf = (name: string) => ({
  id: UserId.parse(randomUUID()),
  name,
  image: null,
  isGuest: false,
  isVerified: false,
});
/** Says a word each half second. */
function segmentsOf(texts: string[]): TranscriptSegment[] {
  let at = 0;
  return texts.map((text) => {
    const words = text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => ({ text: word, startMs: (at += 500) - 500, endMs: at }));
    return { text, words, startMs: words[0]?.startMs ?? at, endMs: at };
  });
}
const SLUG = VideoSlug.parse('abcdefghijkl');
const spoken = (...texts: string[]) => ({ slug: SLUG, language: 'en', segments: segmentsOf(texts) });

it('quotes what is said from a chapter to the next, with the second of its first word', () => {
  const [done, next] = [promptOf('video'), promptOf('video', { text: 'What is next?' })];
  const entry: AnsweredEntry = {
    person: personOf('Mia'),
    answers: [answerTo(done, { atMs: 1000 }), answerTo(next, { atMs: 3500 })],
    // The second chapter begins in the middle of a segment.
    raised: [],
    spoken: spoken('Hello everybody. We shipped the login', 'page. Tomorrow the export comes at last.'),
  };
  const sections = buildRollUp([done, next], [entry]);
  const said = sections.map(({ prompt, quotes }) => [
    prompt?.text,
    quotes.map((quote) => [quote.text, quote.atMs]),
  ]);
  expect(said).toEqual([
    [
      'What is done?',
      [
        ['Hello everybody.', 0],
        ['We shipped the login page.', 1000],
      ],
    ],
    ['What is next?', [['Tomorrow the export comes at last.', 3500]]],
  ]);
});

it('takes a video without chapters for the one prompt that is spoken to, or for all together', () => {
  const [done, next] = [promptOf('video'), promptOf('voice', { text: 'What is next?' })];
  const entry = {
    person: personOf('Mia'),
    answers: [],
    raised: [],
    spoken: spoken('We shipped the login page.'),
  };
  expect(buildRollUp([done], [entry])[0]?.prompt?.id).toBe(done.id);
  expect(buildRollUp([done, next], [entry])).toMatchObject([{ prompt: null, people: 1 }]);
});

it('counts lights, choices and numbers', () => {
  const light = promptOf('light');
  const number = promptOf('number');
  const entries = (['red', 'green', 'green'] as const).map((value, i) => ({
    person: personOf(`Person ${i}`),
    answers: [answerTo(light, { light: value }), answerTo(number, { number: 10 - i })],
    raised: [],
    spoken: null,
  }));
  const [lights, numbers] = buildRollUp([light, number], entries);
  expect(lights?.counts.map(({ value, people }) => [value, people.length])).toEqual([
    ['green', 2],
    ['red', 1],
  ]);
  expect(numbers?.counts.map(({ value }) => value)).toEqual(['8', '9', '10']);
});

const HOSTILE = [
  '<img src=x onerror=alert(1)>. Second sentence!',
  '@[Mia](user:00000000-0000-4000-8000-000000000001) do it. __proto__ constructor toString.',
  '',
  ' \u202E. \u0000. …!!!',
  '- one\n- two\n1. three\n',
  'x'.repeat(2000),
  '😀'.repeat(400),
  'これは一つ目の文です。二つ目の文です。',
  'انتهى العمل. ماذا بعد؟',
  '\uD800 lone half.',
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.lorem({ maxCount: 40 }),
);

it('quotes word by word and loses nobody who is blocked, whatever was written', () => {
  const blocked = promptOf('text', { isCarried: true });
  const done = promptOf('video');
  const entry = fc.record({ written: text, blocks: text, said: fc.array(text, { maxLength: 4 }) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (given, most) => {
      const entries = given.map(({ written, blocks, said }, i): AnsweredEntry => ({
        person: personOf(`Person ${i}`),
        answers: [answerTo(done, { text: written, atMs: 0 }), answerTo(blocked, { text: blocks })],
        raised: [],
        spoken: spoken(...said),
      }));
      const sections = buildRollUp([done, blocked], entries, most);
      for (const { prompt, quotes } of sections) {
        const isBlocked = prompt?.id === blocked.id;
        expect(quotes.length).toBeLessThanOrEqual(isBlocked ? Math.max(most, entries.length) : most);
        for (const { person, text: quoted, video, atMs } of quotes) {
          const from = entries.find((one) => one.person.id === person.id);
          const answer = from?.answers.find(({ promptId }) => promptId === prompt?.id)?.text ?? '';
          const transcript = from?.spoken?.segments.map((segment) => segment.text).join(' ') ?? '';
          expect(video === null ? plainBody(answer) : transcript).toContain(quoted);
          expect(quoted).toMatch(/[\p{L}\p{N}]/u);
          expect(quoted.length).toBeLessThanOrEqual(280);
          const times = from?.spoken?.segments.flatMap(({ words }) => words.map(({ startMs }) => startMs));
          // Of what has no words there is nothing but the beginning.
          expect(video === null ? [null] : times?.length ? times : [0]).toContain(atMs);
        }
      }
      const quoted = new Set(
        sections.find(({ prompt }) => prompt?.id === blocked.id)?.quotes.map(({ person }) => person.id),
      );
      const speaking = entries.filter(({ answers }) =>
        /[\p{L}\p{N}]/u.test(plainBody(answers[1]?.text ?? '')),
      );
      expect(quoted).toEqual(new Set(speaking.map(({ person }) => person.id)));
      expect(buildRollUp([done, blocked], entries, most)).toEqual(sections);
    }),
    { numRuns: 200 },
  );
}, 60_000);
