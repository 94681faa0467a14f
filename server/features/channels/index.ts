export { isChannelOn, loadChannels, whoHasChannelOn } from './choices.ts';
export { digestDue } from './digest-times.ts';
export { pushToAll, type PushMessage } from './send-push.ts';
export { makeServerKeys } from './server-keys.ts';
export { unsubscribeUrl, type MailCategory } from './unsubscribe.ts';
export { unsubscribeRoutes } from './unsubscribe-routes.ts';
