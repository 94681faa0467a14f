export { forgetOldEntries } from './retention.ts';
export { appendEntries, appendToLedger, partyOf, type AbsentActor, type NewEntry } from './append.ts';
