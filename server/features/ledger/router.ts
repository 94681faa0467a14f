import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { ledgerContract } from '#shared/ledger.ts';
import { listLedger } from './list-ledger.ts';
import { readRetention, setRetention } from './retention.ts';

const os = implement(ledgerContract).$context<ApiContext>();

export const ledgerRouter = os.router({
  list: os.list.handler(({ input, context }) => listLedger(signedIn(context), input)),
  retention: os.retention.handler(({ context }) => readRetention(signedIn(context))),
  setRetention: os.setRetention.handler(({ input, context }) => setRetention(signedIn(context), input)),
});
