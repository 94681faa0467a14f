import type { EncodedPiece } from '../encoder.ts';
import type { JournalEntry, SpooledSegment, Withdrawal } from '../spool/journal.ts';
import { appendEntry, describePiece, isQuotaError, writeSegment } from '../spool/spool-files.ts';
import type { RunPiece } from './cmaf-run.ts';

export interface PieceEvents {
  onSpooled: (segment: SpooledSegment) => void;
  /** The device is full: the piece is in memory alone. */
  onUnspooled: (segment: SpooledSegment, bytes: EncodedPiece['bytes']) => void;
  onError: (error: unknown) => void;
}

/** Numbers the pieces of all runs, writes them to the disk in order, and knows which of them count. */
export class PieceKeeper {
  readonly #recordingId: string;
  readonly #events: PieceEvents;
  /** Places of the media segments that count, in order; what was recorded over is gone from here. */
  #kept: { index: number; startMs: number; durationMs: number }[] = [];
  #mediaCount = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(recordingId: string, events: PieceEvents) {
    this.#recordingId = recordingId;
    this.#events = events;
  }

  /** How many media segments were made in all. */
  get mediaCount(): number {
    return this.#mediaCount;
  }

  /** Where the recording ends, in ms. */
  get endMs(): number {
    const last = this.#kept.at(-1);
    return last ? last.startMs + last.durationMs : 0;
  }

  keep(piece: RunPiece, initIndex: number, baseMs: number): void {
    const index = piece.kind === 'init' ? initIndex : this.#mediaCount++;
    const startMs = Math.round(baseMs + piece.startMs);
    if (piece.kind === 'media') this.#kept.push({ index, startMs, durationMs: piece.durationMs });
    this.#after(() => this.#spool({ ...piece, index, initIndex, startMs }));
  }

  /** Withdraws what lies after about `targetMs`, to the nearest segment. Answers what went; `to` < `from`: nothing. */
  withdrawAfter(targetMs: number): Withdrawal {
    const keptCount = this.#kept.filter(
      ({ startMs, durationMs }) => startMs + durationMs / 2 <= targetMs,
    ).length;
    const to = this.#mediaCount - 1;
    const from = this.#kept[keptCount]?.index ?? to + 1;
    this.#kept = this.#kept.slice(0, keptCount);
    const withdrawal = { from, to, positionMs: Math.round(this.endMs) };
    if (to >= from) this.note({ type: 'withdraw', ...withdrawal });
    return withdrawal;
  }

  /** Writes a line to the journal, after everything before. A full disk costs the line, not the recording. */
  note(entry: JournalEntry): void {
    this.#after(() => appendEntry(this.#recordingId, entry).catch(unlessQuota));
  }

  /** Everything so far is on the disk. */
  flush(): Promise<void> {
    return this.#writing;
  }

  async #spool(piece: EncodedPiece): Promise<void> {
    try {
      this.#events.onSpooled(await writeSegment(this.#recordingId, piece));
    } catch (error) {
      unlessQuota(error);
      this.#events.onUnspooled(await describePiece(piece), piece.bytes);
    }
  }

  #after(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch(this.#events.onError);
  }
}

function unlessQuota(error: unknown): void {
  if (!isQuotaError(error)) throw error;
}
