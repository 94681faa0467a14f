/** Limits of what goes with a comment; without schemas, so that pages can have them at no cost. */
export const MAX_ATTACHMENTS = 10;
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024;
/** What an attachment is that no browser is to show: it is only ever saved. */
export const OPAQUE_TYPE = 'application/octet-stream';
