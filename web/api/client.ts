import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { contract } from 'virtual:contract';
import { ApiError, apiErrorOf } from './api-error.ts';
import { reach } from './reach.ts';
import { shareHeaders } from './share-link.ts';

/** No answer for this long is none: the caller tries again, or says so. */
const PATIENCE_MS = 30_000;

const link = new OpenAPILink(contract, {
  url: `${location.origin}/api`,
  async fetch(request, init) {
    for (const [name, value] of Object.entries(shareHeaders(new URL(request.url).pathname)))
      request.headers.set(name, value);
    const response = await reach(request, { ...init, credentials: 'same-origin', timeoutMs: PATIENCE_MS });
    if (!response.ok) throw await apiErrorOf(response);
    return response;
  },
});

/** The typed client of the whole API. Throws `ApiError`, and `UnreachableError` where no answer came. */
export const api: ContractRouterClient<typeof contract> = createORPCClient(link);

/** Query and mutation options of every procedure. */
export const queries = createTanstackQueryUtils(api);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
