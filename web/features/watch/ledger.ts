import type { Ledger } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';

/** The ledger of a video as a query. */
export function ledgerOptions(slug: VideoSlug) {
  return queries.acknowledgements.ledger.queryOptions({ input: { slug } });
}

/** Shows what an act on the ledger has led to, or says why it could not be. */
export async function act(slug: VideoSlug, work: () => Promise<Ledger>): Promise<boolean> {
  try {
    queryClient.setQueryData(ledgerOptions(slug).queryKey, await work());
    void queryClient.invalidateQueries({ queryKey: queries.videos.key() });
    void queryClient.invalidateQueries({ queryKey: queries.asks.key() });
    return true;
  } catch (error) {
    showToast(errorText(error).message, { isError: true });
    void queryClient.invalidateQueries({ queryKey: ledgerOptions(slug).queryKey });
    return false;
  }
}
