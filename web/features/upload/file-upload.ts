import { VideoId, type SpaceId, type VideoSlug } from '#shared/ids.ts';
import type { PresignedPut } from '#shared/recordings.ts';
import type { UploadTicket } from '#shared/uploads.ts';
import { ApiError, errorText, isCode } from '../../api/api-error.ts';
import { backoffMs, waitFor } from '../../api/backoff.ts';
import { api } from '../../api/client.ts';
import { putObject, PutError } from '../../api/put-object.ts';
import { TransferRate } from '../../api/transfer-rate.ts';
import { hashPart, UnreadableFileError } from './hash-part.ts';
import { findOpenUpload, forgetUpload, rememberUpload } from './open-uploads.ts';

const IN_FLIGHT = 4;
const REPORT_MS = 200;

export interface FileUploadState {
  phase: 'sending' | 'paused' | 'done' | 'cancelled' | 'failed';
  sentBytes: number;
  bytesPerSecond: number | null;
  ticket: UploadTicket | null;
  /** Why it failed; or what holds it up, while it is tried again. */
  problem: string | null;
  /** It waits for a person to sign in again. */
  isSignedOut: boolean;
}

/** What an upload is to become: a video in a space, or the next version of one. */
export interface UploadPlace {
  spaceId: SpaceId | null;
  newVersionOf: VideoSlug | null;
}

/**
 * Uploads a file in equal parts, a few at a time. Each part is hashed here and verified by the store as it arrives; it is
 * tried again for as long as it takes. It can be paused, and goes on after a reload by picking the same file again.
 *
 *   sending ⇄ paused;  sending ──▶ done | failed;  sending, paused ──cancel──▶ cancelled;  failed ──resume──▶ sending
 */
export class FileUpload {
  readonly file: File;
  readonly #place: UploadPlace;
  readonly #onChange: (state: FileUploadState) => void;
  readonly #wake = new EventTarget();
  readonly #rate = new TransferRate();
  readonly #sent = new Map<number, number>();
  #state: FileUploadState = {
    phase: 'paused',
    sentBytes: 0,
    bytesPerSecond: null,
    ticket: null,
    problem: null,
    isSignedOut: false,
  };
  #controller = new AbortController();
  #reportedAt = 0;

  constructor(file: File, place: UploadPlace, onChange: (state: FileUploadState) => void) {
    this.file = file;
    this.#place = place;
    this.#onChange = onChange;
  }

  get state(): FileUploadState {
    return this.#state;
  }

  /** Begins, goes on after a pause, or tries once more after a failure. */
  resume(): void {
    if (this.#state.phase === 'sending' || this.#state.phase === 'done') return;
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    this.#change({ phase: 'sending', problem: null });
    this.#send(signal).then(
      () => this.#change({ phase: 'done', sentBytes: this.file.size, problem: null }),
      (error: unknown) => {
        if (signal.aborted) return;
        this.#change({ phase: 'failed', problem: errorText(error).message });
        // The other parts must not go on behind it.
        this.#controller.abort();
      },
    );
  }

  pause(): void {
    if (this.#state.phase !== 'sending') return;
    this.#change({ phase: 'paused', bytesPerSecond: null, problem: null, isSignedOut: false });
    this.#controller.abort();
  }

  /** Ends it and removes what arrived. */
  async cancel(): Promise<void> {
    this.#change({ phase: 'cancelled', problem: null, isSignedOut: false });
    this.#controller.abort();
    const videoId = this.#state.ticket?.videoId;
    if (!videoId) return;
    forgetUpload(videoId);
    await api.uploads.abort({ videoId }).catch(() => undefined);
  }

  /** Of the next try nobody needs to wait any longer. */
  retryNow(): void {
    this.#wake.dispatchEvent(new Event('wake'));
  }

  async #send(signal: AbortSignal): Promise<void> {
    const { ticket, arrived } = await this.#until(signal, () => this.#open());
    const missing = Array.from({ length: ticket.partCount }, (_, i) => i + 1).filter((n) => !arrived.has(n));
    const parts = this.#prepared(ticket, missing, signal);
    const sendAll = async (): Promise<void> => {
      for await (const part of parts) await this.#sendPart(ticket, part, signal);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, sendAll));
    await this.#until(signal, () => api.uploads.complete({ videoId: ticket.videoId }));
    forgetUpload(ticket.videoId);
  }

  /** The upload of this file, new or begun before, and which of its parts have arrived. */
  async #open(): Promise<{ ticket: UploadTicket; arrived: Set<number> }> {
    const begun = this.#state.ticket?.videoId ?? findOpenUpload(this.file, this.#place.newVersionOf)?.videoId;
    if (begun) {
      try {
        const { parts, ...ticket } = await api.uploads.listParts({ videoId: VideoId.parse(begun) });
        this.#sent.clear();
        for (const { partNumber, sizeBytes } of parts) this.#sent.set(partNumber, sizeBytes);
        this.#change({ ticket, sentBytes: this.#sentBytes() });
        return { ticket, arrived: new Set(this.#sent.keys()) };
      } catch (error) {
        // Cancelled or swept meanwhile: it starts anew.
        if (!(error instanceof ApiError) || ![404, 409, 410].includes(error.status)) throw error;
        forgetUpload(begun);
      }
    }
    const { spaceId, newVersionOf } = this.#place;
    const ticket = await api.uploads.create({
      fileName: this.file.name,
      sizeBytes: this.file.size,
      contentType: this.file.type || 'application/octet-stream',
      ...(spaceId ? { spaceId } : {}),
      newVersionOf,
    });
    this.#sent.clear();
    this.#change({ ticket, sentBytes: 0 });
    this.#remember(ticket);
    return { ticket, arrived: new Set() };
  }

  /** Hashes and signs a few parts at a time, and the next few while those are sent. */
  async *#prepared(
    ticket: UploadTicket,
    missing: number[],
    signal: AbortSignal,
  ): AsyncGenerator<PreparedPart, void> {
    const prepareNext = () => {
      const some = this.#prepare(ticket, missing.splice(0, IN_FLIGHT), signal);
      some.catch(() => undefined);
      return some;
    };
    for (let next = prepareNext(); ;) {
      const parts = await next;
      if (parts.length === 0) return;
      next = prepareNext();
      yield* parts;
    }
  }

  async #prepare(ticket: UploadTicket, numbers: number[], signal: AbortSignal): Promise<PreparedPart[]> {
    if (numbers.length === 0) return [];
    const hashed = await Promise.all(
      numbers.map(async (part) => {
        const from = (part - 1) * ticket.partSizeBytes;
        const body = this.file.slice(from, from + ticket.partSizeBytes);
        return { part, body, md5: await hashPart(body) };
      }),
    );
    const puts = await this.#until(signal, () => sign(ticket, hashed));
    return hashed.map((part, i) => ({ ...part, put: puts[i] ?? null }));
  }

  async #sendPart(ticket: UploadTicket, prepared: PreparedPart, signal: AbortSignal): Promise<void> {
    const { part, body } = prepared;
    const onProgress = (bytes: number) => this.#progress(part, Math.min(bytes, body.size));
    let { put } = prepared;
    await this.#until(signal, async () => {
      // A signature that failed may have expired: every other try has a new one.
      const signed = put ?? (await sign(ticket, [prepared]))[0];
      put = null;
      if (!signed) throw new Error('nothing was signed');
      await putObject(signed, body, { signal, onProgress });
    });
    this.#progress(part, body.size);
    this.#remember(ticket);
  }

  #progress(part: number, bytes: number): void {
    const now = performance.now();
    const more = bytes - (this.#sent.get(part) ?? 0);
    this.#sent.set(part, bytes);
    if (more > 0) this.#rate.add(more, now);
    // Several connections report many times a second; nobody reads that fast.
    if (now - this.#reportedAt < REPORT_MS && this.#state.problem === null) return;
    this.#reportedAt = now;
    this.#change({
      sentBytes: this.#sentBytes(),
      bytesPerSecond: this.#rate.bytesPerSecond(now),
      problem: null,
    });
  }

  #sentBytes(): number {
    return [...this.#sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  #remember({ videoId }: UploadTicket): void {
    const { name, size: sizeBytes, lastModified } = this.file;
    const { newVersionOf } = this.#place;
    const sentBytes = this.#sentBytes();
    rememberUpload({ videoId, name, sizeBytes, lastModified, sentBytes, newVersionOf });
  }

  /** Tries again with a growing wait, except where the server says that it makes no sense. */
  async #until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      try {
        const result = await work();
        if (this.#state.isSignedOut) this.#change({ isSignedOut: false });
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (isFinal(error)) throw error;
        if (isCode(error, 'unauthenticated')) this.#change({ isSignedOut: true });
        this.#change({ problem: `${errorText(error).message} It is tried again by itself.` });
        const asked = error instanceof ApiError || error instanceof PutError ? error.retryAfterMs : null;
        await waitFor(asked ?? backoffMs(attempt), { wake: this.#wake, signal });
      }
    }
  }

  #change(change: Partial<FileUploadState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }
}

interface HashedPart {
  part: number;
  md5: string;
}

interface PreparedPart extends HashedPart {
  body: Blob;
  put: PresignedPut | null;
}

function sign({ videoId }: UploadTicket, parts: HashedPart[]): Promise<PresignedPut[]> {
  const [partNumbers, md5s] = [parts.map(({ part }) => part), parts.map(({ md5 }) => md5)];
  return api.uploads.signParts({ videoId, partNumbers, md5s });
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof UnreadableFileError ||
    (error instanceof ApiError && [403, 404, 409, 410, 413, 422].includes(error.status))
  );
}
