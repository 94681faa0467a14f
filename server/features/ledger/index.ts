export { appendToLedger, partyOf, type NewEntry } from './append.ts';
