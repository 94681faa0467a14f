import { implement } from '@orpc/server';
import { asGuest, signedIn, type ApiContext } from '#server/context.ts';
import { shareLinksContract } from '#shared/share-links.ts';
import { answerAsGuest } from './answer-as-guest.ts';
import { askGuests } from './ask-guests.ts';
import { createLink } from './create-link.ts';
import { requestCode } from './email-codes.ts';
import { listGuests } from './list-guests.ts';
import { listLinks } from './list-links.ts';
import { openLink, previewLink } from './open-link.ts';
import { revokeLink, updateLink } from './update-link.ts';

const os = implement(shareLinksContract).$context<ApiContext>();

export const shareLinksRouter = os.router({
  list: os.list.handler(({ input, context }) => listLinks(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createLink(signedIn(context), input)),
  askGuests: os.askGuests.handler(({ input, context }) => askGuests(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateLink(signedIn(context), input)),
  revoke: os.revoke.handler(({ input, context }) => revokeLink(signedIn(context), input)),
  guests: os.guests.handler(({ input, context }) => listGuests(signedIn(context), input)),
  preview: os.preview.handler(({ input, context }) => previewLink(context, input)),
  requestCode: os.requestCode.handler(({ input, context }) => requestCode(context, input)),
  open: os.open.handler(({ input, context }) => openLink(context, input)),
  answer: os.answer.handler(({ input, context }) => answerAsGuest(asGuest(context), input)),
});
