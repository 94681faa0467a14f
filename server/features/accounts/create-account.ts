import { hashPassword } from 'better-auth/crypto';
import type { Transaction } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { assertPasswordAllowed } from './password-rules.ts';
import { credentials, users } from './tables.ts';

/** Makes a person with a password, as better-auth would, but in our transaction. Throws `conflict` where the address is taken. */
export async function createAccount(
  tx: Transaction,
  person: { name: string; email: string; password: string },
): Promise<typeof users.$inferSelect> {
  assertPasswordAllowed(person.password, person);
  const [user] = await tx
    .insert(users)
    .values({ name: person.name, email: person.email })
    .onConflictDoNothing()
    .returning();
  if (!user)
    throw new AppError('conflict', 'There is an account with this e-mail address already. Sign in with it.');
  await tx.insert(credentials).values({
    userId: user.id,
    accountId: user.id,
    providerId: 'credential',
    password: await hashPassword(person.password),
  });
  return user;
}
