import type { Prompt } from '#shared/series.ts';
import type { Repeat } from './rhythms.ts';

export type PromptDraft = Omit<Prompt, 'id'> & { id: string };

type Wording = Pick<Prompt, 'text' | 'kind' | 'isRequired'> & {
  options?: string[];
  isCarried?: boolean;
};

const said = (text: string, isRequired = true): Wording => ({ text, kind: 'video', isRequired });
const blocked = (text: string): Wording => ({ ...said(text, false), isCarried: true });

/** What a template proposes; all of it can be changed before the series is made. */
export interface Proposal {
  title: string;
  /** What it is for, in a line. */
  about: string;
  repeat: Repeat;
  dueTime: string;
  leadHours: number;
  graceHours: number;
  /** One speaks, and the others watch. */
  isRotating: boolean;
}

interface Template extends Proposal {
  prompts: Wording[];
}

const WEEKLY = {
  repeat: 'weekly',
  dueTime: '15:00',
  leadHours: 24,
  graceHours: 72,
  isRotating: false,
} as const;

const TEMPLATES: Record<string, Template> = {
  weekly: {
    ...WEEKLY,
    title: 'Weekly status',
    about: 'Where everybody stands, once a week.',
    prompts: [
      said('What is done?'),
      said('What is next?'),
      blocked('What is in the way?'),
      { text: 'How is it going?', kind: 'light', isRequired: false },
    ],
  },
  critique: {
    ...WEEKLY,
    title: 'Design critique',
    about: 'One shows work that is not finished; the others answer in the comments.',
    isRotating: true,
    leadHours: 48,
    prompts: [
      said('What do you show?'),
      said('What are you unsure of?'),
      said('What do you want to hear?'),
      {
        text: 'How far is it?',
        kind: 'choice',
        isRequired: false,
        options: ['A sketch', 'A draft', 'Nearly done'],
      },
    ],
  },
  standup: {
    ...WEEKLY,
    repeat: 'workdays',
    dueTime: '10:00',
    leadHours: 8,
    graceHours: 0,
    title: 'Stand-up',
    about: 'A minute each, every working day.',
    prompts: [said('Yesterday, today?'), blocked('Blocked?')],
  },
  demo: {
    ...WEEKLY,
    repeat: 'biweekly',
    leadHours: 48,
    title: 'Demo',
    about: 'What works now that did not before.',
    prompts: [
      said('What can it do now?'),
      said('Who is it for, and what changes for them?', false),
      { text: 'Where can we try it?', kind: 'text', isRequired: false },
    ],
  },
  retro: {
    ...WEEKLY,
    leadHours: 48,
    title: 'Retrospective',
    about: 'What went well, and what to do differently.',
    prompts: [
      said('What went well?'),
      said('What do we change?'),
      { text: 'How did it feel?', kind: 'light', isRequired: true },
    ],
  },
  handover: {
    ...WEEKLY,
    repeat: 'workdays',
    dueTime: '17:00',
    leadHours: 8,
    graceHours: 24,
    title: 'Handover',
    about: 'From one shift or zone to the next: who ends tells who begins.',
    prompts: [
      said('What does the next one have to know?'),
      said('What waits for an answer, and from whom?', false),
      { text: 'Does anything need attention now?', kind: 'light', isRequired: true },
    ],
  },
};
export const TEMPLATE_NAMES = Object.entries(TEMPLATES).map(([name, { title }]) => [name, title] as const);

const BLANK: Template = { ...WEEKLY, title: '', about: '', prompts: [said('')] };

/** A template with new ids for its prompts. */
export function templateOf(name: string): Proposal & { prompts: PromptDraft[] } {
  const template = TEMPLATES[name] ?? BLANK;
  const prompts = template.prompts.map((prompt) => ({
    options: [],
    isCarried: false,
    ...prompt,
    id: crypto.randomUUID(),
  }));
  return { ...template, prompts };
}
