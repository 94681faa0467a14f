export type { Bundle, BundleItem, Notice, NoticeKind } from './bundle.ts';
export { deliverDue } from './deliver.ts';
export { dueText } from './due-text.ts';
export { deliverMail, enqueueMail, type Mail } from './mail.ts';
export { notify } from './notify.ts';
export { reopenAsk, settleAsks } from './settle-asks.ts';
export { consumeUrgent } from './urgent.ts';
