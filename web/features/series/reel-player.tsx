import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { plainBody } from '#shared/mentions.ts';
import type { AskToMe } from '#shared/playlist.ts';
import { answerText } from '#shared/reel-parts.ts';
import type { Reel, ReelEntry } from '#shared/reel.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { Button } from '../../ui/button.tsx';
import { shortProgram, stepMs, wholeProgram, type Program } from './reel-program.ts';
import { reelSettings } from './reel-settings.ts';
import { ReelStage } from './reel-stage.tsx';

const BUDGETS = [2, 5, 10];

type Played = Pick<Reel, 'editions' | 'entries'>;

interface Choice {
  /** Null: everything. */
  minutes: number | null;
  program: Program;
  reel: Played;
  /** Counts up, so that the same choice begins anew. */
  turn: number;
  /** It was chosen to be played. */
  isPlayed: boolean;
}

/** A reel: all of it, or what there is time for. */
export function ReelPlayer(props: {
  reel: Played;
  label: string;
  /** Everything was played to its end. */
  onAllPlayed?: () => void;
}) {
  const { reel, label, onAllPlayed } = props;
  const [choice, setChoice] = useState<Choice>(() => choose(reel, null, 0, false));
  const [hasStarted, setStarted] = useState(false);
  const isOutdated = keyOf(choice.reel) !== keyOf(reel);
  // Nobody looks yet: what has come meanwhile is simply in it.
  if (isOutdated && !hasStarted) setChoice(choose(reel, choice.minutes, choice.turn + 1, false));
  const { minutes, program, turn, isPlayed } = choice;
  const onStarted = useCallback(() => setStarted(true), []);
  const onOver = () => minutes === null && onAllPlayed?.();

  function pick(next: number | null): void {
    setStarted(true);
    setChoice(choose(reel, next, turn + 1, true));
  }

  return (
    <section aria-label="Reel" className="mb-6">
      <div
        className="mb-2 flex flex-wrap items-center gap-x-1.5 gap-y-2"
        role="group"
        aria-label="How much time do you have?"
      >
        <Button size="small" aria-pressed={minutes === null} className={pressed} onClick={() => pick(null)}>
          Everything{lengthText(wholeProgram(reel))}
        </Button>
        <span className="text-ui text-dim sm:ml-1">
          or <span className="max-sm:sr-only">I have</span>
        </span>
        {BUDGETS.map((some) => (
          <Button
            key={some}
            size="small"
            aria-pressed={minutes === some}
            className={pressed}
            onClick={() => pick(some)}
          >
            {some} min
          </Button>
        ))}
        {isOutdated && hasStarted && (
          <Button size="small" look="quiet" className="ml-auto" onClick={() => pick(minutes)}>
            Something new is in: begin again
          </Button>
        )}
      </div>
      {program.texts.length > 0 && <AskTexts texts={program.texts} entries={choice.reel.entries} />}
      {program.steps.length > 0 ? (
        <ReelStage
          key={turn}
          program={program}
          label={label}
          autoPlay={isPlayed}
          entries={reel.entries}
          onStarted={onStarted}
          onOver={onOver}
        />
      ) : (
        <p className="rounded-xl border border-line bg-raised p-4 text-ui text-dim">
          {program.texts.length > 0
            ? 'There is no time for more than that.'
            : 'You have seen everything here, and nothing is asked of you.'}
        </p>
      )}
    </section>
  );
}

const pressed = 'aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text';

function choose(reel: Played, minutes: number | null, turn: number, isPlayed: boolean): Choice {
  const program =
    minutes === null
      ? wholeProgram(reel)
      : shortProgram(reel, { budgetMs: minutes * 60_000, ...reelSettings() });
  return { minutes, program, reel, turn, isPlayed };
}

/** What a reel is made of; that something of it was seen meanwhile makes no other one. */
function keyOf({ entries }: Played): string {
  return entries.map(({ id, video, answers }) => [id, video?.slug, JSON.stringify(answers)].join()).join();
}

function lengthText({ steps }: Program): string {
  const { skipsSilences, rate } = reelSettings();
  const ms = steps.reduce(
    (sum, step) => sum + stepMs(step, skipsSilences) / (step.part.kind === 'video' ? rate : 1),
    0,
  );
  return ` · ${formatTimecode(ms)}`;
}

const WANTED = {
  watch: 'asks you to watch',
  acknowledge: 'asks you to acknowledge',
  approve: 'asks you to approve',
  decide: 'asks you to decide on',
};

/** What is asked of me and did not fit: to be read, with the way to answer. */
function AskTexts({ texts, entries }: { texts: readonly AskToMe[]; entries: readonly ReelEntry[] }) {
  return (
    <section
      aria-label="Asked of you, without the video"
      className="mb-3 rounded-xl border border-accent/40 bg-accent-soft/40 p-4"
    >
      <h3 className="mb-1.5 text-ui font-semibold">Asked of you: there is no time for the video</h3>
      <ul className="space-y-1.5 text-ui">
        {texts.map((text) => {
          const entry = entries.find(({ id }) => id === text.entryId);
          if (!entry) return null;
          const { name } = entry.person;
          if (text.kind === 'mention') {
            const answer = entry.answers.find(({ promptId }) => promptId === text.promptId);
            return (
              <li key={text.entryId + text.promptId} className="wrap-anywhere">
                <span className="font-medium">{name}</span> names you: “
                {answer && plainBody(answerText(answer) ?? '')}”
              </li>
            );
          }
          const { ask } = text;
          return (
            <li key={ask.requestId} className="wrap-anywhere">
              <span className="font-medium">{ask.requestedBy.name}</span> {WANTED[ask.kind]}{' '}
              {entry.video ? (
                <Link
                  to="/v/$slug"
                  params={{ slug: entry.video.slug }}
                  className="text-accent-text underline"
                >
                  the update of {name}
                </Link>
              ) : (
                `the update of ${name}`
              )}
              {ask.note && `: “${ask.note}”`}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
