import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { accountsContract, invitationsContract, membersContract } from '#shared/people.ts';
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  previewInvitation,
  revokeInvitation,
} from './invitations.ts';
import { getMe, switchWorkspace, updateMe } from './me.ts';
import { changeRole, listMembers, removeMember, updateWorkspace } from './members.ts';
import { setUp, systemInfo } from './set-up.ts';

const accounts = implement(accountsContract).$context<ApiContext>();

export const accountsRouter = accounts.router({
  system: accounts.system.handler(({ context }) => systemInfo(context)),
  setUp: accounts.setUp.handler(({ input, context }) => setUp(context, input)),
  me: accounts.me.handler(({ context }) => getMe(signedIn(context))),
  updateMe: accounts.updateMe.handler(({ input, context }) => updateMe(signedIn(context), input)),
  switchWorkspace: accounts.switchWorkspace.handler(({ input, context }) =>
    switchWorkspace(signedIn(context), input),
  ),
});

const members = implement(membersContract).$context<ApiContext>();

export const membersRouter = members.router({
  list: members.list.handler(({ context }) => listMembers(signedIn(context))),
  changeRole: members.changeRole.handler(({ input, context }) => changeRole(signedIn(context), input)),
  remove: members.remove.handler(({ input, context }) => removeMember(signedIn(context), input)),
  updateWorkspace: members.updateWorkspace.handler(({ input, context }) =>
    updateWorkspace(signedIn(context), input),
  ),
});

const invitations = implement(invitationsContract).$context<ApiContext>();

export const invitationsRouter = invitations.router({
  list: invitations.list.handler(({ context }) => listInvitations(signedIn(context))),
  create: invitations.create.handler(({ input, context }) => createInvitation(signedIn(context), input)),
  revoke: invitations.revoke.handler(({ input, context }) => revokeInvitation(signedIn(context), input)),
  preview: invitations.preview.handler(({ input, context }) => previewInvitation(context, input)),
  accept: invitations.accept.handler(({ input, context }) => acceptInvitation(context, input)),
});
