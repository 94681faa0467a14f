import { oc } from '@orpc/contract';
import * as z from 'zod';
import { ApiKeyId, Done, Instant, InvitationId, UserId, WorkspaceId } from './ids.ts';

export const Role = z.enum(['owner', 'admin', 'member']).describe('What a person may do in the workspace.');
export type Role = z.infer<typeof Role>;

export const Person = z.object({
  id: UserId,
  name: z.string().describe('Display name.'),
  image: z.string().nullable().describe('URL of the picture, if any.'),
  isGuest: z.boolean().describe('True for somebody without an account, who came by a share link.'),
  isVerified: z
    .boolean()
    .describe('Of a guest: the e-mail address was confirmed by a code. False for members.'),
});
export type Person = z.infer<typeof Person>;

export const PersonName = z.string().trim().min(1).max(80).describe('Display name, 1–80 characters.');
/** Where guests have addresses that nobody can be reached at or sign in with (RFC 2606 reserves `.invalid`). */
export const GUEST_DOMAIN = 'guests.invalid';
export const Email = z
  .email()
  .max(254)
  .toLowerCase()
  .refine((email) => !email.endsWith(`@${GUEST_DOMAIN}`), 'This is the address of a guest. Use a real one.')
  .describe('E-mail address.');
/** The one password rule, for sign-up, invitations and changes alike (NIST SP 800-63B: length, no composition rules). */
export const Password = z
  .string()
  .min(10, 'Use at least 10 characters.')
  .max(128, 'Use at most 128 characters.')
  .describe('10–128 characters; common passwords are refused.');
export const WorkspaceName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .describe('Name of the workspace, 1–80 characters.');

export const TranscriberInfo = z.object({
  driver: z.enum(['command', 'openai', 'none']).describe('Which driver makes transcripts.'),
  name: z.string().describe('For people, such as “whisper.cpp (ggml-base.en)”.'),
  quality: z.enum(['good', 'basic', 'none']).describe('What to expect of it.'),
  hint: z.string().describe('How to get a better one, in a sentence; empty where there is nothing to add.'),
});
export type TranscriberInfo = z.infer<typeof TranscriberInfo>;

export const SystemInfo = z.object({
  needsSetup: z.boolean().describe('True until the first owner exists.'),
  version: z.string().describe('Version of Playhead.'),
  limits: z.object({
    maxUploadBytes: z.int().describe('Largest file that may be uploaded, in bytes.'),
    maxDurationMs: z.int().describe('Longest video, in milliseconds.'),
  }),
  emailDelivery: z.enum(['smtp', 'outbox']).describe('`outbox`: mails are files below DATA_DIR/outbox.'),
});
export type SystemInfo = z.infer<typeof SystemInfo>;

export const Me = z.object({
  user: Person.extend({ email: z.string().describe('E-mail address.') }),
  workspace: z.object({
    id: WorkspaceId,
    name: z.string().describe('Name of the workspace.'),
    maxRecordingMinutes: z.int().describe('Recordings stop by themselves at this length.'),
  }),
  role: Role,
  workspaces: z
    .array(z.object({ id: WorkspaceId, name: z.string(), role: Role }))
    .describe('All workspaces of this person.'),
  transcriber: TranscriberInfo.nullable().describe(
    'What the workers last reported; null before one has started.',
  ),
});
export type Me = z.infer<typeof Me>;

export const Member = Person.extend({
  email: z.string().describe('E-mail address.'),
  role: Role,
  joinedAt: Instant,
});
export type Member = z.infer<typeof Member>;

export const Invitation = z.object({
  id: InvitationId,
  email: z.string().describe('Whom it is for; only this address can accept it.'),
  role: Role.exclude(['owner']),
  url: z.string().describe('The link to copy.'),
  invitedBy: z.string().describe('Name of the inviter.'),
  expiresAt: Instant,
  createdAt: Instant,
});
export type Invitation = z.infer<typeof Invitation>;

export const InvitationPreview = z.object({
  email: z.string().describe('Whom it is for.'),
  role: Role,
  workspaceName: z.string(),
  invitedBy: z.string(),
  hasAccount: z.boolean().describe('True where this address has an account: sign in to accept.'),
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const ApiKeyScope = z
  .enum(['read', 'write'])
  .describe(
    '`read`: everything its owner can see. `write`: also upload, comment and acknowledge. Never administration.',
  );
export type ApiKeyScope = z.infer<typeof ApiKeyScope>;

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  hint: z.string().describe('The first characters, to tell keys apart.'),
  scopes: z.array(ApiKeyScope),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const accountsContract = oc.tag('Accounts').router({
  system: oc
    .route({
      method: 'GET',
      path: '/system',
      summary: 'What this installation is and whether it needs setting up.',
    })
    .output(SystemInfo),
  setUp: oc
    .route({
      method: 'POST',
      path: '/setup',
      summary: 'Create the owner account and the workspace (first visitor only).',
    })
    .input(z.object({ name: PersonName, email: Email, password: Password, workspaceName: WorkspaceName }))
    .output(Done),
  me: oc.route({ method: 'GET', path: '/me', summary: 'Who I am and where.' }).output(Me),
  updateMe: oc
    .route({ method: 'PATCH', path: '/me', summary: 'Change my name.' })
    .input(z.object({ name: PersonName }))
    .output(Me),
  switchWorkspace: oc
    .route({
      method: 'POST',
      path: '/me/workspace',
      summary: 'Make another of my workspaces the current one of this session.',
    })
    .input(z.object({ workspaceId: WorkspaceId }))
    .output(Me),
});

export const apiKeysContract = oc.tag('API keys').router({
  list: oc.route({ method: 'GET', path: '/api-keys', summary: 'My API keys.' }).output(z.array(ApiKey)),
  create: oc
    .route({ method: 'POST', path: '/api-keys', summary: 'Make an API key; its secret is shown this once.' })
    .input(
      z.object({
        name: z.string().trim().min(1).max(60),
        scopes: z.array(ApiKeyScope).min(1),
        expiresInDays: z.int().min(1).max(3650).optional().describe('Absent: does not expire.'),
      }),
    )
    .output(
      z.object({
        key: ApiKey,
        secret: z.string().describe('The bearer token, `ph_…`. Not stored; copy it now.'),
      }),
    ),
  revoke: oc
    .route({ method: 'DELETE', path: '/api-keys/{id}', summary: 'Revoke one of my API keys, at once.' })
    .input(z.object({ id: ApiKeyId }))
    .output(Done),
});

export const membersContract = oc.tag('Members').router({
  list: oc
    .route({ method: 'GET', path: '/members', summary: 'The people of the workspace.' })
    .output(z.array(Member)),
  changeRole: oc
    .route({ method: 'PATCH', path: '/members/{userId}', summary: "Change a member's role." })
    .input(z.object({ userId: UserId, role: Role }))
    .output(Member),
  remove: oc
    .route({ method: 'DELETE', path: '/members/{userId}', summary: 'Remove a member; what they made stays.' })
    .input(z.object({ userId: UserId }))
    .output(Done),
  updateWorkspace: oc
    .route({ method: 'PATCH', path: '/workspace', summary: 'Rename the workspace, or change its limits.' })
    .input(
      z.object({
        name: WorkspaceName.optional(),
        maxRecordingMinutes: z.int().min(1).max(720).optional(),
      }),
    )
    .output(Done),
});

export const invitationsContract = oc.tag('Invitations').router({
  list: oc
    .route({ method: 'GET', path: '/invitations', summary: 'Open invitations.' })
    .output(z.array(Invitation)),
  create: oc
    .route({
      method: 'POST',
      path: '/invitations',
      summary: 'Invite somebody; the answer holds the link to copy.',
    })
    .input(z.object({ email: Email, role: Role.exclude(['owner']) }))
    .output(Invitation),
  revoke: oc
    .route({ method: 'DELETE', path: '/invitations/{id}', summary: 'Withdraw an invitation.' })
    .input(z.object({ id: InvitationId }))
    .output(Done),
  preview: oc
    .route({
      method: 'GET',
      path: '/invitations/{id}',
      summary: 'What an invitation link is for (no sign-in needed).',
    })
    .input(z.object({ id: InvitationId }))
    .output(InvitationPreview),
  accept: oc
    .route({
      method: 'POST',
      path: '/invitations/{id}/accept',
      summary:
        'Join: with a new account (name and password), or signed in with the invited address (neither).',
    })
    .input(z.object({ id: InvitationId, name: PersonName.optional(), password: Password.optional() }))
    .output(Done),
});
