import type { Config } from '#server/config.ts';
import { unsubscribeUrl } from '#server/features/channels/index.ts';
import {
  dueLine,
  localTime,
  type MailContent,
  type MailGroup,
} from '#server/features/notifications/index.ts';
import { plainWords } from '#shared/plain-words.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { Gathered, Part } from './gather-digest.ts';

export interface DigestReader {
  userId: string;
  name: string;
  timeZone: string;
  workspaceName: string;
  cadence: 'daily' | 'weekly';
}

const MOST_WORDS = 240;

/** True where there is nothing to say: then nothing is sent. */
export function isEmptyDigest({ asks, threads, answers, videos }: Gathered): boolean {
  return asks.count + threads.count + answers.count + videos.count === 0;
}

/** The words of a digest, as a mail: what waits for somebody first, then what is new. */
export function digestContent(config: Config, reader: DigestReader, gathered: Gathered): MailContent {
  const { asks, threads, answers, videos } = gathered;
  const { timeZone } = reader;
  const { publicUrl } = config.http;
  const videoAt = (slug: string) => `${publicUrl}/v/${slug}`;
  const groups = [
    group('Asked of you', asks, publicUrl, ({ by, title, slug, note, dueAt }) => ({
      title: `${by} asks about “${title}”`,
      url: videoAt(slug),
      detail: dueAt ? dueLine(dueAt, timeZone) : 'No due time',
      words: short(note),
    })),
    group(
      'Threads that wait for you',
      threads,
      publicUrl,
      ({ id, slug, title, by, body, at, dueAt, isAssigned }) => ({
        title: `${by} on “${title}”`,
        url: `${videoAt(slug)}?comment=${id}`,
        detail: [localTime(at, timeZone), isAssigned && 'assigned to you', dueAt && dueLine(dueAt, timeZone)]
          .filter(Boolean)
          .join(' · '),
        words: short(plainWords(body)) ?? 'A recorded reply.',
      }),
    ),
    group('Answered to you', answers, publicUrl, ({ by, title, slug, hasAcknowledged, note, at }) => ({
      title: `${by} ${hasAcknowledged ? 'acknowledged' : 'can’t answer for'} “${title}”`,
      url: videoAt(slug),
      detail: localTime(at, timeZone),
      words: short(note),
    })),
    group('New videos', videos, publicUrl, ({ title, slug, by, space, durationMs, at }) => ({
      title,
      url: videoAt(slug),
      detail: [by, space, durationMs === null ? null : formatTimecode(durationMs), localTime(at, timeZone)]
        .filter(Boolean)
        .join(' · '),
      words: null,
    })),
  ].filter((one) => one !== null);
  const summary = [
    many(asks.count, 'ask'),
    many(threads.count, 'thread'),
    many(answers.count, 'answer'),
    many(videos.count, 'new video'),
  ]
    .filter(Boolean)
    .join(', ');
  const when = reader.cadence === 'daily' ? 'Today' : 'This week';
  return {
    subject: `${when} in ${reader.workspaceName}: ${summary}`,
    preheader: groups
      .flatMap(({ cards }) => cards.flatMap(({ lines }) => lines.map(({ title }) => title)))
      .slice(0, 4)
      .join(' · '),
    heading: `${when} in ${reader.workspaceName}`,
    lead: `${summary}.`,
    groups,
    why: `This is the ${reader.cadence} digest that ${reader.name} chose.`,
    stop: { label: 'Stop the digest', url: unsubscribeUrl(config, reader.userId, 'digest') },
    settingsUrl: `${publicUrl}/settings/channels`,
  };
}

function group<T>(
  title: string,
  { items, count }: Part<T>,
  publicUrl: string,
  lineOf: (item: T) => MailGroup['cards'][number]['lines'][number],
): MailGroup | null {
  if (items.length === 0) return null;
  const lines = items.map(lineOf);
  const left = count - items.length;
  const card = { lines, due: null, urgentReason: null, why: null, link: null, isMain: false };
  const more = left > 0 ? { label: `and ${left.toLocaleString('en')} more`, url: publicUrl } : null;
  return { title, cards: [card], more };
}

function short(text: string | null): string | null {
  if (!text) return null;
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text;
}

const many = (count: number, noun: string) =>
  count === 0 ? null : `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
