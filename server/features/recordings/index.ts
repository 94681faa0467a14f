export { closeSilentRecordings } from './finish-recording.ts';
