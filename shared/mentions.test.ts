import { expect, it } from 'vitest';
import {
  mentionedIds,
  mentionedSpaceIds,
  mentionsIn,
  mentionText,
  plainBody,
  withoutOtherSpaces,
} from './mentions.ts';

const ANN = '00000000-0000-4000-8000-000000000001';
const DESIGN = '00000000-0000-4000-8000-000000000002';
const SECRET = '00000000-0000-4000-8000-000000000003';
const body = `@[Ann](user:${ANN}) and @[Design](space:${DESIGN}), not @[Secret](space:${SECRET}), @[Ann](user:${ANN})`;

it('tells people from spaces, each once', () => {
  expect(mentionedIds(body)).toEqual([ANN]);
  expect(mentionedSpaceIds(body)).toEqual([DESIGN, SECRET]);
  expect(mentionsIn(body).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'user Ann',
    'space Design',
    'space Secret',
    'user Ann',
  ]);
});

it('writes what it reads', () => {
  expect(mentionText({ id: ANN, name: 'Ann' })).toBe(`@[Ann](user:${ANN})`);
  expect(mentionedSpaceIds(mentionText({ id: DESIGN, name: 'De[si]gn', kind: 'space' }))).toEqual([DESIGN]);
  expect(plainBody(body)).toBe('@Ann and @Design, not @Secret, @Ann');
});

it('leaves spaces that the author does not see as text', () => {
  const kept = withoutOtherSpaces(body, new Set([DESIGN]));
  expect(mentionedSpaceIds(kept)).toEqual([DESIGN]);
  expect(kept).toContain('not @Secret,');
  expect(mentionedIds(kept)).toEqual([ANN]);
});
