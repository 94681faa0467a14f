import { oc } from '@orpc/contract';
import * as z from 'zod';
import { DueInWork } from './acknowledgements.ts';
import { Done, Instant, SpaceId, UserId } from './ids.ts';
import { Person } from './people.ts';

export const SpaceVisibility = z
  .enum(['open', 'private'])
  .describe('`open`: everybody in the workspace. `private`: its members only.');
export type SpaceVisibility = z.infer<typeof SpaceVisibility>;

export const SpaceName = z.string().trim().min(1).max(60).describe('Name of the space, 1–60 characters.');

export const Space = z.object({
  id: SpaceId,
  name: z.string(),
  visibility: SpaceVisibility,
  videoCount: z.int().describe('Videos on this shelf.'),
  createdAt: Instant,
  defaultDue: DueInWork.describe('When asks on its videos are due unless said otherwise.'),
  canManage: z.boolean().describe('May I change it.'),
});
export type Space = z.infer<typeof Space>;

export const spacesContract = oc.tag('Spaces').router({
  list: oc
    .route({ method: 'GET', path: '/spaces', summary: 'The spaces that I can see.' })
    .output(z.array(Space)),
  get: oc
    .route({ method: 'GET', path: '/spaces/{id}', summary: 'One space with its members.' })
    .input(z.object({ id: SpaceId }))
    .output(Space.extend({ members: z.array(Person).describe('Empty for an open space.') })),
  create: oc
    .route({ method: 'POST', path: '/spaces', summary: 'Make a space.' })
    .input(
      z.object({
        name: SpaceName,
        visibility: SpaceVisibility.default('open'),
        memberIds: z
          .array(UserId)
          .max(500)
          .default([])
          .describe('For a private space, besides the one who makes it.'),
      }),
    )
    .output(Space),
  update: oc
    .route({
      method: 'PATCH',
      path: '/spaces/{id}',
      summary: 'Rename it, open or close it, change its members.',
    })
    .input(
      z.object({
        id: SpaceId,
        name: SpaceName.optional(),
        visibility: SpaceVisibility.optional(),
        memberIds: z.array(UserId).max(500).optional().describe('The new, complete list.'),
        defaultDue: DueInWork.nullable().optional().describe('null: 24 working hours.'),
      }),
    )
    .output(Space),
  remove: oc
    .route({
      method: 'DELETE',
      path: '/spaces/{id}',
      summary: 'Remove an empty space (a space with videos answers conflict).',
    })
    .input(z.object({ id: SpaceId }))
    .output(Done),
});
