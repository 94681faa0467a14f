import {
  BufferTarget,
  canEncodeAudio,
  canEncodeVideo,
  CmafOutputFormat,
  HlsOutputFormat,
  MediaStreamAudioTrackSource,
  MediaStreamVideoTrackSource,
  Output,
  PathedTarget,
} from 'mediabunny';
import { SEGMENT_TARGET_MS } from '#shared/recordings.ts';
import type { EncodedPiece, Encoder } from './encoder.ts';

/** True where WebCodecs can make H.264 with AAC here; loads the AAC encoder (1 MB) where the browser has none. */
export async function canEncodeCmaf(hasAudio: boolean): Promise<boolean> {
  if (!('VideoEncoder' in window) || !(await canEncodeVideo('avc', { width: 1280, height: 720 })))
    return false;
  if (!hasAudio || (await canEncodeAudio('aac'))) return true;
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder');
  registerAacEncoder();
  return canEncodeAudio('aac');
}

/** WebCodecs through mediabunny: CMAF segments of two seconds, each from a keyframe, with picture and sound together. */
export async function startCmafEncoder(input: {
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
  bitrate: number;
  onPiece: (piece: EncodedPiece) => void;
  onCodecs: (codecs: string) => void;
  onError: (error: unknown) => void;
}): Promise<Encoder> {
  const files = new Map<string, ArrayBuffer>();
  let emitted = 0;
  let positionMs = 0;

  const emit = (kind: 'init' | 'media', index: number, path: string, durationMs: number) => {
    const buffer = files.get(path);
    if (!buffer) return false;
    files.delete(path);
    input.onPiece({
      kind,
      index,
      bytes: new Uint8Array(buffer),
      startMs: Math.round(positionMs),
      durationMs,
    });
    positionMs += durationMs;
    return true;
  };
  const output = new Output({
    format: new HlsOutputFormat({
      segmentFormat: new CmafOutputFormat(),
      targetDuration: SEGMENT_TARGET_MS / 1000,
      live: true,
      getInitPath: () => 'init',
      getSegmentPath: ({ n }) => `segment-${n}`,
      // The playlist names a segment once it is whole, and knows its length.
      onPlaylist(content) {
        emit('init', 0, 'init', 0);
        const entries = [...content.matchAll(/#EXTINF:([\d.]+),[^\n]*\n(segment-\d+)/g)];
        for (const [, seconds, path] of entries.slice(emitted)) {
          if (!emit('media', emitted, path ?? '', Number(seconds) * 1000)) return;
          emitted++;
        }
      },
    }),
    target: new PathedTarget('master.m3u8', ({ path }) => {
      const target = new BufferTarget();
      target.on('finalized', () => {
        if (target.buffer && !path.endsWith('.m3u8')) files.set(path, target.buffer);
      });
      return target;
    }),
  });
  const codecs: string[] = [];
  const noteCodec = (codec: string) => {
    if (!codecs.includes(codec)) codecs.push(codec);
    if (codecs.length === (input.audio ? 2 : 1)) input.onCodecs(codecs.join(','));
  };
  const video = new MediaStreamVideoTrackSource(input.video as MediaStreamVideoTrack, {
    codec: 'avc',
    bitrate: input.bitrate,
    keyFrameInterval: SEGMENT_TARGET_MS / 1000,
    latencyMode: 'realtime',
    sizeChangeBehavior: 'contain',
    onEncoderConfig: (config) => noteCodec(config.codec),
  });
  void video.errorPromise.catch(input.onError);
  output.addVideoTrack(video);
  const audio = input.audio
    ? new MediaStreamAudioTrackSource(input.audio as MediaStreamAudioTrack, {
        codec: 'aac',
        bitrate: 128_000,
        onEncoderConfig: (config) => noteCodec(config.codec),
      })
    : null;
  if (audio) {
    void audio.errorPromise.catch(input.onError);
    output.addAudioTrack(audio);
  }
  await output.start();
  return {
    format: 'cmaf',
    pause() {
      video.pause();
      audio?.pause();
    },
    resume() {
      video.resume();
      audio?.resume();
    },
    async stop() {
      await output.finalize();
      return { mediaCount: emitted, durationMs: Math.round(positionMs) };
    },
    async cancel() {
      await output.cancel();
    },
  };
}
