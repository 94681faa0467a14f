import type { CommentLabel } from '#shared/comments.ts';

export const LABELS: Record<CommentLabel, { name: string; tone: 'danger' | 'accent' | 'neutral' | 'good' }> =
  {
    must_fix: { name: 'Must fix', tone: 'danger' },
    question: { name: 'Question', tone: 'accent' },
    nit: { name: 'Nit', tone: 'neutral' },
    praise: { name: 'Praise', tone: 'good' },
  };

export const LABEL_LIST = Object.keys(LABELS) as CommentLabel[];
