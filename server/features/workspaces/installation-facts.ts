import { eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { TranscriberInfo } from '#shared/people.ts';
import { installationFacts } from './tables.ts';

const TRANSCRIBER = 'transcriber';

/** A worker says which transcriber it found. The latest to start wins; they are all set up alike. */
export async function saveTranscriberInfo(ctx: AppContext, info: TranscriberInfo): Promise<void> {
  const row = { value: JSON.stringify(info), updatedAt: ctx.clock.now() };
  await ctx.db
    .insert(installationFacts)
    .values({ key: TRANSCRIBER, ...row })
    .onConflictDoUpdate({ target: installationFacts.key, set: row });
}

/** What the workers last reported; `null` before one has started. */
export async function readTranscriberInfo(ctx: AppContext): Promise<TranscriberInfo | null> {
  const [row] = await ctx.db.select().from(installationFacts).where(eq(installationFacts.key, TRANSCRIBER));
  return row ? TranscriberInfo.parse(JSON.parse(row.value)) : null;
}
