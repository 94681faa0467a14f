import type { VerbContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { peopleInGroups } from '#server/features/groups/index.ts';
import { peopleInSpaces, visibleSpaceIds } from '#server/features/spaces/index.ts';
import { viewersAmong, type VideoRow } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';

const MOST = 5000;

/**
 * Who is meant by people, groups and spaces together. Somebody who is named must be able to see the video; of a group or a space,
 * those are meant who can, but whoever asks. Throws `invalid_input` where that is nobody, or more than 5,000.
 */
export async function audienceOf(
  ctx: VerbContext,
  db: Queryable,
  video: VideoRow,
  input: { recipientIds: string[]; groupIds: string[]; spaceIds: string[] },
): Promise<{ id: string; name: string }[]> {
  const { workspaceId, userId } = ctx.actor;
  const named = new Set(input.recipientIds);
  const spaceIds = [...new Set(input.spaceIds)];
  if ((await visibleSpaceIds(db, ctx.actor, spaceIds)).length < spaceIds.length)
    throw new AppError('invalid_input', 'spaceIds: you can’t see one of these spaces.');
  const inGroups = await peopleInGroups(db, workspaceId, input.groupIds);
  const inSpaces = spaceIds.length === 0 ? [] : await peopleInSpaces(db, workspaceId, spaceIds);
  const ids = new Set([...named, ...[...inGroups, ...inSpaces].filter((id) => id !== userId)]);
  if (ids.size > MOST)
    throw new AppError('invalid_input', `These are ${ids.size} people. Ask at most ${MOST} at once.`);
  const people = await viewersAmong(db, video, [...ids]);
  const found = new Set(people.map(({ id }) => id));
  if ([...named].some((id) => !found.has(id))) {
    throw new AppError(
      'invalid_input',
      'recipientIds: somebody is no member of the workspace, or can’t see the space.',
    );
  }
  if (people.length === 0)
    throw new AppError('invalid_input', 'Nobody is left to ask: choose people who can see the video.');
  return people;
}
