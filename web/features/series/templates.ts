import type { Prompt } from '#shared/series.ts';

export type PromptDraft = Omit<Prompt, 'id'> & { id: string };

type Wording = Pick<Prompt, 'text' | 'kind' | 'isRequired'> & { isCarried?: boolean };

const said = (text: string, isRequired = true): Wording => ({ text, kind: 'video', isRequired });
const blocked = (text: string): Wording => ({ ...said(text, false), isCarried: true });

const TEMPLATES: Record<string, { title: string; prompts: Wording[] }> = {
  weekly: {
    title: 'Weekly status',
    prompts: [said('What is done?'), said('What is next?'), blocked('What is in the way?')],
  },
  critique: {
    title: 'Design critique',
    prompts: [said('What do you show?'), said('What are you unsure of?'), said('What do you want to hear?')],
  },
  standup: {
    title: 'Stand-up',
    prompts: [said('Yesterday, today?'), blocked('Blocked?')],
  },
  demo: { title: 'Demo', prompts: [said('What can it do now?'), said('Where can we try it?', false)] },
  retro: {
    title: 'Retrospective',
    prompts: [
      said('What went well?'),
      said('What do we change?'),
      { text: 'How did it feel?', kind: 'light', isRequired: true },
    ],
  },
  handover: {
    title: 'Handover',
    prompts: [said('What does the next one have to know?'), said('What waits for an answer?', false)],
  },
};
export const TEMPLATE_NAMES = Object.entries(TEMPLATES).map(([name, { title }]) => [name, title] as const);

/** A template with new ids for its prompts. */
export function templateOf(name: string): { title: string; prompts: PromptDraft[] } {
  const { title, prompts } = TEMPLATES[name] ?? { title: '', prompts: [said('')] };
  return {
    title,
    prompts: prompts.map((prompt) => ({
      ...prompt,
      id: crypto.randomUUID(),
      options: [],
      isCarried: prompt.isCarried ?? false,
    })),
  };
}
