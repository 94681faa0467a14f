export type { Bundle, BundleItem, Notice, NoticeKind } from './bundle.ts';
export { dueText } from './due-text.ts';
export { deliverMail, enqueueMail, type Mail } from './mail.ts';
export { notify } from './notify.ts';
