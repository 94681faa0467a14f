import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { mayUseRoute } from '#shared/permissions.ts';
import { AppError } from '#shared/errors.ts';
import type { ApiContext } from '#server/context.ts';
import { router } from '#server/router.ts';
import { errorHeaders, errorResponse, toErrorBody } from './error-response.ts';

/** Asks the policy table before every procedure; a procedure without an entry is refused. */
export function assertMayUseRoute(route: string, context: ApiContext): void {
  const answer = mayUseRoute(route, context.actor);
  if (answer === 'unauthenticated') {
    throw new AppError('unauthenticated', 'Sign in first, or send an API key as a bearer token.');
  }
  if (answer === 'forbidden') {
    if (context.actor?.kind === 'guest' || context.actor?.kind === 'respondent')
      throw new AppError('forbidden', 'This link does not allow that. Ask whoever sent it to you.');
    const why = context.actor?.scopes
      ? 'This API key does not allow that.'
      : 'Your role does not allow that.';
    throw new AppError('forbidden', `${why} Ask an admin of the workspace.`);
  }
}

/** Contexts whose procedure was reached: an error before that is the request's, not ours. */
const reached = new WeakSet<ApiContext>();

const handler = new OpenAPIHandler<ApiContext>(router, {
  interceptors: [
    async ({ context, next }) => {
      try {
        return await next();
      } catch (error) {
        const cause = reached.has(context) ? error : malformedRequest(error);
        const { status, body } = toErrorBody(cause, context.requestId, context.log);
        return { matched: true, response: { status, headers: errorHeaders(body), body } };
      }
    },
  ],
  clientInterceptors: [
    async ({ path, context, next }) => {
      reached.add(context);
      assertMayUseRoute(path.join('.'), context);
      return next();
    },
  ],
});

function malformedRequest(error: unknown): unknown {
  if (error instanceof AppError) return error;
  return new AppError(
    'bad_request',
    'The request could not be read. Send JSON with Content-Type: application/json.',
  );
}

/** Answers a request below `/api` from the contract. */
export async function answerFromContract(request: Request, context: ApiContext): Promise<Response> {
  const result = await handler.handle(request, { prefix: '/api', context });
  if (!result.matched) {
    const path = new URL(request.url).pathname;
    const error = new AppError(
      'not_found',
      `There is no ${request.method} ${path}. See /api/docs for what there is.`,
    );
    return errorResponse(error, context.requestId, context.log);
  }
  // Its own answer, not a copy: a copied body is a stream, which costs more than all the rest of a small answer.
  const { response } = result;
  for (const [name, value] of context.responseHeaders) response.headers.append(name, value);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}
