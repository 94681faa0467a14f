import * as z from 'zod';

/** Nothing was handed over, for certain. `isFinal`: it never will be, so that trying again is of no use. */
export class NotSentError extends Error {
  override name = 'NotSentError';
  readonly isFinal: boolean;

  constructor(message: string, options: { isFinal?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.isFinal = options.isFinal ?? false;
  }
}

/** What errors of SMTP (and of files) tell. */
const MailError = z.object({
  message: z.string(),
  code: z.string().optional(),
  syscall: z.string().optional(),
  responseCode: z.number().optional(),
});

/**
 * Null where a mail may have left: the server has neither said no nor been out of reach from the start. What it answers with a
 * number it has refused; 5xx for good (https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1).
 */
export function notSentOf(error: unknown): NotSentError | null {
  if (error instanceof NotSentError) return error;
  const { success, data } = MailError.safeParse(error);
  if (!success) return null;
  const { message, responseCode = 0, syscall = '', code = '' } = data;
  if (responseCode >= 400) return new NotSentError(message, { isFinal: responseCode >= 500, cause: error });
  const isOutOfReach = ['connect', 'getaddrinfo', 'queryA'].includes(syscall) || code === 'EDNS';
  return isOutOfReach ? new NotSentError(message, { cause: error }) : null;
}
