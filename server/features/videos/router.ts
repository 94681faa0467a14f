import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { videosContract } from '#shared/videos.ts';
import { getVideo, removeVideo, restoreVideo, retryVideo, updateVideo } from './change-video.ts';
import { listVideos } from './list-videos.ts';

const os = implement(videosContract).$context<ApiContext>();

export const videosRouter = os.router({
  list: os.list.handler(({ input, context }) => listVideos(signedIn(context), input)),
  get: os.get.handler(({ input, context }) => getVideo(viewer(context), input)),
  update: os.update.handler(({ input, context }) => updateVideo(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeVideo(signedIn(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreVideo(signedIn(context), input)),
  retry: os.retry.handler(({ input, context }) => retryVideo(signedIn(context), input)),
});
