import { AppError } from '#shared/errors.ts';
import type { Prompt, PromptAnswer } from '#shared/series.ts';

/**
 * Answers to prompts that are there, of their kind, and all that are required; else `invalid_input`. `blockedPrompts` are those
 * under which something is listed that is in the way.
 */
export function checkedAnswers(
  prompts: readonly Prompt[],
  given: readonly PromptAnswer[],
  { hasVideo, blockedPrompts }: { hasVideo: boolean; blockedPrompts: ReadonlySet<string> },
): PromptAnswer[] {
  const byPrompt = new Map(given.map((answer) => [answer.promptId, answer]));
  const answers = prompts.flatMap((prompt) => byPrompt.get(prompt.id) ?? []);
  const missing = prompts.find(
    (prompt) =>
      prompt.isRequired &&
      !blockedPrompts.has(prompt.id) &&
      !isAnswered(prompt, byPrompt.get(prompt.id), hasVideo),
  );
  if (missing) throw new AppError('invalid_input', `answers: “${missing.text}” needs an answer.`);
  for (const prompt of prompts) {
    const option = byPrompt.get(prompt.id)?.option ?? null;
    if (option !== null && !prompt.options.includes(option))
      throw new AppError('invalid_input', `answers: “${option}” is none of the options of “${prompt.text}”.`);
  }
  if (!hasVideo && blockedPrompts.size === 0 && answers.every((answer) => isEmpty(answer)))
    throw new AppError('invalid_input', 'answers: record something, or write it.');
  // A chapter is a place in the video.
  return hasVideo ? answers : answers.map((answer) => ({ ...answer, atMs: null }));
}

/** A recording answers all that is to be said; in its place everything may be written. */
function isAnswered(prompt: Prompt, answer: PromptAnswer | undefined, hasVideo: boolean): boolean {
  switch (prompt.kind) {
    case 'video':
    case 'voice':
    case 'text':
      return hasVideo || Boolean(answer?.text);
    case 'choice':
      return (answer?.option ?? null) !== null;
    case 'number':
      return (answer?.number ?? null) !== null;
    case 'light':
      return (answer?.light ?? null) !== null;
  }
}

function isEmpty({ text, option, number, light }: PromptAnswer): boolean {
  return !text && option === null && number === null && light === null;
}
