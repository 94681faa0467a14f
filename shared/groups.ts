import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Done, GroupId, UserId } from './ids.ts';
import { Person } from './people.ts';

export const GroupName = z.string().trim().min(1).max(60).describe('Name of the group, 1–60 characters.');
const MemberIds = z.array(UserId).max(5000);

export const Group = z.object({
  id: GroupId,
  name: z.string(),
  members: z.array(Person).describe('By name.'),
});
export type Group = z.infer<typeof Group>;

export const groupsContract = oc.tag('Groups').router({
  list: oc
    .route({ method: 'GET', path: '/groups', summary: 'Named sets of members, to ask them together.' })
    .output(z.array(Group)),
  create: oc
    .route({ method: 'POST', path: '/groups', summary: 'Make a group.' })
    .input(z.object({ name: GroupName, memberIds: MemberIds.default([]) }))
    .output(Group),
  update: oc
    .route({ method: 'PATCH', path: '/groups/{id}', summary: 'Rename a group, or change who is in it.' })
    .input(
      z.object({
        id: GroupId,
        name: GroupName.optional(),
        memberIds: MemberIds.optional().describe('The new, complete list.'),
      }),
    )
    .output(Group),
  remove: oc
    .route({ method: 'DELETE', path: '/groups/{id}', summary: 'Remove a group; what was asked stays.' })
    .input(z.object({ id: GroupId }))
    .output(Done),
});
