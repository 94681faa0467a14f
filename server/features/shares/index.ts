export { countTokenTry } from './access.ts';
export { currentGuest, resolveGuest } from './current-guest.ts';
export { forgetGuests } from './forget-guests.ts';
export { guestCookie, guestSecretIn, hashOf, newSecret } from './secrets.ts';
