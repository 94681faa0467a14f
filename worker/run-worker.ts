import type { AppContext } from '#server/context.ts';
import { carryAsks } from '#server/features/acknowledgements/index.ts';
import { settleWatched } from '#server/features/acknowledgements/index.ts';
import { sweepAttachments } from '#server/features/attachments/index.ts';
import { sendDigests } from '#server/features/digests/index.ts';
import { forgetOldEntries } from '#server/features/ledger/index.ts';
import { forgetOldEvents } from '#server/features/live/index.ts';
import { deliverDue, deliverMail, forgetOldNotices } from '#server/features/notifications/index.ts';
import { refreshDueCalendars } from '#server/features/people-time/index.ts';
import { remindAsks } from '#server/features/reminders/index.ts';
import { closeSilentRecordings, sweepOrphanedSegments } from '#server/features/recordings/index.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { forgetGuests } from '#server/features/shares/index.ts';
import { endSilentSessions } from '#server/features/together/index.ts';
import { sweepStaleUploads } from '#server/features/uploads/index.ts';
import { remindRequests } from '#server/features/video-requests/index.ts';
import { deleteUnsentReplies, purgeDeletedVideos } from '#server/features/videos/index.ts';
import { saveTranscriberInfo } from '#server/features/workspaces/index.ts';
import { compareVersions } from './jobs/compare-versions.ts';
import { fetchCalendar } from './jobs/fetch-calendar.ts';
import { processVideo } from './jobs/process-video.ts';
import { postWebhook } from './jobs/post-webhook.ts';
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
  await queue.work('compare-versions', { concurrency: 1 }, (job) => compareVersions(ctx, job));
  await queue.work('render-still', { concurrency: 1 }, (job) => renderCommentStill(ctx, job));
  await queue.work('carry-asks', { concurrency: 1 }, (job) => carryAsks(ctx, job.payload));
  await queue.work('fetch-calendar', { concurrency: 2 }, (job) => fetchCalendar(ctx, job));
  await queue.work('settle-watched', { concurrency: 1 }, (job) => settleWatched(ctx, job.payload));
  await queue.work('refresh-calendars', { concurrency: 1 }, () => refreshDueCalendars(ctx));
  await queue.work('deliver-notices', { concurrency: 1 }, (job) => deliverDue(ctx, job.signal));
  await queue.work('remind-asks', { concurrency: 1 }, async () => {
    const { told } = await remindAsks(ctx);
    if (told > 0) ctx.log.info({ told }, 'reminded of asks');
  });
  await queue.work('remind-requests', { concurrency: 1 }, async () => void (await remindRequests(ctx)));
  await queue.work('send-mail', { concurrency: 2 }, (job) => deliverMail(ctx, job.payload));
  await queue.work('post-webhook', { concurrency: 2 }, (job) => postWebhook(ctx, job));
  await queue.work('send-digests', { concurrency: 1 }, async () => {
    const sent = await sendDigests(ctx);
    if (sent > 0) ctx.log.info({ sent }, 'sent digests');
  });
  await queue.work('close-silent-recordings', { concurrency: 1 }, async () => {
    const closed = await closeSilentRecordings(ctx);
    if (closed > 0) ctx.log.info({ closed }, 'closed recordings without a sign of life');
    await forgetOldEvents(ctx);
    await endSilentSessions(ctx);
  });
  await queue.work('plan-editions', { concurrency: 1 }, async () => {
    await planEditions(ctx);
    // What was planned may be open already.
    await runCycle(ctx);
  });
  await queue.work('run-cycle', { concurrency: 1 }, () => runCycle(ctx));
  await queue.work('sweep-storage', { concurrency: 1 }, async () => {
    const unsent = await deleteUnsentReplies(ctx);
    const purged = await purgeDeletedVideos(ctx);
    const guests = await forgetGuests(ctx);
    const cancelled = await sweepStaleUploads(ctx);
    const orphans = await sweepOrphanedSegments(ctx);
    const attachments = await sweepAttachments(ctx);
    const entries = await forgetOldEntries(ctx);
    const notices = await forgetOldNotices(ctx);
    ctx.log.info({ unsent, purged, guests, cancelled, orphans, attachments, entries, notices }, 'swept');
  });
  await queue.schedule('close-silent-recordings', '* * * * *');
  await queue.schedule('plan-editions', '*/10 * * * *');
  await queue.schedule('run-cycle', '* * * * *');
  await queue.schedule('deliver-notices', '* * * * *');
  // What was due while no worker ran does not wait for the next minute.
  await ctx.db.transaction((tx) => queue.enqueue(tx, 'deliver-notices', {}));
  await queue.schedule('remind-asks', '*/5 * * * *');
  await queue.schedule('remind-requests', '* * * * *');
  await queue.schedule('refresh-calendars', '*/10 * * * *');
  await queue.schedule('send-digests', '*/15 * * * *');
  await queue.schedule('sweep-storage', '17 3 * * *');
  ctx.log.info({ transcriber: transcriber.info.name }, 'worker ready');
}
