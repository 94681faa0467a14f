import type { SpooledRecording } from '../spool/spool-files.ts';
import { endOf, isWithdrawn, type RecordingEnd, type RecordingInfo } from '../spool/journal.ts';
import { openSpool } from '../spool/spool.ts';
import { Uploader, type UploadState } from './uploader.ts';

export interface Delivery {
  info: RecordingInfo;
  state: UploadState;
}

/** A tab that records or delivers holds this lock; others must not offer to finish the same recording. */
export function lockName(recordingId: string): string {
  return `playhead-recording-${recordingId}`;
}

/** All recordings that this tab delivers: the one being made, and those of earlier visits that are being finished. */
class Deliveries {
  #all: readonly Delivery[] = [];
  readonly #uploaders = new Map<string, Uploader>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): readonly Delivery[] => this.#all;

  /** Begins to deliver a recording whose lock the caller holds. */
  start(info: RecordingInfo, onChange: (state: UploadState) => void = () => undefined): Uploader {
    const uploader = new Uploader(info, openSpool(), (state) => {
      this.#set(this.#all.map((d) => (d.info === info ? { ...d, state } : d)));
      onChange(state);
      if (state.isComplete || state.isDead) this.#forget(info);
    });
    this.#uploaders.set(info.recordingId, uploader);
    this.#set([...this.#all, { info, state: uploader.state }]);
    return uploader;
  }

  /** Who waits for a next try need not wait any longer, such as after signing in. */
  retryNow(): void {
    for (const uploader of this.#uploaders.values()) uploader.retryNow();
  }

  #forget(info: RecordingInfo): void {
    this.#uploaders.delete(info.recordingId);
    this.#set(this.#all.filter((delivery) => delivery.info !== info));
  }

  #set(all: readonly Delivery[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}

export const deliveries = new Deliveries();

/**
 * Tells what no open tab is working on, now and again whenever a tab that was working on something has ended: it may have
 * crashed. Recordings that were thrown away, and whose tab closed within its time to undo, go for good. Answers how to stop.
 */
export function watchUnfinished(tell: (left: SpooledRecording[]) => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const awaited = new Set<string>();
  // Locks that are not waited for any more are no error, and neither is a browser that keeps no files.
  const ignore = () => undefined;
  async function look(): Promise<void> {
    const spooled = await openSpool().list();
    const { held = [] } = await navigator.locks.query();
    const names = new Set(held.map((lock) => lock.name));
    const isBusy = ({ info }: SpooledRecording) => names.has(lockName(info.recordingId));
    if (signal.aborted) return;
    const left = spooled.filter((recording) => !isBusy(recording));
    for (const recording of left.filter((r) => r.isDiscarded)) void throwAway(recording);
    tell(left.filter((recording) => !recording.isDiscarded));
    for (const { info } of spooled.filter(isBusy)) lookAfter(lockName(info.recordingId)).catch(ignore);
  }
  async function lookAfter(name: string): Promise<void> {
    if (awaited.has(name)) return;
    awaited.add(name);
    await navigator.locks.request(name, { signal }, () => awaited.delete(name));
    await look();
  }
  look().catch(ignore);
  return () => controller.abort();
}

/** Where a recording of this device ends, from what was written down. Throws where nothing was kept. */
export async function endOfSpooled(recordingId: string): Promise<RecordingEnd> {
  const spooled = (await openSpool().list()).find((r) => r.info.recordingId === recordingId);
  if (!spooled) throw new Error('Nothing of this recording was kept. Record it once more.');
  return endOf(spooled);
}

/** Delivers what an earlier visit left. Resolves with the last state; null where another tab does it already. */
export function finishEarlier(recording: SpooledRecording): Promise<UploadState | null> {
  const { info } = recording;
  return navigator.locks.request(lockName(info.recordingId), { ifAvailable: true }, async (lock) => {
    if (!lock) return null;
    return new Promise<UploadState>((resolve) => {
      const uploader = deliveries.start(info, (state) => {
        if (state.isComplete || state.isDead) resolve(state);
      });
      if (recording.description) uploader.describe(recording.description);
      for (const withdrawal of recording.withdrawals) uploader.withdraw(withdrawal);
      for (const segment of recording.local)
        if (segment.kind === 'init' || !isWithdrawn(recording.withdrawals, segment.index))
          uploader.add(segment);
      for (let i = 0; i < recording.strokes.length; i += 100)
        uploader.addStrokes(recording.strokes.slice(i, i + 100));
      uploader.finish(endOf(recording));
    });
  });
}

/** Removes a recording of an earlier visit, here and on the server. */
export async function throwAway(recording: SpooledRecording): Promise<void> {
  const { info } = recording;
  await navigator.locks.request(lockName(info.recordingId), { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await openSpool().append(info.recordingId, { type: 'discard' });
    const uploader = deliveries.start(info);
    await uploader.discard();
    await openSpool().removeAll(info.recordingId);
  });
}

/** Held until the answer is called, or the tab is gone. */
export function holdLock(recordingId: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks.request(lockName(recordingId), () => promise);
  return resolve;
}
