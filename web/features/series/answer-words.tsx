import type { Edition, Entry, PromptAnswer } from '#shared/series.ts';
import { Badge } from '../../ui/states.tsx';

const LIGHTS = { green: 'good', yellow: 'warn', red: 'danger' } as const;

export function Light({ light }: { light: keyof typeof LIGHTS }) {
  return (
    <Badge tone={LIGHTS[light]}>
      <span aria-hidden="true">●</span> {light.charAt(0).toUpperCase() + light.slice(1)}
    </Badge>
  );
}

/** The tone of a light that was counted; of options and numbers none. */
export function toneOf(value: string): 'good' | 'warn' | 'danger' | 'neutral' {
  return value in LIGHTS ? LIGHTS[value as keyof typeof LIGHTS] : 'neutral';
}

/** What was picked or written; null where a prompt was answered by voice alone, or not at all. */
export function AnswerWords({ answer }: { answer: PromptAnswer | undefined }) {
  if (!answer) return null;
  const { light, text, option, number } = answer;
  if (light) return <Light light={light} />;
  const said = text || option || (number === null ? null : String(number));
  return said && <p className="wrap-anywhere whitespace-pre-wrap">{said}</p>;
}

export function answerOf({ answers }: Entry, promptId: string): PromptAnswer | undefined {
  return answers.find((answer) => answer.promptId === promptId);
}

export function isWritten(answer: PromptAnswer | undefined): boolean {
  return Boolean(answer && (answer.light || answer.text || answer.option || answer.number !== null));
}

/** Where in a video a prompt is answered: from its chapter to the next; null without a chapter. */
export function chapterOf(
  { prompts }: Pick<Edition, 'prompts'>,
  entry: Entry,
  promptId: string,
): { fromMs: number; toMs: number | null } | null {
  const starts = prompts.flatMap(({ id }) => answerOf(entry, id)?.atMs ?? []).toSorted((a, b) => a - b);
  const atMs = answerOf(entry, promptId)?.atMs ?? null;
  if (entry.video === null || atMs === null) return null;
  // What comes before the first belongs to it, as in the reel.
  return { fromMs: atMs === starts[0] ? 0 : atMs, toMs: starts.find((start) => start > atMs) ?? null };
}
