import * as z from 'zod';

/** Why a video failed, and what a person should know and do. Never `internal`: each code is one that they can act on. */
export const FAILURES = {
  empty_file: 'The file is empty. Choose the file again and upload it once more.',
  not_a_video: 'This file is not a video that can be read. Upload an MP4, MOV, WebM, MKV or AVI file.',
  no_video_stream: 'The file has no picture, only sound. Upload a file with a video track.',
  playlist_refused: 'This is a playlist, not a video. Upload the video file itself.',
  encrypted: 'The video is encrypted (DRM). Upload a copy without protection.',
  truncated: 'The file is incomplete: its end is missing. Upload the whole file once more.',
  unsupported_codec:
    'The video uses a codec that can’t be read here. Export it as H.264 and upload it again.',
  no_decodable_frames:
    'No picture of the video can be decoded; the file is damaged. Export it again and upload the new file.',
  too_long:
    'The video is longer than this installation allows. Cut it, or ask an admin to raise MAX_DURATION_MINUTES.',
  too_many_pixels: 'The picture is larger than 8192 pixels on a side. Export it smaller and upload it again.',
  processing_timeout:
    'Processing took too long and was stopped. Retry; if it fails again, export the video with a lower resolution.',
  processing_failed:
    'Processing failed several times. Retry; if it fails again, export the video as H.264 MP4 and upload it again.',
  recording_empty:
    'Nothing of the recording has arrived. If the recorder still offers to finish the upload, do that; otherwise record again.',
} as const;

export const FailureCode = z
  .enum(Object.keys(FAILURES) as [keyof typeof FAILURES, ...(keyof typeof FAILURES)[]])
  .describe('Why the video failed.');
export type FailureCode = z.infer<typeof FailureCode>;
