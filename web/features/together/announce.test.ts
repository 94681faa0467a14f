import { expect, it } from 'vitest';
import { LiveSession } from '#shared/together.ts';
import { announcement } from './announce.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const NAMES = ['Anna', 'Ben', 'Cleo'];

function session(leader: number, ...people: number[]): LiveSession {
  return LiveSession.parse({
    id: uuid(9),
    startedBy: uuid(0),
    leaderId: uuid(leader),
    state: { isPlaying: false, positionMs: 0, rate: 1, atMs: 0 },
    participants: people.map((n) => ({
      id: uuid(n),
      person: { id: uuid(n), name: NAMES[n], image: null, isGuest: false, isVerified: false },
      colour: 'red',
      isFollowing: true,
      joinedAt: '2026-03-02T10:00:00.000Z',
    })),
  });
}

it('says who came, who went and who leads, of others and of me', () => {
  expect(announcement(session(0, 0, 1), session(0, 0, 1, 2), uuid(1))).toBe('Cleo has joined.');
  expect(announcement(session(0, 0, 1, 2), session(1, 1, 2), uuid(1))).toBe('Anna has left. You lead now.');
  expect(announcement(session(0, 0, 1), session(1, 0, 1), uuid(0))).toBe('Ben leads now.');
  expect(announcement(session(0, 0, 1), session(0, 0, 1), uuid(0))).toBe('');
});
