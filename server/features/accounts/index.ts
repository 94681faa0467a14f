export { revokeApiKeysOf } from './api-keys.ts';
export { createAuth, type Auth } from './auth.ts';
export { authRoutes } from './auth-routes.ts';
export { createAccount } from './create-account.ts';
export { personOf } from './person.ts';
export { hashPassword, verifyPassword } from 'better-auth/crypto';
export { consumeRateLimit, giveBackTry } from './rate-limit.ts';
export { resolveActor } from './resolve-actor.ts';
export { signIn } from './sign-in.ts';
