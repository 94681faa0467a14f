export { currentRespondent, resolveRespondent } from './current-respondent.ts';
export { remindRequests } from './remind-requests.ts';
