import type { RequestLine, VideoRequest, VideoRequestState } from '#shared/video-requests.ts';

export const STATES: Record<
  VideoRequestState,
  { text: string; tone: 'neutral' | 'accent' | 'good' | 'warn' | 'danger' }
> = {
  asked: { text: 'Asked', tone: 'accent' },
  overdue: { text: 'Overdue', tone: 'danger' },
  answered: { text: 'Answered', tone: 'good' },
  declined: { text: 'Can’t', tone: 'warn' },
  withdrawn: { text: 'Withdrawn', tone: 'neutral' },
};

export function nameOf({ person, email }: Pick<RequestLine, 'person' | 'email'>): string {
  if (!person) return 'The guest of the link';
  return email ? `${person.name} (${email})` : person.name;
}

/** “1 of 3 answered”, or what the one has done. */
export function progressOf({ lines }: Pick<VideoRequest, 'lines'>): string {
  const [only] = lines;
  if (lines.length === 1 && only) return STATES[only.state].text;
  const answered = lines.filter(({ state }) => state === 'answered').length;
  return `${answered} of ${lines.length} answered`;
}

export const isOpen = ({ state }: Pick<RequestLine, 'state'>): boolean =>
  state === 'asked' || state === 'overdue';
