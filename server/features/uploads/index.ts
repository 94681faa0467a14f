export { sweepStaleUploads } from './sweep-uploads.ts';
