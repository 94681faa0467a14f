import { asking } from './asking.ts';
import { liveComments, manyComments, postComment } from './comments.ts';
import { inbox } from './inbox.ts';
import { digest } from './digest.ts';
import { rollUp } from './roll-up.ts';
import { transcode } from './transcode.ts';
import { recorderFrames, recorderHeap } from './recorder.ts';
import { uploadThroughput } from './upload-throughput.ts';
import { opening } from './opening.ts';
import { memory } from './memory.ts';
import { stopToPlayable } from './stop-to-playable.ts';
import { firstFrame } from './first-frame.ts';
import { reel } from './reel.ts';
import { watchProgress } from './watch-progress.ts';
import type { Bench, Figure } from './figure.ts';

/** `bin/bench`: every figure, or the named ones; exit status 1 where one misses its goal. */
const BENCHES: Record<string, Bench> = {
  'stop-to-playable': stopToPlayable,
  'first-frame': firstFrame,
  reel,
  'recorder-frames': recorderFrames,
  'recorder-heap': recorderHeap,
  'upload-throughput': uploadThroughput,
  'live-comments': liveComments,
  'post-comment': postComment,
  'many-comments': manyComments,
  inbox,
  digest,
  'roll-up': rollUp,
  'watch-progress': watchProgress,
  asking,
  opening,
  transcode,
  memory,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for await (const figure of bench()) {
    figures.push(figure);
    console.log(JSON.stringify(figure));
  }
}
process.exit(figures.every((figure) => figure.ok) ? 0 : 1);
