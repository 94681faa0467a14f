import { and, eq, inArray } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { createVideo, publishVideo } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { Recording, RecordingFormat } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { presentRecording } from './present.ts';
import { recordings } from './tables.ts';

/** Makes the video and its recording; the link works from here on. */
export async function startRecording(
  ctx: VerbContext,
  input: {
    title?: string | undefined;
    spaceId?: string | undefined;
    format: RecordingFormat;
    codecs: string;
    width?: number | undefined;
    height?: number | undefined;
  },
): Promise<Recording> {
  const now = ctx.clock.now();
  const made = await ctx.db.transaction(async (tx) => {
    const video = await createVideo(tx, ctx, {
      title: input.title ?? `Recording of ${now.toISOString().slice(0, 16).replace('T', ' ')}`,
      source: 'recording',
      status: 'recording',
      spaceId: input.spaceId ?? null,
      width: input.width ?? null,
      height: input.height ?? null,
    });
    const [recording] = await tx
      .insert(recordings)
      .values({
        workspaceId: ctx.actor.workspaceId,
        videoId: video.id,
        state: 'recording',
        format: input.format,
        codecs: input.codecs,
        startedAt: now,
        lastSeenAt: now,
      })
      .returning();
    if (!recording) throw new Error('insert into recordings returned no row');
    await publishVideo(tx, video);
    return { recording, video };
  });
  return presentRecording(ctx, made);
}

export async function getRecording(ctx: VerbContext, input: { id: string }): Promise<Recording> {
  return presentRecording(ctx, await findOwnRecording(ctx, input.id));
}

/** Keeps what only the encoder knows. */
export async function describeRecording(
  ctx: VerbContext,
  input: {
    id: string;
    format?: RecordingFormat | undefined;
    codecs?: string | undefined;
    width?: number | undefined;
    height?: number | undefined;
  },
): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    assertNotDiscarded(recording);
    if (input.codecs !== undefined || input.format !== undefined) {
      await tx
        .update(recordings)
        .set({
          ...(input.codecs === undefined ? {} : { codecs: input.codecs }),
          ...(input.format === undefined ? {} : { format: input.format }),
        })
        .where(eq(recordings.id, recording.id));
    }
    if (input.width !== undefined && input.height !== undefined) {
      await tx
        .update(videos)
        .set({ width: input.width, height: input.height })
        .where(and(eq(videos.id, video.id), eq(videos.status, 'recording')));
    }
  });
  return DONE;
}

/** A sign of life. It tells the recorder where the server stands, such as `abandoned` after a long silence. */
export async function heartbeat(
  ctx: VerbContext,
  input: { id: string },
): Promise<{ state: Recording['state'] }> {
  const { recording } = await findOwnRecording(ctx, input.id);
  await ctx.db.update(recordings).set({ lastSeenAt: ctx.clock.now() }).where(eq(recordings.id, recording.id));
  return { state: recording.state };
}

/** Throws a recording away; the video goes as a deleted one does. Throws `conflict` once it is finished. */
export async function discardRecording(ctx: VerbContext, input: { id: string }): Promise<Done> {
  await ctx.db.transaction(async (tx) => {
    const { recording, video } = await findOwnRecording(ctx, input.id, { db: tx, lock: true });
    if (recording.state === 'discarded') return;
    const [discarded] = await tx
      .update(recordings)
      .set({ state: 'discarded', closedAt: ctx.clock.now() })
      .where(
        and(
          eq(recordings.id, recording.id),
          inArray(recordings.state, ['recording', 'finishing', 'abandoned']),
        ),
      )
      .returning();
    if (!discarded) throw new AppError('conflict', 'The recording is finished. Delete the video instead.');
    await tx.update(videos).set({ deletedAt: ctx.clock.now() }).where(eq(videos.id, video.id));
    await publishVideo(tx, video);
  });
  return DONE;
}
