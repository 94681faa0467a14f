export { carryAsks } from './carry-asks.ts';
export { askTitle, assertAskable, dueTimes, insertAsks } from './insert-asks.ts';
export { answerAsGuestAsked } from './answer-as-guest-asked.ts';
export { publishAcknowledgement } from './publish-acknowledgement.ts';
export { ledgerOf } from './read-ledger.ts';
export { settleWatched } from './settle-watched.ts';
