import { eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import {
  countTake,
  createVideo,
  findViewableVideo,
  publishVideo,
  type VideoRow,
} from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { Recording, RecordingFormat } from '#shared/recordings.ts';
import { assertNotDiscarded, findOwnRecording } from './access.ts';
import { presentRecording } from './present.ts';
import { recordings } from './tables.ts';

export interface NewRecording {
  /** Chosen by the recorder: asked twice, there is still one recording. */
  id?: string | undefined;
  title?: string | undefined;
  spaceId?: string | undefined;
  /** Slug of the video that it is a reply to. */
  replyTo?: string | undefined;
  /** Slug of the video that it is to be the next version of. */
  newVersionOf: string | null;
  hasPicture: boolean;
  format: RecordingFormat;
  codecs: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** Makes the video and its recording; the link works from here on. Throws `not_found` where the id is somebody else's. */
export async function startRecording(ctx: RecorderContext, input: NewRecording): Promise<Recording> {
  const now = ctx.clock.now();
  if (input.newVersionOf !== null && input.replyTo !== undefined)
    throw new AppError('invalid_input', 'newVersionOf: a reply has no versions.');
  const parent = input.replyTo === undefined ? null : await repliedTo(ctx, input.replyTo);
  await countTake(ctx);
  const made = await ctx.db.transaction(async (tx) => {
    const video = await createVideo(tx, ctx, {
      title: input.title ?? titleOf(parent, now),
      ...(parent ? { kind: 'reply' as const, parentId: parent.id } : {}),
      hasPicture: input.hasPicture,
      source: 'recording',
      status: 'recording',
      spaceId: parent ? null : (input.spaceId ?? null),
      newVersionOf: input.newVersionOf,
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

function repliedTo(ctx: RecorderContext, slug: string): Promise<VideoRow> {
  const { actor } = ctx;
  if (actor.kind === 'respondent')
    throw new AppError('forbidden', 'This link is for answering a request, and for nothing else.');
  return findViewableVideo({ ...ctx, actor }, { slug });
}

function titleOf(parent: VideoRow | null, now: Date): string {
  if (parent) return `Reply to ${parent.title}`.slice(0, 200);
  return `Recording of ${now.toISOString().slice(0, 16).replace('T', ' ')}`;
}

export async function getRecording(ctx: RecorderContext, input: { id: string }): Promise<Recording> {
  return presentRecording(ctx, await findOwnRecording(ctx, input.id));
}
