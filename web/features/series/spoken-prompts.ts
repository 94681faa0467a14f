import type { Prompt } from '#shared/series.ts';

export const isSpoken = ({ kind }: Pick<Prompt, 'kind'>): boolean => kind === 'video' || kind === 'voice';

/** Those that are answered by recording. */
export function spokenPrompts(prompts: readonly Prompt[]): Prompt[] {
  return prompts.filter(isSpoken);
}
