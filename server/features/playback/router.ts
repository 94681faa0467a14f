import { implement } from '@orpc/server';
import { signedIn, viewer, type ApiContext } from '#server/context.ts';
import { playbackContract } from '#shared/playback.ts';
import { getPlayback, getStrokes } from './get-playback.ts';
import { getTranscript } from './get-transcript.ts';
import { listViewers, reportWatched } from './watched.ts';

const os = implement(playbackContract).$context<ApiContext>();

export const playbackRouter = os.router({
  get: os.get.handler(({ input, context }) => getPlayback(viewer(context), input)),
  transcript: os.transcript.handler(({ input, context }) => getTranscript(viewer(context), input)),
  strokes: os.strokes.handler(({ input, context }) => getStrokes(viewer(context), input)),
  reportWatched: os.reportWatched.handler(({ input, context }) => reportWatched(viewer(context), input)),
  viewers: os.viewers.handler(({ input, context }) => listViewers(signedIn(context), input)),
});
