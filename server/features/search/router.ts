import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { searchContract } from '#shared/search.ts';
import { findVideos } from './find-videos.ts';

const os = implement(searchContract).$context<ApiContext>();

export const searchRouter = os.router({
  find: os.find.handler(({ input, context }) => findVideos(signedIn(context), input)),
});
