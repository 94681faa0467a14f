import { eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { createVideo, publishVideo } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { Recording, RecordingFormat } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { presentRecording } from './present.ts';
import { recordings } from './tables.ts';

export interface NewRecording {
  /** Chosen by the recorder: asked twice, there is still one recording. */
  id?: string | undefined;
  title?: string | undefined;
  spaceId?: string | undefined;
  format: RecordingFormat;
  codecs: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** Makes the video and its recording; the link works from here on. Throws `not_found` where the id is somebody else's. */
export async function startRecording(ctx: VerbContext, input: NewRecording): Promise<Recording> {
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
        ...(input.id === undefined ? {} : { id: input.id }),
        workspaceId: ctx.actor.workspaceId,
        videoId: video.id,
        state: 'recording',
        format: input.format,
        codecs: input.codecs,
        startedAt: now,
        lastSeenAt: now,
      })
      .onConflictDoNothing({ target: recordings.id })
      .returning();
    if (recording) {
      await publishVideo(tx, video);
      return { recording, video };
    }
    if (input.id === undefined) throw new Error('insert into recordings returned no row');
    // Asked once more: what was made here goes again.
    await tx.delete(videos).where(eq(videos.id, video.id));
    return null;
  });
  if (made) return presentRecording(ctx, made);
  const before = await findOwnRecording(ctx, input.id ?? '');
  assertNotDiscarded(before.recording);
  return presentRecording(ctx, before);
}

export async function getRecording(ctx: VerbContext, input: { id: string }): Promise<Recording> {
  return presentRecording(ctx, await findOwnRecording(ctx, input.id));
}
