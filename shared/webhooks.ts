import { oc } from '@orpc/contract';
import * as z from 'zod';
import { Done, Instant, SpaceId, WebhookId } from './ids.ts';

export const WEBHOOK_EVENTS = ['video_ready', 'new_version', 'comment', 'ask_answered', 'decision'] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

export const Webhook = z.object({
  id: WebhookId,
  name: z.string(),
  address: z.string().describe('The address without its secret part.'),
  spaceId: SpaceId.nullable().describe('Null: what everybody in the workspace can see.'),
  events: z.array(WebhookEvent),
  lastSuccessAt: Instant.nullable(),
  lastFailureAt: Instant.nullable(),
  lastError: z.string().nullable().describe('Of the last failure, a sentence.'),
  lostCount: z.int().describe('Messages given up since the last one that arrived.'),
});
export type Webhook = z.infer<typeof Webhook>;

export const NewWebhook = z.object({
  name: z.string().trim().min(1).max(60),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
    .max(2000)
    .describe('Slack-compatible incoming webhook. It is a secret, and is not shown again.'),
  spaceId: SpaceId.nullable().describe('Only of this space; null: of all that everybody can see.'),
  events: z.array(WebhookEvent).min(1, 'choose one at least'),
});
export type NewWebhook = z.infer<typeof NewWebhook>;

export const webhooksContract = oc.tag('Webhooks').router({
  list: oc
    .route({ method: 'GET', path: '/webhooks', summary: 'Webhooks of the workspace, and how they do.' })
    .output(z.array(Webhook)),
  create: oc
    .route({ method: 'POST', path: '/webhooks', summary: 'Post events to a chat.' })
    .input(NewWebhook)
    .output(Webhook),
  test: oc
    .route({ method: 'POST', path: '/webhooks/{id}/test', summary: 'Post a test message now.' })
    .input(z.object({ id: WebhookId }))
    .output(Webhook),
  remove: oc
    .route({ method: 'DELETE', path: '/webhooks/{id}', summary: 'Post no more to it.' })
    .input(z.object({ id: WebhookId }))
    .output(Done),
});
