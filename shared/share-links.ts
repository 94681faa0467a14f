import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AskOption, AskWhat, Ledger } from './acknowledgements.ts';
import { Done, Instant, ShareLinkId, VideoSlug } from './ids.ts';
import { Email, Person, PersonName } from './people.ts';

/**
 * Share links: one video for people without an account. Whoever has the link's token opens it (`open`) and becomes a guest;
 * from then on requests carry the header `x-share-link: <linkId>` (for `/events`: `?share=<linkId>`), and the cookie that
 * `open` has set proves who it is. States: open → expired (and back, by a later `expiresAt`) | revoked (for good).
 */
export const ShareAllows = z.object({
  canComment: z
    .boolean()
    .describe('Comment, reply, and resolve their own threads. All guests read comments.'),
  canApprove: z.boolean().describe('Answer: approve, ask for changes, acknowledge.'),
  canDownload: z.boolean().describe('Download the video as a file.'),
  canSeeTranscript: z.boolean().describe('Read the transcript and switch captions on.'),
  hasWatermark: z.boolean().describe('The player shows the name of the guest over the picture.'),
});
export type ShareAllows = z.infer<typeof ShareAllows>;

export const DEFAULT_ALLOWS: ShareAllows = {
  canComment: true,
  canApprove: false,
  canDownload: false,
  canSeeTranscript: true,
  hasWatermark: false,
};

export const ShareLabel = z.string().trim().min(1).max(80).describe('For those who share, 1–80 characters.');
export const SharePassword = z
  .string()
  .min(8, 'Use at least 8 characters.')
  .max(128, 'Use at most 128 characters.')
  .describe('8–128 characters. It ends with a change for guests who came with the one before.');
export const EmailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'Write it as example.com.')
  .describe('The part of an address after the @; subdomains are others.');
const AllowedDomains = z.array(EmailDomain).max(20).describe('Who may come; empty: everybody.');
const ShareToken = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('The secret part of the link, 256 random bits, after `/s/`.');

export const ShareLink = z.object({
  id: ShareLinkId,
  label: ShareLabel,
  allows: ShareAllows,
  hasPassword: z.boolean(),
  allowedDomains: z.array(z.string()),
  requiresEmailCode: z.boolean().describe('Guests confirm their address by a code.'),
  expiresAt: Instant.nullable(),
  state: z.enum(['open', 'expired', 'revoked']),
  createdBy: Person,
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  guestCount: z.int().describe('People who have opened it.'),
  openCount: z.int().describe('Openings by all of them.'),
  lastUsedAt: Instant.nullable().describe('When somebody last used it, to the minute.'),
});
export type ShareLink = z.infer<typeof ShareLink>;

export const GuestAnswerKind = z.enum([
  'approved',
  'approved_with_changes',
  'changes_requested',
  'acknowledged',
  'decided',
]);
export type GuestAnswerKind = z.infer<typeof GuestAnswerKind>;

export const GuestAnswer = z.object({
  answer: GuestAnswerKind,
  option: z.string().nullable().describe('What was chosen, with `decided`.'),
  note: z.string().nullable(),
  isVerified: z.boolean().describe('Their address was confirmed when they answered.'),
  answeredAt: Instant,
});
export type GuestAnswer = z.infer<typeof GuestAnswer>;

/** One guest of a link, for those who share it. */
export const ShareGuest = z.object({
  person: Person,
  email: z.string().nullable().describe('As they gave it; see `isVerified`.'),
  isVerified: z
    .boolean()
    .describe('The address was confirmed by a code; otherwise it is only what they wrote.'),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  openings: z.int(),
  watchedMs: z.int().describe('Uniquely watched, in ms.'),
  watchedPercent: z.int().min(0).max(100),
  answers: z.array(GuestAnswer).describe('Newest first; the first one counts.'),
});
export type ShareGuest = z.infer<typeof ShareGuest>;

/** What a visitor still has to give to `open`. */
export const ShareNeeds = z.object({
  password: z.boolean(),
  name: z.boolean(),
  email: z.boolean(),
  code: z.boolean().describe('Call `requestCode` with the address first.'),
});
export type ShareNeeds = z.infer<typeof ShareNeeds>;

export const SharePreview = z.object({
  workspaceName: z.string(),
  title: z.string().nullable().describe('Of the video; null while a password or an address is needed.'),
  needs: ShareNeeds,
  guest: Person.nullable().describe('Who this browser came as before; all `needs` are false then.'),
});
export type SharePreview = z.infer<typeof SharePreview>;

export const ShareSession = z.object({
  linkId: ShareLinkId,
  slug: VideoSlug,
  workspaceName: z.string(),
  guest: Person,
  allows: ShareAllows,
  expiresAt: Instant.nullable().describe('When the link ends.'),
});
export type ShareSession = z.infer<typeof ShareSession>;

const byId = z.object({ id: ShareLinkId });
const bySlug = z.object({ slug: VideoSlug });
const byToken = z.object({ token: ShareToken });

export const shareLinksContract = oc.tag('Share links').router({
  list: oc
    .route({ method: 'GET', path: '/videos/{slug}/share-links', summary: 'The share links of a video.' })
    .input(bySlug)
    .output(z.array(ShareLink)),
  create: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/share-links',
      summary: 'Make a link for people without an account; it is shown this once.',
    })
    .input(
      bySlug.extend({
        label: ShareLabel,
        allows: ShareAllows.partial().default({}).describe('Absent ones: comments and transcript alone.'),
        password: SharePassword.nullable().default(null),
        allowedDomains: AllowedDomains.default([]),
        requiresEmailCode: z.boolean().default(false).describe('Only where SMTP is set up.'),
        expiresAt: Instant.nullable().default(null),
      }),
    )
    .output(
      z.object({
        link: ShareLink,
        token: z.string().describe('Not stored; copy it now.'),
        url: z.string().describe('The link to send.'),
      }),
    ),
  askGuests: oc
    .route({
      method: 'POST',
      path: '/videos/{slug}/guest-asks',
      summary: 'Ask people without an account: each gets a link of their own by e-mail, and answers there.',
    })
    .input(
      bySlug.extend({
        emails: z.array(Email).min(1).max(50),
        ...AskWhat.shape,
      }),
    )
    .output(
      z.object({
        ledger: Ledger,
        links: z
          .array(z.object({ email: z.string(), url: z.string() }))
          .describe('Of those who are asked now, as they were mailed; not stored.'),
      }),
    ),
  update: oc
    .route({ method: 'PATCH', path: '/share-links/{id}', summary: 'Change what a link allows and needs.' })
    .input(
      byId.extend({
        label: ShareLabel.optional(),
        allows: ShareAllows.partial().optional(),
        password: SharePassword.nullable().optional().describe('null: none.'),
        allowedDomains: AllowedDomains.optional(),
        requiresEmailCode: z.boolean().optional().describe('Only where SMTP is set up.'),
        expiresAt: Instant.nullable().optional().describe('null: never.'),
      }),
    )
    .output(ShareLink),
  revoke: oc
    .route({
      method: 'DELETE',
      path: '/share-links/{id}',
      summary: 'End a link, for all its guests, for good.',
    })
    .input(byId)
    .output(Done),
  guests: oc
    .route({
      method: 'GET',
      path: '/share-links/{id}/guests',
      summary: 'Who came by a link, what they watched, and what they answered.',
    })
    .input(byId)
    .output(z.array(ShareGuest)),
  preview: oc
    .route({ method: 'POST', path: '/share/preview', summary: 'What a visitor of a link is asked for.' })
    .input(byToken)
    .output(SharePreview),
  requestCode: oc
    .route({ method: 'POST', path: '/share/code', summary: 'Mail me a code that confirms my address.' })
    .input(byToken.extend({ email: Email }))
    .output(Done),
  open: oc
    .route({
      method: 'POST',
      path: '/share/open',
      summary: 'Come in as a guest; a browser that was here before stays the same guest.',
    })
    .input(
      byToken.extend({
        password: z.string().max(128).optional(),
        name: PersonName.optional().describe('Needed the first time.'),
        email: Email.optional(),
        code: z.string().trim().max(20).optional().describe('The six digits of the mail.'),
      }),
    )
    .output(ShareSession),
  answer: oc
    .route({
      method: 'POST',
      path: '/share/answer',
      summary: 'Answer as a guest: approve, ask for changes, or decide what one is asked to decide.',
    })
    .input(
      z.object({
        answer: GuestAnswerKind,
        option: AskOption.nullable().default(null).describe('With `decided` one of the options, else none.'),
        note: z.string().trim().max(2000).nullable().default(null),
      }),
    )
    .output(GuestAnswer),
});
