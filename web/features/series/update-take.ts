import { isUnderWay } from '../../recorder/recorder-machine.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import type { UpdateTarget } from '../../recorder/spool/journal.ts';
import type { Prompt } from '#shared/series.ts';
import { draftOf, forgetDraft, loadDraft, saveDraft, withVideo, type EntryDraft } from './entry-draft.ts';
import { chaptersOf, firstMark, marksUpTo, nextMark, type Mark } from './update-marks.ts';

/**
 * Goes along with the recording of an update: which prompt is answered, and from where on. It writes into the draft of the answer
 * from the first second, so that a crash loses neither the recording nor its chapters. Recording over takes back what was marked there.
 */
export class UpdateTake {
  readonly target: UpdateTarget;
  /** Those that are recorded, in order. */
  readonly prompts: readonly Prompt[];
  readonly #ids: readonly string[];
  readonly #draft: EntryDraft;
  readonly #hadDraft: boolean;
  readonly #listeners = new Set<() => void>();
  #marks: readonly Mark[];
  #before: RecorderState = recorder.get();
  /** Nothing is captured any more. */
  #isOver = false;
  #isDone = false;
  readonly #leave: () => void;

  constructor(target: UpdateTarget, prompts: readonly Prompt[], draft: EntryDraft = draftOf(undefined)) {
    this.target = target;
    this.prompts = prompts;
    this.#ids = prompts.map(({ id }) => id);
    const kept = loadDraft(target.editionId);
    this.#hadDraft = kept !== null;
    this.#draft = kept ?? draft;
    this.#marks = firstMark(this.#ids);
    this.#leave = recorder.subscribe(() => this.#follow(recorder.get()));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly marks = (): readonly Mark[] => this.#marks;

  /** On to the next prompt, from here. */
  next(): void {
    const { phase } = recorder.get();
    if (phase === 'recording' || phase === 'paused')
      this.#mark(nextMark(this.#ids, this.#marks, recorder.positionMs()));
  }

  /** Back to the prompt before: going on was a mistake. */
  back(): void {
    if (this.#marks.length > 1) this.#mark(this.#marks.slice(0, -1));
  }

  #follow(state: RecorderState): void {
    const { phase, info, elapsedMs } = state;
    const before = this.#before;
    this.#before = state;
    if (info && !before.info) this.#mark(this.#marks);
    if (phase === before.phase) return;
    if (before.phase === 'rewinding' && phase === 'paused') this.#mark(marksUpTo(this.#marks, elapsedMs));
    // Begun anew.
    if (isUnderWay(before.phase) && phase === 'countdown') this.#mark(marksUpTo(this.#marks, 0));
    if (phase === 'finishing' || phase === 'failed') this.#isOver = true;
    if (phase === 'done') {
      this.#isDone = true;
      this.#mark(chaptersOf(this.#marks, elapsedMs));
    }
    if (phase === 'idle') this.#end();
  }

  #mark(marks: readonly Mark[]): void {
    this.#marks = marks;
    // What is asked for as a voice is recorded without a picture.
    if (!this.#isOver) recorder.setCameraOn(this.prompts[marks.length - 1]?.kind !== 'voice');
    this.#save();
    for (const listener of this.#listeners) listener();
  }

  #save(): void {
    const recordingId = recorder.get().info?.recordingId ?? null;
    if (recordingId)
      saveDraft(this.target.editionId, withVideo(this.#draft, { recordingId, video: '' }, this.#marks));
  }

  /** Thrown away: the draft is as it was before. */
  #end(): void {
    this.#leave();
    const { editionId } = this.target;
    if (!this.#isDone && this.#hadDraft) saveDraft(editionId, this.#draft);
    else if (!this.#isDone) forgetDraft(editionId);
    if (current === this) current = null;
  }
}

let current: UpdateTake | null = null;

/** What is being recorded as an update now. */
export function currentTake(): UpdateTake | null {
  return current;
}

export function beginTake(...take: ConstructorParameters<typeof UpdateTake>): void {
  current = new UpdateTake(...take);
}
