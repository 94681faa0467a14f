import { UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { users } from './tables.ts';

/** What everybody in the workspace may see of somebody. */
export function personOf(
  user: Pick<typeof users.$inferSelect, 'id' | 'name' | 'image' | 'isGuest' | 'emailVerified'>,
): Person {
  return {
    id: UserId.parse(user.id),
    name: user.name,
    image: user.image,
    isGuest: user.isGuest,
    isVerified: user.isGuest && user.emailVerified,
  };
}
