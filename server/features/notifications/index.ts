export { deliverMail, enqueueMail, type Mail } from './mail.ts';
