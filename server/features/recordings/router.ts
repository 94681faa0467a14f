import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { recordingsContract } from '#shared/recordings.ts';
import { describeRecording } from './describe-recording.ts';
import { discardRecording } from './discard-recording.ts';
import { finishRecording } from './finish-recording.ts';
import { heartbeat } from './keep-alive.ts';
import { saveStrokes } from './save-strokes.ts';
import { getRecording, startRecording } from './start-recording.ts';
import { confirmSegment, signSegments } from './upload-segments.ts';
import { withdrawSegments } from './withdraw-segments.ts';

const os = implement(recordingsContract).$context<ApiContext>();

export const recordingsRouter = os.router({
  create: os.create.handler(({ input, context }) => startRecording(signedIn(context), input)),
  get: os.get.handler(({ input, context }) => getRecording(signedIn(context), input)),
  describe: os.describe.handler(({ input, context }) => describeRecording(signedIn(context), input)),
  signSegments: os.signSegments.handler(({ input, context }) => signSegments(signedIn(context), input)),
  confirmSegment: os.confirmSegment.handler(({ input, context }) => confirmSegment(signedIn(context), input)),
  heartbeat: os.heartbeat.handler(({ input, context }) => heartbeat(signedIn(context), input)),
  finish: os.finish.handler(({ input, context }) => finishRecording(signedIn(context), input)),
  withdraw: os.withdraw.handler(({ input, context }) => withdrawSegments(signedIn(context), input)),
  saveStrokes: os.saveStrokes.handler(({ input, context }) => saveStrokes(signedIn(context), input)),
  discard: os.discard.handler(({ input, context }) => discardRecording(signedIn(context), input)),
});
