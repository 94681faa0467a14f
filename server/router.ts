import { apiKeysRouter } from '#server/features/accounts/router.ts';
import { asksRouter } from '#server/features/acknowledgements/asks-router.ts';
import { acknowledgementsRouter } from '#server/features/acknowledgements/router.ts';
import { attachmentsRouter } from '#server/features/attachments/router.ts';
import { channelsRouter } from '#server/features/channels/router.ts';
import { commentsRouter } from '#server/features/comments/router.ts';
import { insightsRouter } from '#server/features/insights/router.ts';
import { groupsRouter } from '#server/features/groups/router.ts';
import { ledgerRouter } from '#server/features/ledger/router.ts';
import { notificationsRouter } from '#server/features/notifications/router.ts';
import { peopleTimeRouter } from '#server/features/people-time/router.ts';
import { playbackRouter } from '#server/features/playback/router.ts';
import { recordingsRouter } from '#server/features/recordings/router.ts';
import { reelRouter } from '#server/features/reel/router.ts';
import { remindersRouter } from '#server/features/reminders/router.ts';
import { searchRouter } from '#server/features/search/router.ts';
import { shareLinksRouter } from '#server/features/shares/router.ts';
import { answeringRouter, blockersRouter } from '#server/features/series/answering-router.ts';
import { editionsRouter } from '#server/features/series/editions-router.ts';
import { seriesRouter } from '#server/features/series/router.ts';
import { spacesRouter } from '#server/features/spaces/router.ts';
import { togetherRouter } from '#server/features/together/router.ts';
import { uploadsRouter } from '#server/features/uploads/router.ts';
import { videoRequestsRouter } from '#server/features/video-requests/router.ts';
import { videosRouter } from '#server/features/videos/router.ts';
import { webhooksRouter } from '#server/features/webhooks/router.ts';
import { accountsRouter, invitationsRouter, membersRouter } from '#server/features/workspaces/router.ts';

/** The whole API: one router a feature, in the order of `shared/contract.ts`. */
export const router = {
  accounts: accountsRouter,
  apiKeys: apiKeysRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  peopleTime: peopleTimeRouter,
  channels: channelsRouter,
  webhooks: webhooksRouter,
  spaces: spacesRouter,
  series: seriesRouter,
  answering: answeringRouter,
  blockers: blockersRouter,
  editions: editionsRouter,
  reel: reelRouter,
  groups: groupsRouter,
  videos: videosRouter,
  recordings: recordingsRouter,
  uploads: uploadsRouter,
  playback: playbackRouter,
  comments: commentsRouter,
  attachments: attachmentsRouter,
  acknowledgements: acknowledgementsRouter,
  reminders: remindersRouter,
  insights: insightsRouter,
  asks: asksRouter,
  ledger: ledgerRouter,
  notifications: notificationsRouter,
  search: searchRouter,
  shareLinks: shareLinksRouter,
  together: togetherRouter,
  videoRequests: videoRequestsRouter,
};
