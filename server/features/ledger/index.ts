export { appendEntries, appendToLedger, partyOf, type EvidenceActor, type NewEntry } from './append.ts';
