import { expect, it } from 'vitest';
import { mentionedIds, mentionedSpaceIds, plainBody } from '#shared/mentions.ts';
import { closeDraft, matchPeople, mentionQuery, openDraft } from './mention-draft.ts';

const ann = { id: '0190a000-0000-7000-8000-000000000001', name: 'Ann' };
const lee = { id: '0190a000-0000-7000-8000-000000000002', name: 'Ann Lee' };

it('what is typed and what is stored map both ways', () => {
  const body = closeDraft('@Ann Lee, ask @Ann (not ann@Ann.com or @Anna)', [ann, lee]);
  expect(mentionedIds(body)).toEqual([lee.id, ann.id]);
  expect(plainBody(body)).toBe('@Ann Lee, ask @Ann (not ann@Ann.com or @Anna)');
  expect(openDraft(body)).toEqual({
    text: '@Ann Lee, ask @Ann (not ann@Ann.com or @Anna)',
    people: [lee, ann],
  });
});

it('names with brackets can’t end a mention early', () => {
  const odd = { id: ann.id, name: 'A](user:x) [b' };
  expect(mentionedIds(closeDraft('@A](user:x) [b hi', [odd]))).toEqual([ann.id]);
});

it('completes what begins a word', () => {
  expect(mentionQuery('hello @an', 9)).toBe('an');
  expect(mentionQuery('hello @', 7)).toBe('');
  expect(mentionQuery('hello a@b', 9)).toBeNull();
  expect(mentionQuery('hello @ann lee now', 18)).toBeNull();
  expect(matchPeople([ann, lee], 'le')).toEqual([lee]);
});

it('names spaces beside people', () => {
  const space = { id: '0190a000-0000-7000-8000-000000000003', name: 'Design team', kind: 'space' as const };
  const body = closeDraft('Hi @Design team, and @Ann', [space, ann]);
  expect(mentionedSpaceIds(body)).toEqual([space.id]);
  expect(mentionedIds(body)).toEqual([ann.id]);
  expect(openDraft(body)).toEqual({ text: 'Hi @Design team, and @Ann', people: [space, ann] });
  expect(matchPeople([ann, space], 'tea')).toEqual([space]);
});
