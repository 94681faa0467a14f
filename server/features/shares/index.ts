export { currentGuest, resolveGuest } from './current-guest.ts';
