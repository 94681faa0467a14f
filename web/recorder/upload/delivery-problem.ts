import { ApiError } from '../../api/api-error.ts';
import { PutError } from '../../api/put-object.ts';
import { UnreachableError } from '../../api/reach.ts';

/** What holds the upload up; recording never stops because of it. */
export type ProblemKind =
  | 'offline'
  | 'unreachable'
  | 'busy'
  | 'signedOut'
  | 'otherAccount'
  | 'tooLarge'
  | 'refused'
  /** The server will never take it: it was thrown away there. */
  | 'gone';

export interface DeliveryProblem {
  kind: ProblemKind;
  /** For a person: what it is, and what happens or is to be done. */
  message: string;
}

const MESSAGES: Record<ProblemKind, string> = {
  offline: 'You are offline. Everything is kept on this device; uploading goes on by itself.',
  unreachable:
    'The server can’t be reached right now. Everything is kept on this device; uploading goes on by itself.',
  busy: 'The server is busy. Uploading goes on by itself in a moment.',
  signedOut: 'You were signed out. Sign in again to go on uploading; nothing is lost.',
  otherAccount: 'This recording belongs to another account. Sign in with that one to finish its upload.',
  tooLarge:
    'A proxy between here and the server refuses pieces of this size. Ask your admin to allow bodies of 64 MB; uploading goes on by itself.',
  refused: 'The store refuses the upload at the moment. It is tried again by itself.',
  gone: 'This recording was thrown away on the server.',
};

/** What an error of an API call or a PUT means for a recording's upload. */
export function problemOf(error: unknown, isOnline: boolean): DeliveryProblem {
  const kind = kindOf(error, isOnline);
  return { kind, message: MESSAGES[kind] };
}

function kindOf(error: unknown, isOnline: boolean): ProblemKind {
  if (!isOnline) return 'offline';
  if (error instanceof ApiError) {
    if (error.code === 'unauthenticated') return 'signedOut';
    if (error.code === 'gone') return 'gone';
    if (error.code === 'not_found' || error.code === 'forbidden') return 'otherAccount';
  }
  if (error instanceof ApiError || error instanceof PutError) {
    if (error.status === 0) return 'unreachable';
    if (error.status === 413) return 'tooLarge';
    if (error.status === 429 || error.status === 503) return 'busy';
    return error.status >= 500 ? 'unreachable' : 'refused';
  }
  return error instanceof UnreachableError ? 'unreachable' : 'refused';
}

/** How long the answer asked to wait; null where it did not. */
export function askedWait(error: unknown): number | null {
  return error instanceof ApiError || error instanceof PutError ? error.retryAfterMs : null;
}
