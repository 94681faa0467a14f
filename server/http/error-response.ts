import { ORPCError, ValidationError } from '@orpc/server';
import type { Logger } from 'pino';
import { AppError, STATUS_BY_CODE, type ErrorBody, type ErrorCode } from '#shared/errors.ts';

/** Turns whatever was thrown into what the caller may know; everything unexpected is logged whole and never echoed. */
export function toErrorBody(
  error: unknown,
  requestId: string,
  log: Logger,
): { status: number; body: ErrorBody } {
  const known = knownError(error);
  if (known) {
    const { code, message, details } = known;
    return {
      status: STATUS_BY_CODE[code],
      body: { code, message, requestId, ...(details ? { details } : {}) },
    };
  }
  log.error({ err: error, requestId }, 'unexpected error');
  return {
    status: 500,
    body: {
      code: 'internal',
      message: `Something went wrong on our side. Try again; if it stays, report it with the id ${requestId}.`,
      requestId,
    },
  };
}

function knownError(error: unknown): Pick<AppError, 'code' | 'message' | 'details'> | null {
  if (error instanceof AppError) return error;
  if (!(error instanceof ORPCError)) return null;
  if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST')
    return invalidInput(error.cause);
  const code = ORPC_CODES[error.code];
  return code ? { code, message: error.message, details: undefined } : null;
}

function invalidInput(cause: ValidationError): Pick<AppError, 'code' | 'message' | 'details'> {
  const issues = cause.issues.map((issue) => ({
    path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  const message = first
    ? `${first.path ? `${first.path}: ` : ''}${first.message}`
    : 'The input is not valid.';
  return { code: 'invalid_input', message, details: { issues } };
}

const ORPC_CODES: Record<string, ErrorCode> = {
  BAD_REQUEST: 'bad_request',
  NOT_FOUND: 'not_found',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
};

/** Headers that belong to an error: never cached, and when to try again. */
export function errorHeaders(body: ErrorBody): Record<string, string> {
  const seconds = body.details?.['retryAfterSeconds'];
  return {
    'cache-control': 'no-store',
    'x-request-id': body.requestId,
    ...(typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {}),
  };
}

/** Makes the response of an ordinary route's error. */
export function errorResponse(error: unknown, requestId: string, log: Logger): Response {
  const { status, body } = toErrorBody(error, requestId, log);
  return Response.json(body, { status, headers: errorHeaders(body) });
}
