export { closeSilentRecordings } from './finish-recording.ts';
export { readStrokes } from './save-strokes.ts';
export { sweepOrphanedSegments } from './sweep-segments.ts';
