import type { LiveSession } from '#shared/together.ts';

/** What has changed in a session, in words for who can’t see it; empty: nothing. */
export function announcement(before: LiveSession, after: LiveSession, meId: string): string {
  const others = (session: LiveSession) => session.participants.filter(({ id }) => id !== meId);
  const wasIn = new Set(before.participants.map(({ id }) => id));
  const isIn = new Set(after.participants.map(({ id }) => id));
  const said = [
    ...others(after)
      .filter(({ id }) => !wasIn.has(id))
      .map(({ person }) => `${person.name} has joined.`),
    ...others(before)
      .filter(({ id }) => !isIn.has(id))
      .map(({ person }) => `${person.name} has left.`),
  ];
  if (before.leaderId !== after.leaderId) {
    const leader = after.participants.find(({ id }) => id === after.leaderId);
    if (leader) said.push(leader.id === meId ? 'You lead now.' : `${leader.person.name} leads now.`);
  }
  return said.join(' ');
}
