import { Check } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/states.tsx';
import { cx } from '../../ui/class-names.ts';
import { dayText } from './rhythms.ts';
import { stepMs, type Step } from './reel-program.ts';

interface Props {
  steps: readonly Step[];
  index: number;
  skipsSilences: boolean;
  onGoTo: (index: number) => void;
}

interface Group {
  first: number;
  steps: Step[];
}

const WHY = { ask: 'Asked of you', blocker: 'Blocked', unseen: null } as const;

/** Who is in a reel and what they answer, in the order in which it plays; where it stands is marked and in view. */
export const ReelChapters = memo(function ReelChapters({ steps, index, skipsSilences, onGoTo }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    const box = list.current;
    // The page itself stays where it is.
    if (current && box) box.scrollTop = current.offsetTop - box.clientHeight / 3;
  }, [index]);
  const groups = groupsOf(steps);
  const hasEditions = new Set(steps.map(({ edition }) => edition.id)).size > 1;
  return (
    <ol
      ref={list}
      aria-label="Chapters"
      className="relative max-h-80 overflow-y-auto p-1.5 lg:max-h-none lg:flex-1"
    >
      {groups.map(({ first, steps: own }, i) => {
        const [step] = own;
        if (!step) return null;
        const { entry, edition, why } = step;
        const isOn = index >= first && index < first + own.length;
        const lengthMs = own.reduce((sum, one) => sum + stepMs(one, skipsSilences), 0);
        const note = why && WHY[why];
        const isNewEdition = hasEditions && steps[groups[i - 1]?.first ?? -1]?.edition.id !== edition.id;
        return (
          <li key={first}>
            {isNewEdition && (
              <p className="px-2 pt-3 pb-1 text-[0.8125rem] font-medium text-dim">
                {edition.title} · {dayText(edition.day)}
              </p>
            )}
            <button
              type="button"
              aria-current={isOn && own.length === 1}
              onClick={() => onGoTo(first)}
              className={cx(chapterClass, isOn && 'bg-accent-soft')}
            >
              <Avatar name={entry.person.name} size="small" />
              <span className={cx('min-w-0 flex-1 truncate', isOn && 'font-medium')}>
                {entry.person.name}
              </span>
              {note && <Badge tone={why === 'blocker' ? 'danger' : 'accent'}>{note}</Badge>}
              {entry.isSeen && !entry.isMine && (
                <span title="You have seen it">
                  <Check className="size-3.5 text-good" aria-label="Seen" />
                </span>
              )}
              <span className="numbers text-[0.8125rem] text-dim">{formatTimecode(lengthMs)}</span>
            </button>
            {own.length > 1 && (
              <ol aria-label={`Prompts of ${entry.person.name}`}>
                {own.map((one, at) => (
                  <li key={at}>
                    <button
                      type="button"
                      aria-current={index === first + at}
                      onClick={() => onGoTo(first + at)}
                      className={cx(
                        chapterClass,
                        'pl-9 text-[0.8125rem]',
                        index === first + at ? 'font-medium text-accent-text' : 'text-dim',
                      )}
                    >
                      <span className="min-w-0 flex-1 truncate">{titleOf(one)}</span>
                      <span className="numbers">{formatTimecode(stepMs(one, skipsSilences))}</span>
                    </button>
                  </li>
                ))}
              </ol>
            )}
          </li>
        );
      })}
    </ol>
  );
});

const chapterClass =
  'flex w-full min-h-9 items-center gap-2 rounded-lg px-2 text-left text-ui transition-colors duration-150 hover:bg-hover coarse:min-h-11';

/** Which prompt a step answers. */
export function titleOf({ part, edition }: Step): string {
  const ids = part.kind === 'card' ? part.promptIds : [part.promptId];
  const texts = edition.prompts.filter(({ id }) => ids.includes(id)).map(({ text }) => text);
  return texts.length > 0 ? texts.join(' · ') : part.kind === 'video' ? 'Video' : 'Nothing to play';
}

function groupsOf(steps: readonly Step[]): Group[] {
  const groups: Group[] = [];
  for (const [i, step] of steps.entries()) {
    const last = groups.at(-1);
    const [before] = last?.steps ?? [];
    if (last && before?.entry.id === step.entry.id && before.why === step.why) last.steps.push(step);
    else groups.push({ first: i, steps: [step] });
  }
  return groups;
}
