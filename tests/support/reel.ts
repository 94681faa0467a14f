import { randomUUID } from 'node:crypto';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import type { Edition, PromptAnswer } from '#shared/series.ts';
import { uploadFile, type ApiClient } from '../../bin/api-client.ts';
import { makeClip, type ClipOptions } from './media.ts';

export const DONE = randomUUID();
export const BLOCKED = randomUUID();

/** A series that asks at once: due in a day, opened five days before. The edition is there when it answers. */
export async function makeAskingSeries(api: ApiClient, title: string, others: ApiClient[]): Promise<Edition> {
  const people = await Promise.all([api, ...others].map(async (one) => (await one.accounts.me()).user.id));
  const series = await api.series.create({
    title,
    rule: 'FREQ=WEEKLY',
    startsOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 120,
    graceHours: 72,
    prompts: [
      { id: DONE, text: 'What is done?', kind: 'video' },
      { id: BLOCKED, text: 'What blocks you?', kind: 'video' },
    ],
    participantIds: people.map((id) => UserId.parse(id)),
  });
  const edition = await until(async () => (await api.series.editions({ id: series.id }))[0]);
  return api.series.edition({ id: edition.id });
}

export async function uploadReady(api: ApiClient, origin: string, clip: ClipOptions): Promise<VideoSlug> {
  const slug = await uploadFile(api, origin, await makeClip(clip));
  await until(async () => (await api.videos.get({ slug })).status === 'ready' || undefined);
  return slug;
}

type Said = { promptId: string } & Partial<PromptAnswer>;

/** Answers, with a video or without. */
export async function say(
  api: ApiClient,
  { id }: Edition,
  video: VideoSlug | null,
  answers: Said[],
): Promise<void> {
  await api.series.answer({ id, video, answers });
}

/** What `ask` answers once it answers something; two at most. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not come in two minutes');
}
