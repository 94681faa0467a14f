export { attachFiles } from './attach-files.ts';
export { presentAttachments } from './present.ts';
export { findServedAttachment, type ServedAttachment } from './served-attachment.ts';
export { sweepAttachments } from './sweep-attachments.ts';
