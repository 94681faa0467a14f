import { implement } from '@orpc/server';
import { recording, type ApiContext } from '#server/context.ts';
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
  create: os.create.handler(({ input, context }) => startRecording(recording(context), input)),
  get: os.get.handler(({ input, context }) => getRecording(recording(context), input)),
  describe: os.describe.handler(({ input, context }) => describeRecording(recording(context), input)),
  signSegments: os.signSegments.handler(({ input, context }) => signSegments(recording(context), input)),
  confirmSegment: os.confirmSegment.handler(({ input, context }) =>
    confirmSegment(recording(context), input),
  ),
  heartbeat: os.heartbeat.handler(({ input, context }) => heartbeat(recording(context), input)),
  finish: os.finish.handler(({ input, context }) => finishRecording(recording(context), input)),
  withdraw: os.withdraw.handler(({ input, context }) => withdrawSegments(recording(context), input)),
  saveStrokes: os.saveStrokes.handler(({ input, context }) => saveStrokes(recording(context), input)),
  discard: os.discard.handler(({ input, context }) => discardRecording(recording(context), input)),
});
