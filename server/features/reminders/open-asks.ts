import { and, asc, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queryable } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { OpenAsk } from './next-reminder.ts';
import { askReminders, personManagers } from './tables.ts';

/** An ask that still waits for an answer, with what is needed to remind of it. */
export interface WaitingAsk {
  id: string;
  workspaceId: string;
  recipient: { id: string; name: string };
  ownerId: string;
  managerId: string | null;
  note: string | null;
  dueAt: Date | null;
  video: { id: string; slug: string; title: string };
  ask: OpenAsk;
}

/** Not answered, not withdrawn or handed over, on a video that is there, to and from people who are. */
export const isOpen = and(
  isNull(requests.acknowledgedAt),
  isNull(requests.declinedAt),
  isNull(requests.withdrawnAt),
  or(isNotNull(requests.dueAt), isNotNull(requests.followUpAt)),
);

const managerMembers = alias(members, 'manager_members');

export async function loadOpenAsks(db: Queryable, where: SQL | undefined): Promise<WaitingAsk[]> {
  const rows = await db
    .select({
      request: requests,
      recipient: { id: users.id, name: users.name },
      video: { id: videos.id, slug: videos.slug, title: videos.title },
      managerId: managerMembers.userId,
      lastAt: sql<
        string | null
      >`(select max(${askReminders.sentAt}) from ${askReminders} where ${askReminders.requestId} = ${requests.id})`,
      taken: sql<
        number[]
      >`array(select ${askReminders.ordinal} from ${askReminders} where ${askReminders.requestId} = ${requests.id})`,
    })
    .from(requests)
    .innerJoin(videos, and(eq(videos.id, requests.videoId), isNull(videos.deletedAt)))
    .innerJoin(users, eq(users.id, requests.recipientId))
    .innerJoin(
      members,
      and(eq(members.userId, requests.recipientId), eq(members.organizationId, requests.workspaceId)),
    )
    .leftJoin(
      personManagers,
      and(
        eq(personManagers.userId, requests.recipientId),
        eq(personManagers.workspaceId, requests.workspaceId),
      ),
    )
    .leftJoin(
      managerMembers,
      and(
        eq(managerMembers.userId, personManagers.managerId),
        eq(managerMembers.organizationId, requests.workspaceId),
      ),
    )
    .where(and(isOpen, where))
    .orderBy(asc(requests.dueAt), asc(requests.id));
  return rows.map(({ request, recipient, video, managerId, taken, lastAt }) => ({
    id: request.id,
    workspaceId: request.workspaceId,
    recipient,
    ownerId: request.requestedBy,
    managerId,
    note: request.note,
    dueAt: request.followUpAt ?? request.dueAt,
    video,
    ask: {
      requestedAt: instantOf(request.requestedAt),
      dueAt: request.dueAt && instantOf(request.dueAt),
      followUpAt: request.followUpAt && instantOf(request.followUpAt),
      taken: taken.map(Number),
      lastAt: lastAt === null ? null : instantOf(new Date(lastAt)),
    },
  }));
}
