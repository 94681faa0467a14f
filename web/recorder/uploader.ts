import type { RecordingId } from '#shared/ids.ts';
import { api } from '../api/client.ts';
import { ApiError, errorText, isCode } from '../api/api-error.ts';
import type { RecordingInfo, Spool, SpooledSegment } from './spool.ts';

const IN_FLIGHT = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface UploadState {
  /** Bytes on this device that the server has not confirmed. */
  pendingBytes: number;
  confirmedBytes: number;
  /** What holds it up, for a person; null while all is well. */
  problem: string | null;
  /** All is confirmed and the recording is closed: the page may be left. */
  isComplete: boolean;
  /** It can't go on: the recording was discarded elsewhere, or is not ours. */
  isDead: boolean;
}

/**
 * Uploads the pieces of one recording, a few at a time, each for as long as it takes. The local copy goes only after the
 * server has verified it at the store. Offline is a state here, not an error.
 */
export class Uploader {
  readonly #id: RecordingId;
  readonly #spool: Spool;
  readonly #queue: SpooledSegment[] = [];
  readonly #onChange: (state: UploadState) => void;
  #state: UploadState = {
    pendingBytes: 0,
    confirmedBytes: 0,
    problem: null,
    isComplete: false,
    isDead: false,
  };
  #active = 0;
  #end: RecordingInfo['end'] = null;
  #isFinished = false;
  #isFinishing = false;

  constructor(id: RecordingId, spool: Spool, onChange: (state: UploadState) => void) {
    this.#id = id;
    this.#spool = spool;
    this.#onChange = onChange;
  }

  add(segment: SpooledSegment): void {
    this.#queue.push(segment);
    this.#change({ pendingBytes: this.#state.pendingBytes + segment.sizeBytes });
    this.#pump();
  }

  /** Stop was pressed: tells the server at once how much there is, so that the link is whole as soon as the last piece is. */
  finish(end: NonNullable<RecordingInfo['end']>): void {
    this.#end = end;
    void this.#finish();
  }

  stop(): void {
    this.#change({ isDead: true });
  }

  #change(change: Partial<UploadState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }

  #pump(): void {
    while (this.#active < IN_FLIGHT && this.#queue.length > 0 && !this.#state.isDead) {
      const segment = this.#queue.shift();
      if (!segment) return;
      this.#active++;
      void this.#untilDone(() => this.#upload(segment)).then((isDone) => {
        this.#active--;
        if (isDone) {
          const { pendingBytes, confirmedBytes } = this.#state;
          this.#change({
            pendingBytes: pendingBytes - segment.sizeBytes,
            confirmedBytes: confirmedBytes + segment.sizeBytes,
          });
        }
        this.#pump();
        void this.#complete();
      });
    }
  }

  async #upload(segment: SpooledSegment): Promise<void> {
    const bytes = await this.#spool.read(this.#id, segment);
    if (bytes) {
      const [put] = await api.recordings.signSegments({ id: this.#id, segments: [segment] });
      if (!put) throw new Error('nothing was signed');
      const answer = await fetch(put.url, { method: 'PUT', headers: put.headers, body: bytes });
      if (!answer.ok) throw new Error(`The store answered ${answer.status}.`);
    }
    await api.recordings.confirmSegment({ id: this.#id, segment });
    await this.#spool.remove(this.#id, segment);
  }

  async #finish(): Promise<void> {
    const end = this.#end;
    if (!end || this.#isFinishing) return;
    this.#isFinishing = true;
    this.#isFinished = await this.#untilDone(async () => {
      await api.recordings.finish({ id: this.#id, ...end });
    });
    await this.#complete();
  }

  async #complete(): Promise<void> {
    if (!this.#isFinished || this.#active > 0 || this.#queue.length > 0 || this.#state.isComplete) return;
    await this.#spool.removeAll(this.#id);
    this.#change({ isComplete: true, problem: null });
  }

  /** Tries again with a growing, jittered wait until it works; false where it never will. */
  async #untilDone(work: () => Promise<void>): Promise<boolean> {
    for (let wait = FIRST_WAIT_MS; !this.#state.isDead; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await work();
        if (this.#state.problem) this.#change({ problem: null });
        return true;
      } catch (error) {
        if (isCode(error, 'gone') || isCode(error, 'not_found')) {
          this.#change({ isDead: true, problem: errorText(error).message });
          return false;
        }
        this.#change({ problem: problemOf(error) });
        await waitFor(wait * (0.5 + Math.random()));
      }
    }
    return false;
  }
}

function problemOf(error: unknown): string {
  if (isCode(error, 'unauthenticated'))
    return 'You were signed out. Sign in again in another tab; uploading goes on by itself.';
  if (error instanceof ApiError && error.status < 500) return error.message;
  return navigator.onLine
    ? 'The server can’t be reached right now. Uploading goes on by itself.'
    : 'You are offline. Everything is kept on this device; uploading goes on by itself.';
}

/** The wait, cut short when the connection comes back. */
function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });
}
