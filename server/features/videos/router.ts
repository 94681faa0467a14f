import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { videosContract } from '#shared/videos.ts';
import { getVideo, removeVideo, restoreVideo, retryVideo, updateVideo } from './change-video.ts';
import { listVideos } from './list-videos.ts';
import { readChanges } from './version-changes.ts';
import { listVersions, makeCurrent, removeVersion, restoreVersion } from './versions.ts';

const os = implement(videosContract).$context<ApiContext>();

export const videosRouter = os.router({
  list: os.list.handler(({ input, context }) => listVideos(signedIn(context), input)),
  get: os.get.handler(({ input, context }) => getVideo(viewer(context), input)),
  update: os.update.handler(({ input, context }) => updateVideo(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeVideo(signedIn(context), input)),
  restore: os.restore.handler(({ input, context }) => restoreVideo(signedIn(context), input)),
  versions: os.versions.handler(({ input, context }) => listVersions(viewer(context), input)),
  makeCurrent: os.makeCurrent.handler(({ input, context }) => makeCurrent(signedIn(context), input)),
  removeVersion: os.removeVersion.handler(({ input, context }) => removeVersion(signedIn(context), input)),
  restoreVersion: os.restoreVersion.handler(({ input, context }) => restoreVersion(signedIn(context), input)),
  changes: os.changes.handler(({ input, context }) => readChanges(viewer(context), input)),
  retry: os.retry.handler(({ input, context }) => retryVideo(signedIn(context), input)),
});
