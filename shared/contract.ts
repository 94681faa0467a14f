import { acknowledgementsContract } from './acknowledgements.ts';
import { asksContract } from './asks.ts';
import { attachmentsContract } from './attachments.ts';
import { commentsContract } from './comments.ts';
import { groupsContract } from './groups.ts';
import { accountsContract, apiKeysContract, invitationsContract, membersContract } from './people.ts';
import { ledgerContract } from './ledger.ts';
import { peopleTimeContract } from './people-time.ts';
import { playbackContract } from './playback.ts';
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
  groups: groupsContract,
  videos: videosContract,
  recordings: recordingsContract,
  uploads: uploadsContract,
  playback: playbackContract,
  comments: commentsContract,
  attachments: attachmentsContract,
  acknowledgements: acknowledgementsContract,
  asks: asksContract,
  ledger: ledgerContract,
  search: searchContract,
  shareLinks: shareLinksContract,
  together: togetherContract,
};
