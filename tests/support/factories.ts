import { createHash, randomUUID } from 'node:crypto';
import type { Recording, SegmentDescription } from '#shared/recordings.ts';
import type { Role } from '#shared/people.ts';
import { videos } from '#server/db/tables.ts';
import { eq } from 'drizzle-orm';
import type { ApiClient, TestApp, TestBrowser } from './test-app.ts';

export const PASSWORD = 'a walk in the tall grass';

export interface TestPerson extends TestBrowser {
  id: string;
  email: string;
}

async function personOf(browser: TestBrowser): Promise<TestPerson> {
  const me = await browser.api.accounts.me();
  return { ...browser, id: me.user.id, email: me.user.email };
}

/** The owner of a fresh installation. */
export async function setUpOwner(test: TestApp): Promise<TestPerson> {
  const browser = test.browser();
  await browser.api.accounts.setUp({
    name: 'Olive Owner',
    email: 'olive@example.com',
    password: PASSWORD,
    workspaceName: 'Studio',
  });
  return personOf(browser);
}

/** Somebody who was invited and has joined. */
export async function joinAs(
  test: TestApp,
  owner: TestPerson,
  role: Exclude<Role, 'owner'>,
  name: string = role,
): Promise<TestPerson> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${randomUUID().slice(0, 8)}@example.com`;
  const invitation = await owner.api.invitations.create({ email, role });
  const browser = test.browser();
  await browser.api.invitations.accept({ id: invitation.id, name, password: PASSWORD });
  return personOf(browser);
}

/** A second workspace in the same database, with its owner: a stranger to the first. */
export async function makeStranger(test: TestApp): Promise<TestPerson> {
  const { createAccount } = await import('#server/features/accounts/index.ts');
  const { members, workspaces } = await import('#server/db/tables.ts');
  const email = `stranger.${randomUUID().slice(0, 8)}@example.com`;
  await test.ctx.db.transaction(async (tx) => {
    const user = await createAccount(tx, { name: 'Sam Stranger', email, password: PASSWORD });
    const [workspace] = await tx
      .insert(workspaces)
      .values({ name: 'Elsewhere', slug: randomUUID() })
      .returning();
    if (!workspace) throw new Error('no workspace');
    await tx.insert(members).values({ organizationId: workspace.id, userId: user.id, role: 'owner' });
  });
  const browser = test.browser();
  const answer = await browser.fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`);
  return personOf(browser);
}

/** A recording of `count` segments of made-up bytes, uploaded and confirmed; not finished. */
export async function makeRecording(
  person: TestPerson,
  count: number,
  input: Partial<Parameters<ApiClient['recordings']['create']>[0]> = {},
): Promise<Recording> {
  const recording = await person.api.recordings.create({ title: 'A recording', ...input });
  for (const kind of ['init', 'media'] as const) {
    for (let index = 0; index < (kind === 'init' ? 1 : count); index++) {
      await uploadSegment(person, recording.id, kind, index);
    }
  }
  return recording;
}

/** Describes bytes, made-up ones unless told otherwise, as a segment. */
export function segmentOf(
  kind: 'init' | 'media',
  index: number,
  bytes = Buffer.from(`${kind} ${index}`),
  more: Partial<SegmentDescription> = {},
) {
  const segment: SegmentDescription = {
    kind,
    index,
    sizeBytes: bytes.byteLength,
    md5: createHash('md5').update(bytes).digest('hex'),
    initIndex: 0,
    startMs: index * 2000,
    durationMs: kind === 'init' ? 0 : 2000,
    ...more,
  };
  return { segment, bytes };
}

export async function uploadSegment(
  person: TestPerson,
  id: Recording['id'],
  ...described: Parameters<typeof segmentOf>
): Promise<void> {
  const { segment, bytes } = segmentOf(...described);
  const [put] = await person.api.recordings.signSegments({ id, segments: [segment] });
  if (!put) throw new Error('nothing was signed');
  const stored = await person.fetch(put.url, {
    method: 'PUT',
    headers: { ...put.headers, 'content-length': String(bytes.byteLength) },
    body: bytes,
  });
  if (!stored.ok) throw new Error(`PUT ${stored.status} ${await stored.text()}`);
  await person.api.recordings.confirmSegment({ id, segment });
}

/** A video that is ready, without the work: 60 s, 1280 × 720. */
export async function makeReadyVideo(
  test: TestApp,
  author: TestPerson,
  input: { title?: string; spaceId?: string } = {},
): Promise<{ slug: Recording['slug']; id: string }> {
  const recording = await author.api.recordings.create({ title: input.title ?? 'A video' });
  await test.ctx.db
    .update(videos)
    .set({
      status: 'ready',
      durationMs: 60_000,
      width: 1280,
      height: 720,
      hasAudio: true,
      spaceId: input.spaceId ?? null,
    })
    .where(eq(videos.id, recording.videoId));
  return { slug: recording.slug, id: recording.videoId };
}
