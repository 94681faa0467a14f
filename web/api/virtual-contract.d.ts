/** Made by `contract-plugin.ts`: methods and paths, typed as the whole contract. */
declare module 'virtual:contract' {
  export { contract } from '#shared/contract.ts';
}
