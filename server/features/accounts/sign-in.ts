import type { ApiContext } from '#server/context.ts';
import type { Auth } from './auth.ts';

/** Signs a person in who has just proved the password, and sends the session cookie with the answer. */
export async function signIn(
  context: ApiContext,
  auth: Auth,
  person: { email: string; password: string },
): Promise<void> {
  const { headers } = await auth.api.signInEmail({
    body: person,
    headers: context.headers,
    returnHeaders: true,
  });
  for (const cookie of headers.getSetCookie()) context.responseHeaders.append('set-cookie', cookie);
}
