import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/attachment-limits.ts';
import type { Attachment } from '#shared/attachments.ts';
import { cleanFileName } from '#shared/file-names.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { ApiError, errorText } from '../../api/api-error.ts';
import { backoffMs, waitFor } from '../../api/backoff.ts';
import { api } from '../../api/client.ts';
import { putObject, PutError } from '../../api/put-object.ts';
import { showToast } from '../../ui/toast.tsx';
import { hashPart, UnreadableFileError } from '../upload/hash-part.ts';
import { readyDraft, type FileDraft } from './file-drafts.ts';

/** Where the files of a comment that is being written are kept. */
export interface FileTray {
  get: () => readonly FileDraft[];
  set: (files: FileDraft[]) => void;
}

const IN_FLIGHT = 3;
const TRIES = 4;
const MEGABYTES = MAX_ATTACHMENT_BYTES / 1024 ** 2;

/** Uploads the files of one comment, a few at a time. Who removes one ends its upload. */
export class FileSender {
  readonly #slug: VideoSlug;
  readonly #tray: FileTray;
  readonly #running = new Map<string, { file: File; controller: AbortController }>();
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;

  constructor(slug: VideoSlug, tray: FileTray) {
    this.#slug = slug;
    this.#tray = tray;
  }

  add(files: Iterable<File>): void {
    const wanted = [...files];
    const room = MAX_ATTACHMENTS - this.#tray.get().length;
    if (wanted.length > room)
      showToast(`A comment has at most ${MAX_ATTACHMENTS} files. The others were left out.`, {
        isError: true,
      });
    for (const file of wanted.slice(0, Math.max(0, room))) this.#addOne(file);
  }

  retry(key: string): void {
    const file = this.#running.get(key)?.file;
    if (file) this.#start(key, file);
  }

  remove(key: string): void {
    const file = this.#tray.get().find((one) => one.key === key);
    this.#running.get(key)?.controller.abort();
    this.#running.delete(key);
    this.#tray.set(this.#tray.get().filter((one) => one.key !== key));
    if (file?.attachment && !file.isSent) forget(file.attachment.id);
  }

  /** Nothing of it is sent: what arrived goes. */
  discard(): void {
    for (const { key } of this.#tray.get()) this.remove(key);
  }

  /** After a reload: new URLs, and which files are still there. */
  async refresh(): Promise<void> {
    for (const { key, attachment } of [...this.#tray.get()]) {
      if (!attachment) continue;
      await api.attachments.get({ id: attachment.id }).then(
        (fresh) => this.#change(key, { attachment: fresh }),
        (error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 404) return;
          this.#tray.set(this.#tray.get().filter((one) => one.key !== key));
          showToast(`“${attachment.fileName}” is not kept any more. Attach it again.`, { isError: true });
        },
      );
    }
  }

  #addOne(file: File): void {
    const key = crypto.randomUUID();
    const { size: sizeBytes } = file;
    const name = cleanFileName(file.name);
    const problem =
      sizeBytes > MAX_ATTACHMENT_BYTES
        ? `Larger than ${MEGABYTES} MB. Make it smaller, or share a link to it.`
        : sizeBytes === 0
          ? 'It is empty, or a folder. Choose files.'
          : null;
    const phase = problem === null ? 'sending' : 'failed';
    const rest = { progress: 0, canRetry: false, attachment: null, isSent: false };
    this.#tray.set([...this.#tray.get(), { key, name, sizeBytes, phase, problem, ...rest }]);
    if (problem === null) this.#start(key, file);
  }

  #start(key: string, file: File): void {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(key, { file, controller });
    this.#change(key, { phase: 'sending', progress: 0, problem: null });
    this.#send(key, file, signal).then(
      (attachment) => {
        this.#running.delete(key);
        // Removed at the last moment, or its draft is gone.
        if (!this.#change(key, { ...readyDraft(attachment, false), key })) forget(attachment.id);
      },
      (error: unknown) => {
        if (signal.aborted) return;
        this.#change(key, { phase: 'failed', problem: problemOf(error), canRetry: !isFinal(error) });
      },
    );
  }

  async #send(key: string, file: File, signal: AbortSignal): Promise<Attachment> {
    await this.#turn();
    let created: Awaited<ReturnType<typeof api.attachments.create>> | null = null;
    try {
      const md5 = await hashPart(file);
      for (let attempt = 1; ; attempt++) {
        signal.throwIfAborted();
        try {
          created ??= await api.attachments.create({
            slug: this.#slug,
            fileName: file.name.slice(-1000),
            sizeBytes: file.size,
            md5,
          });
          const onProgress = (sent: number) => this.#change(key, { progress: sent / file.size });
          await putObject(created.put, file, { signal, onProgress });
          return await api.attachments.complete({ id: created.id });
        } catch (error) {
          signal.throwIfAborted();
          if (isFinal(error) || attempt === TRIES) throw error;
          // Its URL may have expired.
          if (error instanceof PutError && error.status === 403) created = null;
          await waitFor(waitOf(error) ?? backoffMs(attempt - 1), { wake: new EventTarget(), signal });
        }
      }
    } catch (error) {
      if (created) forget(created.id);
      throw error;
    } finally {
      this.#inFlight -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#inFlight >= IN_FLIGHT) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inFlight += 1;
  }

  /** False where it is not in the list any more. */
  #change(key: string, change: Partial<FileDraft>): boolean {
    const files = this.#tray.get();
    if (!files.some((file) => file.key === key)) return false;
    this.#tray.set(files.map((file) => (file.key === key ? { ...file, ...change } : file)));
    return true;
  }
}

/** The sweep takes what this does not reach. */
function forget(id: Attachment['id']): void {
  void api.attachments.remove({ id }).catch(() => undefined);
}

function waitOf(error: unknown): number | null {
  return error instanceof ApiError || error instanceof PutError ? error.retryAfterMs : null;
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof UnreadableFileError ||
    (error instanceof ApiError && [401, 403, 404, 410, 413, 422].includes(error.status))
  );
}

function problemOf(error: unknown): string {
  if (error instanceof PutError && error.status === 0) return 'The connection broke off.';
  return errorText(error).message;
}
