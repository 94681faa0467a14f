import { acknowledgementsContract } from './acknowledgements.ts';
import { attachmentsContract } from './attachments.ts';
import { commentsContract } from './comments.ts';
import { accountsContract, apiKeysContract, invitationsContract, membersContract } from './people.ts';
import { insightsContract } from './insights.ts';
import { ledgerContract } from './ledger.ts';
import { peopleTimeContract } from './people-time.ts';
import { playbackContract } from './playback.ts';
import { remindersContract } from './reminders.ts';
import { recordingsContract } from './recordings.ts';
import { searchContract } from './search.ts';
import { shareLinksContract } from './share-links.ts';
import { spacesContract } from './spaces.ts';
import { togetherContract } from './together.ts';
import { uploadsContract } from './uploads.ts';
import { videosContract } from './videos.ts';

/** The whole API, mounted below `/api`. */
export const contract = {
  accounts: accountsContract,
  apiKeys: apiKeysContract,
  members: membersContract,
  invitations: invitationsContract,
  peopleTime: peopleTimeContract,
  spaces: spacesContract,
  videos: videosContract,
  recordings: recordingsContract,
  uploads: uploadsContract,
  playback: playbackContract,
  comments: commentsContract,
  attachments: attachmentsContract,
  acknowledgements: acknowledgementsContract,
  reminders: remindersContract,
  insights: insightsContract,
  ledger: ledgerContract,
  search: searchContract,
  shareLinks: shareLinksContract,
  together: togetherContract,
};
