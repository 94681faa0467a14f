import { ThumbsUp, Vote } from 'lucide-react';
import { useState } from 'react';
import type { AskAnswer, LedgerEntry } from '#shared/acknowledgements.ts';
import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/states.tsx';

/** What is answered otherwise than by acknowledging: approve, decide; to watch is answered by watching. */
export function AnswerControls(props: {
  mine: Pick<LedgerEntry, 'kind' | 'options' | 'watchedPercent'>;
  isBusy: boolean;
  onAnswer: (answer: AskAnswer) => void;
  onDialog: (kind: AskAnswer['kind']) => void;
}) {
  const { mine, isBusy, onAnswer } = props;
  if (mine.kind === 'watch') return <Watched percent={mine.watchedPercent ?? 0} />;
  if (mine.kind === 'decide')
    return <Decide options={mine.options} isBusy={isBusy} onAnswer={props.onAnswer} />;
  return (
    <div className="mt-3 grid grid-cols-2 gap-2">
      <Button
        look="primary"
        size="large"
        isBusy={isBusy}
        onClick={() => onAnswer({ kind: 'approved', note: null })}
      >
        <ThumbsUp className="size-4.5" /> Approve
      </Button>
      <Button size="large" onClick={() => props.onDialog('changes_requested')}>
        Ask for changes
      </Button>
    </div>
  );
}

/** How far somebody is who is asked to watch. */
export function Watched({ percent }: { percent: number }) {
  return (
    <div className="mt-3 space-y-1.5">
      <Progress percent={percent} label="Watched" />
      <p className="numbers text-[0.8125rem] text-dim">
        Watched {percent} %. It is answered by itself at {WATCHED_SHARE * 100} %; skipping ahead does not
        count.
      </p>
    </div>
  );
}

function Decide({
  options,
  isBusy,
  onAnswer,
}: {
  options: string[];
  isBusy: boolean;
  onAnswer: (answer: AskAnswer) => void;
}) {
  const [option, setOption] = useState('');
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer({ kind: 'decided', option, note: null });
      }}
    >
      <OptionChoice options={options} value={option} onChange={setOption} />
      <Button
        type="submit"
        look="primary"
        size="large"
        className="mt-2 w-full"
        disabled={option === ''}
        isBusy={isBusy}
      >
        <Vote className="size-5" /> Decide
      </Button>
    </form>
  );
}

/** One of the options. */
export function OptionChoice(props: {
  options: string[];
  value: string;
  onChange: (option: string) => void;
}) {
  return (
    <fieldset>
      <legend className="sr-only">Options</legend>
      {props.options.map((option) => (
        <label
          key={option}
          className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-2 py-1 text-ui hover:bg-hover"
        >
          <input
            type="radio"
            name="option"
            required
            className="size-4 shrink-0 accent-accent"
            checked={props.value === option}
            onChange={() => props.onChange(option)}
          />
          <span className="min-w-0 wrap-anywhere">{option}</span>
        </label>
      ))}
    </fieldset>
  );
}
