import { ChevronsRight, Mic, Undo2 } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { EditionId } from '#shared/ids.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { LastAnswer, useEntryBefore } from './last-answer.tsx';
import { currentTake, type UpdateTake } from './update-take.ts';

interface Showing {
  state: RecorderState;
  /** In the floating window. */
  isSmall?: boolean;
}

/** While an update is recorded: which prompt is answered now, and the way to the next. Nothing with other recordings. */
export function PromptNotes(props: Showing) {
  const take = currentTake();
  return take && <Notes {...props} take={take} />;
}

function Notes({ state, take, isSmall = false }: Showing & { take: UpdateTake }) {
  const box = useRef<HTMLElement>(null);
  const marks = useSyncExternalStore(take.subscribe, take.marks);
  const before = useEntryBefore(take.target.editionId as EditionId);
  useNextKey(box, take);
  const index = Math.max(0, marks.length - 1);
  const { prompts } = take;
  const [prompt, next] = [prompts[index], prompts[index + 1]];
  const canMark = isUnderWay(state.phase) && state.phase !== 'rewinding';
  if (!prompt) return null;
  return (
    <section
      ref={box}
      aria-label="Prompts"
      className="rounded-xl border border-accent/40 bg-accent-soft/40 px-4 py-3"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60" aria-live="polite">
          <p className="numbers text-[0.8125rem] text-dim">
            Prompt {index + 1} of {prompts.length}
            {prompt.kind === 'voice' && (
              <span className="ml-2 inline-flex items-center gap-1 align-bottom">
                <Mic className="size-3.5" /> voice
              </span>
            )}
          </p>
          <h1 className={isSmall ? 'font-medium' : 'text-lg leading-snug font-medium'}>{prompt.text}</h1>
          {next && !isSmall && <p className="mt-0.5 truncate text-[0.8125rem] text-dim">Then: {next.text}</p>}
        </div>
        <div className="flex items-center gap-1">
          {index > 0 && (
            <IconButton label="Back to the prompt before" disabled={!canMark} onClick={() => take.back()}>
              <Undo2 className="size-4" />
            </IconButton>
          )}
          {next && (
            <Button disabled={!canMark} onClick={() => take.next()} aria-keyshortcuts="n">
              <ChevronsRight className="size-4" /> Next prompt
              {!isSmall && <kbd className="text-xs text-faint coarse:hidden">N</kbd>}
            </Button>
          )}
        </div>
      </div>
      {!isSmall && (
        <LastAnswer
          before={before}
          promptId={prompt.id}
          className="mt-2 max-h-24 overflow-y-auto sm:max-h-32"
        />
      )}
    </section>
  );
}

/** N, in the page as well as in the floating window, wherever the notes are. */
function useNextKey(box: React.RefObject<HTMLElement | null>, take: UpdateTake): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const target = event.target as HTMLElement | null;
      if (target?.closest?.('input, textarea, select, [role=dialog]')) return;
      if (event.key.toLowerCase() !== 'n' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      take.next();
    }
    const views = new Set<Window>([window, box.current?.ownerDocument.defaultView ?? window]);
    for (const view of views) view.addEventListener('keydown', onKey);
    return () => {
      for (const view of views) view.removeEventListener('keydown', onKey);
    };
  }, [box, take]);
}
