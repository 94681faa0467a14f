import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  canEncodeAudio,
  CmafOutputFormat,
  EncodedPacket,
  EncodedVideoPacketSource,
  HlsOutputFormat,
  Output,
  PathedTarget,
} from 'mediabunny';
import { SEGMENT_TARGET_MS } from '#shared/recording-times.ts';
import type { SoundBlock } from '../sound/sound-timeline.ts';
import { AUDIO_BITRATE } from './video-encoding.ts';

/** Loads the AAC encoder (1 MB) where the browser has none. */
export async function ensureAacEncoder(sampleRate: number): Promise<boolean> {
  const wanted = { numberOfChannels: 2, sampleRate, bitrate: AUDIO_BITRATE };
  if (await canEncodeAudio('aac', wanted)) return true;
  const { registerAacEncoder } = await import('@mediabunny/aac-encoder');
  registerAacEncoder();
  return canEncodeAudio('aac', wanted);
}

/** A piece within its run: times count from the run's start. */
export interface RunPiece {
  kind: 'init' | 'media';
  bytes: Uint8Array<ArrayBuffer>;
  startMs: number;
  durationMs: number;
}

/**
 * One unbroken stretch of a recording, with one init segment: encoded picture and sound become CMAF segments of about two
 * seconds, each from a keyframe. A new run begins where something was recorded over, or the size changed.
 */
export class CmafRun {
  readonly #output: Output;
  readonly #video = new EncodedVideoPacketSource('avc');
  readonly #audio: AudioSampleSource | null;
  readonly #sampleRate: number;
  readonly #files = new Map<string, ArrayBuffer>();
  readonly #onPiece: (piece: RunPiece) => void;
  #adding: Promise<void> = Promise.resolve();
  #emitted = 0;
  #hasInit = false;
  #positionMs = 0;
  #endMs: number | null = null;

  private constructor(input: Parameters<typeof CmafRun.start>[0]) {
    this.#onPiece = input.onPiece;
    this.#sampleRate = input.sampleRate;
    this.#output = new Output({
      format: new HlsOutputFormat({
        segmentFormat: new CmafOutputFormat(),
        targetDuration: SEGMENT_TARGET_MS / 1000,
        live: true,
        getInitPath: () => 'init',
        getSegmentPath: ({ n }) => `segment-${n}`,
        // The playlist names a segment once it is whole, and knows its length.
        onPlaylist: (text) => this.#emit(text),
      }),
      target: new PathedTarget('master.m3u8', ({ path }) => {
        const target = new BufferTarget();
        target.on('finalized', () => {
          if (target.buffer && !path.endsWith('.m3u8')) this.#files.set(path, target.buffer);
        });
        return target;
      }),
    });
    this.#output.addVideoTrack(this.#video);
    this.#audio = input.hasSound
      ? new AudioSampleSource({
          codec: 'aac',
          bitrate: AUDIO_BITRATE,
          onEncoderConfig: ({ codec }) => input.onAudioCodec(codec),
        })
      : null;
    if (this.#audio) this.#output.addAudioTrack(this.#audio);
  }

  static async start(input: {
    hasSound: boolean;
    sampleRate: number;
    onPiece: (piece: RunPiece) => void;
    onAudioCodec: (codec: string) => void;
  }): Promise<CmafRun> {
    const run = new CmafRun(input);
    await run.#output.start();
    return run;
  }

  /** In order of decoding, which here is that of showing. */
  addVideo(chunk: EncodedVideoChunk, meta: EncodedVideoChunkMetadata | undefined): void {
    this.#add(() => this.#video.add(EncodedPacket.fromEncodedChunk(chunk), meta));
  }

  addSound({ positionMs, channels }: SoundBlock): void {
    const audio = this.#audio;
    const length = channels[0]?.length ?? 0;
    if (!audio || length === 0) return;
    const data = new Float32Array(length * channels.length);
    for (const [i, channel] of channels.entries()) data.set(channel, i * length);
    this.#add(async () => {
      const sample = new AudioSample({
        data,
        format: 'f32-planar',
        numberOfChannels: channels.length,
        sampleRate: this.#sampleRate,
        timestamp: positionMs / 1000,
      });
      await audio.add(sample);
      sample.close();
    });
  }

  /** The picture ends at `endMs` of this run. What goes wrong inside is thrown here, at the latest. */
  async end(endMs: number): Promise<void> {
    await this.#adding;
    this.#endMs = endMs;
    await this.#output.finalize();
  }

  async cancel(): Promise<void> {
    await this.#adding.catch(() => undefined);
    await this.#output.cancel().catch(() => undefined);
  }

  /** Rejects with the first error of encoding or packaging. */
  get health(): Promise<void> {
    return this.#adding;
  }

  #add(work: () => Promise<void>): void {
    this.#adding = this.#adding.then(work);
    this.#adding.catch(() => undefined);
  }

  #emit(playlist: string): void {
    if (!this.#hasInit) this.#hasInit = this.#give('init', 'init', 0);
    const entries = [...playlist.matchAll(/#EXTINF:([\d.]+),[^\n]*\n(segment-\d+)/g)];
    for (const [i, [, seconds, path]] of entries.entries()) {
      if (i < this.#emitted) continue;
      // Sound ends in whole AAC frames, a little behind the picture: what follows must not wait for that.
      const isEnd = this.#endMs !== null && i === entries.length - 1;
      const durationMs = isEnd ? (this.#endMs ?? 0) - this.#positionMs : Number(seconds) * 1000;
      if (!this.#give('media', path ?? '', durationMs)) return;
      this.#emitted++;
    }
  }

  #give(kind: 'init' | 'media', path: string, durationMs: number): boolean {
    const buffer = this.#files.get(path);
    if (!buffer) return false;
    this.#files.delete(path);
    this.#onPiece({ kind, bytes: new Uint8Array(buffer), startMs: this.#positionMs, durationMs });
    this.#positionMs += durationMs;
    return true;
  }
}
