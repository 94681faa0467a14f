export { enqueueWebhooks, hasWebhooks, type WebhookMessage } from './enqueue-webhooks.ts';
export { findWebhook, postMessage, recordResult } from './post-message.ts';
