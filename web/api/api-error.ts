import { retryAfter } from './put-object.ts';
import type { ErrorBody, ErrorCode } from '#shared/errors.ts';

/** What the API refused. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly details: Record<string, unknown> | undefined;
  /** When the answer said how long to wait. */
  readonly retryAfterMs: number | null;

  constructor(status: number, body: ErrorBody, retryAfterMs: number | null = null) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.details = body.details;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The error of an answer that is not ok. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  const waitMs = retryAfter(response.headers.get('retry-after'));
  // A proxy in between may answer with anything.
  if (body?.code && body.message)
    return new ApiError(response.status, { requestId: '', ...body } as ErrorBody, waitMs);
  const message =
    response.status === 413
      ? 'A proxy in between refused the request as too large.'
      : `The server answered ${response.status}. Try again in a moment.`;
  const requestId = response.headers.get('x-request-id') ?? '';
  return new ApiError(response.status, { code: 'unavailable', message, requestId }, waitMs);
}

/** A sentence for a person, whatever was thrown. */
export function errorText(error: unknown): { message: string; requestId: string | null } {
  if (error instanceof ApiError)
    return {
      message: error.message.replace(/^\w+: /, (s) => s.charAt(0).toUpperCase() + s.slice(1)),
      requestId: error.requestId || null,
    };
  return {
    // The browser's own words are for us, not for a person.
    message:
      error instanceof Error && !(error instanceof TypeError)
        ? error.message
        : 'Something went wrong. Reload the page.',
    requestId: null,
  };
}

export function isCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof ApiError && error.code === code;
}
