import type { AppContext } from '#server/context.ts';
import { settleWatched } from '#server/features/acknowledgements/index.ts';
import { sweepAttachments } from '#server/features/attachments/index.ts';
import { forgetOldEvents } from '#server/features/live/index.ts';
import { deliverMail } from '#server/features/notifications/index.ts';
import { refreshDueCalendars } from '#server/features/people-time/index.ts';
import { closeSilentRecordings, sweepOrphanedSegments } from '#server/features/recordings/index.ts';
import { forgetGuests } from '#server/features/shares/index.ts';
import { endSilentSessions } from '#server/features/together/index.ts';
import { sweepStaleUploads } from '#server/features/uploads/index.ts';
import { deleteUnsentReplies, purgeDeletedVideos } from '#server/features/videos/index.ts';
import { saveTranscriberInfo } from '#server/features/workspaces/index.ts';
import { fetchCalendar } from './jobs/fetch-calendar.ts';
import { processVideo } from './jobs/process-video.ts';
import { renderCommentStill } from './jobs/render-still.ts';
import { transcribeVideo } from './jobs/transcribe-video.ts';
import { chooseTranscriber } from './transcribers/choose-transcriber.ts';

/** Subscribes jobs to their handlers. Transcodes run `worker.concurrency` at a time, all else beside them. */
export async function runWorker(ctx: AppContext): Promise<void> {
  const transcriber = await chooseTranscriber(ctx.config.transcriber);
  await saveTranscriberInfo(ctx, transcriber.info);
  const { queue } = ctx;
  const { concurrency } = ctx.config.worker;
  await queue.work('process-video', { concurrency }, (job) => processVideo(ctx, job));
  await queue.work('transcribe-video', { concurrency: 1 }, (job) => transcribeVideo(ctx, transcriber, job));
  await queue.work('render-still', { concurrency: 1 }, (job) => renderCommentStill(ctx, job));
  await queue.work('fetch-calendar', { concurrency: 2 }, (job) => fetchCalendar(ctx, job));
  await queue.work('settle-watched', { concurrency: 1 }, (job) => settleWatched(ctx, job.payload));
  await queue.work('refresh-calendars', { concurrency: 1 }, () => refreshDueCalendars(ctx));
  await queue.work('send-mail', { concurrency: 2 }, (job) => deliverMail(ctx, job.payload));
  await queue.work('close-silent-recordings', { concurrency: 1 }, async () => {
    const closed = await closeSilentRecordings(ctx);
    if (closed > 0) ctx.log.info({ closed }, 'closed recordings without a sign of life');
    await forgetOldEvents(ctx);
    await endSilentSessions(ctx);
  });
  await queue.work('sweep-storage', { concurrency: 1 }, async () => {
    const unsent = await deleteUnsentReplies(ctx);
    const purged = await purgeDeletedVideos(ctx);
    const guests = await forgetGuests(ctx);
    const cancelled = await sweepStaleUploads(ctx);
    const orphans = await sweepOrphanedSegments(ctx);
    const attachments = await sweepAttachments(ctx);
    ctx.log.info({ unsent, purged, guests, cancelled, orphans, attachments }, 'swept storage');
  });
  await queue.schedule('close-silent-recordings', '* * * * *');
  await queue.schedule('refresh-calendars', '*/10 * * * *');
  await queue.schedule('sweep-storage', '17 3 * * *');
  ctx.log.info({ transcriber: transcriber.info.name }, 'worker ready');
}
