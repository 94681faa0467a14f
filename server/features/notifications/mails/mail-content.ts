/** What a mail says, before it is HTML or plain text: both are made of the same, so that neither says more. */
export interface MailContent {
  subject: string;
  /** Shown beside the subject in lists of mails. */
  preheader: string;
  heading: string;
  lead: string | null;
  groups: MailGroup[];
  /** Why this person got this mail. */
  why: string;
  /** What switches mails of this kind off; null where they are not to be switched off, such as a code. */
  stop: { label: string; url: string } | null;
  settingsUrl: string | null;
}

export interface MailGroup {
  title: string | null;
  cards: MailCard[];
  /** What was left out, with where it is. */
  more: MailLink | null;
}

/** One thing to look at: an ask, a thread with what is new in it, a video. */
export interface MailCard {
  lines: MailLine[];
  due: string | null;
  urgentReason: string | null;
  why: string | null;
  link: MailLink | null;
  /** The one thing to do in this mail. */
  isMain: boolean;
}

export interface MailLine {
  title: string;
  /** Where the title leads; of lists, whose lines have no button each. */
  url?: string | null;
  detail: string | null;
  /** What somebody wrote. */
  words: string | null;
}

export interface MailLink {
  label: string;
  url: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

const INVISIBLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;
const MOST_SUBJECT = 180;

/** For a header: no line breaks, by which headers could be added, and no signs that turn the direction of what follows. */
export function oneLine(text: string): string {
  const line = text.replace(INVISIBLE, ' ').replaceAll(/ {2,}/g, ' ').trim();
  return line.length > MOST_SUBJECT ? `${line.slice(0, MOST_SUBJECT - 1)}…` : line;
}

/** Only the web: an address is written by us, and is a button all the same. */
export function webUrl(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && ['https:', 'http:'].includes(parsed.protocol) ? parsed.href : null;
}

/** “Tue 3 Mar, 11:00” where somebody is. */
export function localTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

export function dueLine(at: Date, timeZone: string): string {
  return `Due ${localTime(at, timeZone)} your time (${timeZone.replaceAll('_', ' ')})`;
}
