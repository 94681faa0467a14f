export { attachFiles } from './attach-files.ts';
export type { AttachmentRow } from './access.ts';
export { presentAttachment, readAttachments } from './present.ts';
export { findServedAttachment, type ServedAttachment } from './served-attachment.ts';
export { sweepAttachments } from './sweep-attachments.ts';
