export type { Bundle, BundleItem, Notice, NoticeKind } from './bundle.ts';
export { deliverBundle, mailOf } from './channels/deliver-bundle.ts';
export { deliverMail, enqueueMail, type Mail } from './mail.ts';
export { CATEGORY_OF } from './mails/bundle-content.ts';
export { dueLine, localTime, type MailCard, type MailContent, type MailGroup } from './mails/mail-content.ts';
export { notify } from './notify.ts';
