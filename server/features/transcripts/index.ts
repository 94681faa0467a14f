export { readTranscript, type StoredTranscript } from './read-transcript.ts';
export { saveTranscript, setTranscriptState } from './save-transcript.ts';
