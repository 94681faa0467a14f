import type { Entry } from '#shared/series.ts';

export const STATES: Record<Entry['state'], { text: string; tone: 'good' | 'warn' | 'neutral' | 'danger' }> =
  {
    planned: { text: 'Not asked yet', tone: 'neutral' },
    open: { text: 'Asked', tone: 'warn' },
    answered: { text: 'Answered', tone: 'good' },
    late: { text: 'Answered late', tone: 'warn' },
    missed: { text: 'Missed', tone: 'danger' },
    excused: { text: 'Away', tone: 'neutral' },
  };
