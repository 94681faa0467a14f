import { apiErrorOf, ApiError } from './api-error.ts';
import { reach } from './reach.ts';

/** One of my sessions, as better-auth tells. */
export interface Session {
  id: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await reach(`/api/auth${path}`, {
    method,
    credentials: 'same-origin',
    ...(method === 'POST'
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
      : {}),
  });
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401 && path === '/sign-in/email') {
    throw new ApiError(401, {
      code: 'wrong_password',
      message: 'The e-mail address or the password is not right.',
      requestId: '',
    });
  }
  if (response.status === 400 && path === '/change-password') {
    throw new ApiError(400, {
      code: 'wrong_password',
      message: 'The current password is not right.',
      requestId: '',
    });
  }
  throw await apiErrorOf(response);
}

/** Sign-in and sessions, by better-auth's own routes. */
export const auth = {
  signIn: (email: string, password: string) => call<unknown>('POST', '/sign-in/email', { email, password }),
  signOut: () => call<unknown>('POST', '/sign-out'),
  currentSession: () => call<{ session: Session } | null>('GET', '/get-session'),
  sessions: () => call<Session[]>('GET', '/list-sessions'),
  revokeSession: (token: string) => call<unknown>('POST', '/revoke-session', { token }),
  revokeOtherSessions: () => call<unknown>('POST', '/revoke-other-sessions'),
  changePassword: (currentPassword: string, newPassword: string) =>
    call<unknown>('POST', '/change-password', { currentPassword, newPassword, revokeOtherSessions: true }),
};
