import type { ApiContext } from '#server/context.ts';
import { CLIENT_ADDRESS_HEADER, type Auth } from './auth.ts';

/** Signs a person in who has just proved the password, and sends the session cookie with the answer. */
export async function signIn(
  context: ApiContext,
  auth: Auth,
  person: { email: string; password: string },
): Promise<void> {
  const sent = new Headers(context.headers);
  sent.set(CLIENT_ADDRESS_HEADER, context.clientAddress);
  const { headers } = await auth.api.signInEmail({
    body: person,
    headers: sent,
    returnHeaders: true,
  });
  for (const cookie of headers.getSetCookie()) context.responseHeaders.append('set-cookie', cookie);
}
