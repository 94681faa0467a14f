import { ArrowRight } from 'lucide-react';
import { plainBody } from '#shared/mentions.ts';
import { answerText } from '#shared/reel-parts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import type { Step } from './reel-program.ts';

interface Props {
  step: Step;
  positionMs: number;
  isHeld: boolean;
  onHold: (isHeld: boolean) => void;
  onNext: () => void;
}

/** What somebody has written or picked, for as long as it takes to read. Under the pointer, or with the focus in it, its time stands still. */
export function ReelCard({ step, positionMs, isHeld, onHold, onNext }: Props) {
  const { part, entry, edition } = step;
  if (part.kind !== 'card') return null;
  const shown = edition.prompts.filter(({ id }) => part.promptIds.includes(id));
  return (
    <div
      className="absolute inset-0 flex flex-col bg-raised"
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onPointerCancel={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={() => onHold(false)}
    >
      <div className="h-1 bg-line" aria-hidden="true">
        <div
          className="h-full origin-left bg-accent"
          style={{ transform: `scaleX(${Math.min(1, positionMs / part.lengthMs)})` }}
        />
      </div>
      <div
        className="min-h-0 flex-1 touch-pan-y overflow-y-auto p-4 sm:p-6"
        tabIndex={0}
        role="group"
        aria-label="Written"
      >
        <p className="mb-3 flex items-center gap-2 font-medium">
          <Avatar name={entry.person.name} /> {entry.person.name}
        </p>
        {shown.length === 0 && (
          <p className="text-dim">
            There is nothing to play: the video was deleted, or is not shared with you.
          </p>
        )}
        <dl className="space-y-3">
          {shown.map((prompt) => {
            const answer = entry.answers.find(({ promptId }) => promptId === prompt.id);
            const said = answer && answerText(answer);
            return (
              <div key={prompt.id}>
                <dt className="text-[0.8125rem] text-dim">{prompt.text}</dt>
                <dd className="text-[1.0625rem] wrap-anywhere whitespace-pre-wrap">
                  {answer?.light && !answer.text ? capitalised(answer.light) : said && plainBody(said)}
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
      <div className="flex items-center justify-end gap-3 px-4 pb-3">
        <span className="text-[0.8125rem] text-dim">{isHeld && 'Waits while you read'}</span>
        <Button onClick={onNext}>
          Go on <ArrowRight className="size-4" />
        </Button>
      </div>
    </div>
  );
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
