import { minifyContractRouter } from '@orpc/contract';
import type { Plugin } from 'vite';
import { contract } from '#shared/contract.ts';

const ID = 'virtual:contract';

/** Gives the client methods and paths of the contract without its schemas: the server validates, so zod stays out of the first load. */
export function contractPlugin(): Plugin {
  return {
    name: 'playhead-contract',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load: (id) =>
      id === `\0${ID}` ? `export const contract = ${JSON.stringify(minifyContractRouter(contract))};` : null,
  };
}
