import * as z from 'zod';

/**
 * Every error code that the API can answer with, and its HTTP status. A code without a status doesn't compile,
 * because the codes are derived from this table.
 */
export const STATUS_BY_CODE = {
  bad_request: 400,
  invalid_input: 422,
  unauthenticated: 401,
  wrong_password: 401,
  forbidden: 403,
  not_found: 404,
  gone: 410,
  conflict: 409,
  already_set_up: 409,
  length_mismatch: 409,
  payload_too_large: 413,
  rate_limited: 429,
  storage_full: 507,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof STATUS_BY_CODE;
export const ERROR_CODES = Object.keys(STATUS_BY_CODE) as [ErrorCode, ...ErrorCode[]];

/** The one error that verbs throw on purpose. The message says what was wrong, with which value, and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  get status(): (typeof STATUS_BY_CODE)[ErrorCode] {
    return STATUS_BY_CODE[this.code];
  }
}

/** The body of every error response. */
export const ErrorBody = z.object({
  code: z.enum(ERROR_CODES).describe('Stable, machine-readable error code.'),
  message: z.string().describe('What was wrong and what to do, for a person.'),
  requestId: z.string().describe('Quote this when you report a problem; it is in the server log.'),
  details: z.record(z.string(), z.unknown()).optional().describe('Fields and values that explain the error.'),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
