import { RecordingId, SpaceId, VideoSlug } from '#shared/ids.ts';
import type { InkStroke } from '#shared/ink.ts';
import { RECORDING_HEARTBEAT_MS } from '#shared/recording-times.ts';
import type { Recording } from '#shared/recordings.ts';
import { isCode } from '../../api/api-error.ts';
import { backoffMs, waitFor } from '../../api/backoff.ts';
import { api } from '../../api/client.ts';
import { putObject } from '../../api/put-object.ts';
import {
  isWithdrawn,
  type RecordingDescription,
  type RecordingEnd,
  type RecordingInfo,
  type SpooledSegment,
  type Withdrawal,
} from '../spool/journal.ts';
import type { Spool } from '../spool/spool.ts';
import { askedWait, problemOf, type DeliveryProblem } from './delivery-problem.ts';
import { TransferRate } from '../../api/transfer-rate.ts';
import { missingRanges } from './missing-ranges.ts';

const IN_FLIGHT = 3;

export interface UploadState {
  /** Bytes on this device that the server has not confirmed. */
  pendingBytes: number;
  confirmedBytes: number;
  bytesPerSecond: number | null;
  /** What holds it up; null while all is well. */
  problem: DeliveryProblem | null;
  /** The link, once the server knows of the recording. */
  link: { url: string; slug: string } | null;
  /** All is confirmed and the recording is closed: the page may be left. */
  isComplete: boolean;
  /** Segments that neither the server nor this device has any more; the recording was closed without them. */
  missingCount: number;
  /** It can't go on: the recording was thrown away. */
  isDead: boolean;
}

const INITIAL: UploadState = {
  pendingBytes: 0,
  confirmedBytes: 0,
  bytesPerSecond: null,
  problem: null,
  link: null,
  isComplete: false,
  missingCount: 0,
  isDead: false,
};

interface Queued {
  segment: SpooledSegment;
  /** Where the device was too full to keep it on disk. */
  bytes: Uint8Array<ArrayBuffer> | null;
}

/**
 * Delivers one recording: creates it on the server, uploads its segments, a few at a time, and closes it. Every call is
 * idempotent and is tried again for as long as it takes; a local copy goes only after the server has verified it at the
 * store. Offline is a state here, not an error.
 */
export class Uploader {
  readonly #info: RecordingInfo;
  readonly #id: RecordingId;
  readonly #spool: Spool;
  readonly #onChange: (state: UploadState) => void;
  readonly #wake = new EventTarget();
  readonly #rate = new TransferRate();
  readonly #created: Promise<Recording | null>;
  #state: UploadState = INITIAL;
  #queue: Queued[] = [];
  readonly #active = new Set<Queued>();
  /** Everything that is not a segment, in the order in which it was asked. */
  #calls: Promise<unknown>;
  #withdrawals: Withdrawal[] = [];
  #isRecording = true;
  #end: RecordingEnd | null = null;
  #isFinished = false;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(info: RecordingInfo, spool: Spool, onChange: (state: UploadState) => void) {
    this.#info = info;
    this.#id = RecordingId.parse(info.recordingId);
    this.#spool = spool;
    this.#onChange = onChange;
    this.#created = this.#untilDone(() => this.#create());
    this.#calls = this.#created;
    this.#heartbeat = setInterval(() => this.#sayAlive(), RECORDING_HEARTBEAT_MS);
  }

  get state(): UploadState {
    return this.#state;
  }

  /** Of a piece that the disk had no room for, its bytes. */
  add(segment: SpooledSegment, bytes: Uint8Array<ArrayBuffer> | null = null): void {
    this.#queue.push({ segment, bytes });
    this.#count();
    this.#pump();
  }

  describe(description: RecordingDescription): void {
    void this.#call(() => api.recordings.describe({ id: this.#id, ...description }));
  }

  /** Recorded over: what was not uploaded yet need not be. */
  withdraw(withdrawal: Withdrawal): void {
    this.#withdrawals.push(withdrawal);
    const dropped = this.#queue.filter(({ segment }) => this.#isWithdrawn(segment));
    this.#queue = this.#queue.filter(({ segment }) => !this.#isWithdrawn(segment));
    for (const { segment } of dropped) void this.#spool.remove(this.#id, segment).catch(() => undefined);
    this.#count();
    void this.#call(() => api.recordings.withdraw({ id: this.#id, ...withdrawal }));
  }

  addStrokes(strokes: InkStroke[]): void {
    if (strokes.length === 0) return;
    void this.#call(() =>
      api.recordings.saveStrokes({ id: this.#id, strokes }).catch((error: unknown) => {
        // More than a recording keeps: the picture must not wait for a drawing that will never be taken.
        if (!isCode(error, 'invalid_input') && !isCode(error, 'payload_too_large')) throw error;
      }),
    );
  }

  /** Stop was pressed: tells the server at once how much there is, so that the link is whole as soon as the last piece is. */
  finish(end: RecordingEnd): void {
    this.#isRecording = false;
    void this.#call(async () => {
      const { state } = await api.recordings.finish({ id: this.#id, ...end });
      this.#isFinished = true;
      return state;
    }).then(() => this.#complete(end));
    this.#end = end;
  }

  /** Throws the recording away on the server. */
  async discard(): Promise<void> {
    this.#isRecording = false;
    this.#queue = [];
    this.#count();
    await this.#call(() =>
      api.recordings.discard({ id: this.#id }).catch((error: unknown) => {
        // Finished before, or gone already: there is nothing left to throw away here.
        if (!isCode(error, 'conflict') && !isCode(error, 'gone')) throw error;
      }),
    );
    this.stop();
  }

  /** No more tries. */
  stop(): void {
    clearInterval(this.#heartbeat);
    this.#change({ isDead: true });
    this.retryNow();
  }

  /** Whoever waits for a next try need not wait any longer, such as after signing in. */
  retryNow(): void {
    this.#wake.dispatchEvent(new Event('wake'));
  }

  #change(change: Partial<UploadState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }

  async #create(): Promise<Recording> {
    const { title, spaceId, format, reply, newVersionOf } = this.#info;
    const recording = await api.recordings.create({
      id: this.#id,
      format,
      ...(title ? { title } : {}),
      ...(spaceId ? { spaceId: SpaceId.parse(spaceId) } : {}),
      ...(newVersionOf ? { newVersionOf: VideoSlug.parse(newVersionOf) } : {}),
      ...(reply ? { replyTo: VideoSlug.parse(reply.slug), hasPicture: reply.hasPicture } : {}),
    });
    this.#change({ link: { url: recording.url, slug: recording.slug } });
    return recording;
  }

  #call<T>(work: () => Promise<T>): Promise<T | null> {
    const done = this.#calls.then(() => this.#untilDone(work));
    this.#calls = done;
    return done;
  }

  #pump(): void {
    while (this.#active.size < IN_FLIGHT && !this.#state.isDead) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#active.add(next);
      void this.#untilDone(() => this.#upload(next)).then((isDone) => {
        this.#active.delete(next);
        if (isDone) {
          const now = performance.now();
          this.#rate.add(next.segment.sizeBytes, now);
          this.#change({
            confirmedBytes: this.#state.confirmedBytes + next.segment.sizeBytes,
            bytesPerSecond: this.#rate.bytesPerSecond(now),
          });
        }
        this.#count();
        this.#pump();
        if (this.#end) void this.#complete(this.#end);
      });
    }
  }

  async #upload({ segment, bytes }: Queued): Promise<true> {
    const recording = await this.#created;
    if (!recording || this.#isWithdrawn(segment)) return true;
    const isKnown = recording.confirmed.some((s) => s.kind === segment.kind && s.index === segment.index);
    const body = isKnown ? null : (bytes ?? (await this.#spool.read(this.#id, segment)));
    if (body) {
      const [put] = await api.recordings.signSegments({ id: this.#id, segments: [segment] });
      if (!put) throw new Error('nothing was signed');
      await putObject(put, body);
    }
    if (!isKnown) await this.#confirm(segment, body === null);
    await this.#spool.remove(this.#id, segment);
    return true;
  }

  /** `isLost`: this device has no bytes of it any more; the store may have them all the same. */
  async #confirm(segment: SpooledSegment, isLost: boolean): Promise<void> {
    try {
      await api.recordings.confirmSegment({ id: this.#id, segment });
    } catch (error) {
      if (!isLost || !isCode(error, 'length_mismatch')) throw error;
    }
  }

  async #complete(end: RecordingEnd): Promise<void> {
    if (!this.#isFinished || this.#active.size > 0 || this.#queue.length > 0) return;
    if (this.#state.isComplete || this.#state.isDead) return;
    // The journal goes last: until the server says that nothing is missing, this device answers for the recording.
    const finish = () => this.#call(() => api.recordings.finish({ id: this.#id, ...end }));
    let recording = await finish();
    const missing =
      recording !== null && recording.state !== 'finished'
        ? missingRanges(recording, end, this.#withdrawals)
        : [];
    for (const [from, to] of missing)
      await this.#call(() => api.recordings.withdraw({ id: this.#id, from, to, positionMs: end.durationMs }));
    if (missing.length > 0) recording = await finish();
    if (recording === null || this.#state.isComplete) return;
    clearInterval(this.#heartbeat);
    await this.#spool.removeAll(this.#id);
    const missingCount = missing.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    this.#change({ isComplete: true, missingCount, problem: null });
  }

  /** Tries again with a growing, jittered wait until it works; null where it never will. */
  async #untilDone<T>(work: () => Promise<T>): Promise<T | null> {
    for (let attempt = 0; !this.#state.isDead; attempt++) {
      try {
        const result = await work();
        if (this.#state.problem) this.#change({ problem: null });
        return result;
      } catch (error) {
        const problem = problemOf(error, navigator.onLine);
        this.#change({ problem });
        if (problem.kind === 'gone') {
          this.stop();
          return null;
        }
        await waitFor(askedWait(error) ?? backoffMs(attempt), { wake: this.#wake });
      }
    }
    return null;
  }

  #sayAlive(): void {
    if (!this.#state.link || this.#state.isDead) return;
    void api.recordings.heartbeat({ id: this.#id, isRecording: this.#isRecording }).catch(() => undefined);
  }

  #isWithdrawn(segment: SpooledSegment): boolean {
    return segment.kind !== 'init' && isWithdrawn(this.#withdrawals, segment.index);
  }

  #count(): void {
    const waiting = [...this.#queue, ...this.#active];
    this.#change({ pendingBytes: waiting.reduce((sum, { segment }) => sum + segment.sizeBytes, 0) });
  }
}
