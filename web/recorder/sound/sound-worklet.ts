/// <reference lib="webworker" />

/** What an AudioWorklet's global scope has and TypeScript's libraries do not know. */
declare const currentFrame: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const CHUNK_FRAMES = 1024;

/**
 * Hands the mixed sound to the studio's worker in chunks of 1024 frames, each with its place in the count of the audio
 * clock, so that what is lost on the way shows as a hole in the count, and with the time at which it was whole: the worker
 * may be busy when it arrives, the audio thread is not.
 */
class SoundTap extends AudioWorkletProcessor {
  #out: MessagePort | null = null;
  #channels: Float32Array[] = [];
  #length = 0;
  #from = 0;

  constructor() {
    super();
    this.port.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => (this.#out = data));
    this.port.start();
  }

  process([input = []]: Float32Array[][]): boolean {
    const frames = input[0]?.length ?? 128;
    if (this.#length === 0) {
      this.#from = currentFrame;
      this.#channels = [new Float32Array(CHUNK_FRAMES), new Float32Array(CHUNK_FRAMES)];
    }
    for (const [index, channel] of this.#channels.entries()) {
      const samples = input[index] ?? input[0];
      if (samples) channel.set(samples, this.#length);
    }
    this.#length += frames;
    if (this.#length >= CHUNK_FRAMES) {
      const channels = this.#channels;
      this.#out?.postMessage(
        { frame: this.#from, wholeAt: Date.now(), channels },
        channels.map((channel) => channel.buffer),
      );
      this.#length = 0;
    }
    return true;
  }
}

registerProcessor('sound-tap', SoundTap);
