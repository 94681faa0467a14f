export { currentGuest, resolveGuest } from './current-guest.ts';
export { forgetGuests } from './forget-guests.ts';
