import { acknowledgementsContract } from './acknowledgements.ts';
import { answeringContract } from './answering.ts';
import { asksContract } from './asks.ts';
import { attachmentsContract } from './attachments.ts';
import { blockersContract } from './blockers.ts';
import { channelsContract } from './channels.ts';
import { commentsContract } from './comments.ts';
import { editionsContract } from './editions.ts';
import { notificationsContract } from './notifications.ts';
import { groupsContract } from './groups.ts';
import { accountsContract, apiKeysContract, invitationsContract, membersContract } from './people.ts';
import { insightsContract } from './insights.ts';
import { ledgerContract } from './ledger.ts';
import { peopleTimeContract } from './people-time.ts';
import { playbackContract } from './playback.ts';
import { reelContract } from './reel.ts';
import { remindersContract } from './reminders.ts';
import { recordingsContract } from './recordings.ts';
import { searchContract } from './search.ts';
import { shareLinksContract } from './share-links.ts';
import { seriesContract } from './series.ts';
import { spacesContract } from './spaces.ts';
import { togetherContract } from './together.ts';
import { uploadsContract } from './uploads.ts';
import { videoRequestsContract } from './video-requests.ts';
import { videosContract } from './videos.ts';
import { webhooksContract } from './webhooks.ts';

/** The whole API, mounted below `/api`. */
export const contract = {
  accounts: accountsContract,
  apiKeys: apiKeysContract,
  members: membersContract,
  invitations: invitationsContract,
  peopleTime: peopleTimeContract,
  channels: channelsContract,
  webhooks: webhooksContract,
  spaces: spacesContract,
  series: seriesContract,
  answering: answeringContract,
  blockers: blockersContract,
  editions: editionsContract,
  reel: reelContract,
  groups: groupsContract,
  videos: videosContract,
  recordings: recordingsContract,
  uploads: uploadsContract,
  playback: playbackContract,
  comments: commentsContract,
  attachments: attachmentsContract,
  acknowledgements: acknowledgementsContract,
  reminders: remindersContract,
  insights: insightsContract,
  asks: asksContract,
  ledger: ledgerContract,
  notifications: notificationsContract,
  search: searchContract,
  shareLinks: shareLinksContract,
  together: togetherContract,
  videoRequests: videoRequestsContract,
};
