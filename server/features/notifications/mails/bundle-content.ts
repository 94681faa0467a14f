import { unsubscribeUrl } from '#server/features/channels/index.ts';
import type { Config } from '#server/config.ts';
import { whyOf } from '#shared/notice-kinds.ts';
import type { ChannelCategory } from '#shared/channels.ts';
import type { Bundle, BundleItem, NoticeKind } from '../bundle.ts';
import { editionLines } from './edition-lines.ts';
import {
  dueLine,
  localTime,
  oneLine,
  webUrl,
  type MailCard,
  type MailContent,
  type MailGroup,
  type MailLine,
} from './mail-content.ts';

/** Which switch of its recipient a bundle hangs on. */
export const CATEGORY_OF: Record<Bundle['kind'], ChannelCategory> = {
  ask: 'asks',
  reminder: 'asks',
  urgent: 'urgent',
  updates: 'updates',
  report: 'reports',
};

const ACTION: Record<NoticeKind, string> = {
  asked: 'Watch and answer',
  ask_changed: 'Watch and answer',
  ask_reminder: 'Watch and answer',
  ask_answered: 'See the answer',
  owner_report: 'See who has answered',
  manager_report: 'Open the report',
  mentioned: 'Answer',
  replied: 'Answer',
  commented: 'Answer',
  assigned: 'Open the thread',
  new_version: 'See what changed',
  guest_answered: 'See the answer',
  entry_opened: 'Give your update',
  entry_reminder: 'Give your update',
  edition_closed: 'Watch the updates',
  blocker_assigned: 'See the blocker',
  video_requested: 'Record your answer',
  video_request_reminder: 'Record your answer',
  video_request_answered: 'See the answer',
};

const STOP: Record<ChannelCategory, string> = {
  asks: 'Stop e-mails about asks to you',
  urgent: 'Stop e-mails about what is urgent',
  updates: 'Stop e-mails about updates',
  reports: 'Stop e-mails about what you asked',
};

/** The words of a bundle, as a mail. */
export function bundleContent(config: Config, bundle: Bundle): MailContent {
  const { kind, items, recipient, workspace } = bundle;
  const category = CATEGORY_OF[kind];
  const [first] = items;
  if (!first) throw new Error(`the bundle ${bundle.deliveryId} is empty`);
  const isOne = items.length === 1;
  const heading = headingOf(bundle, first);
  return {
    subject: oneLine(kind === 'urgent' ? `Urgent: ${heading}` : heading),
    preheader: oneLine(preheaderOf(bundle, first)),
    heading,
    lead: leadOf(bundle),
    groups:
      kind === 'updates' && !isOne
        ? byVideo(bundle)
        : [{ title: null, cards: cards(bundle, items), more: null }],
    why: `This e-mail is for ${recipient.name} in ${workspace.name}. ${isOne ? whyOf(first.kind, first) : 'Why you got each is said below it.'}`,
    stop: { label: STOP[category], url: unsubscribeUrl(config, recipient.id, category) },
    settingsUrl: `${config.http.publicUrl}/settings/channels`,
  };
}

function headingOf({ kind, items }: Bundle, first: BundleItem): string {
  const count = items.length;
  switch (kind) {
    case 'ask':
    case 'urgent':
      return count === 1 ? first.title : `${first.title}, and ${count - 1} more`;
    case 'reminder':
      return count === 1 ? `Reminder: ${first.title}` : `${count} asks wait for your answer`;
    case 'report':
      return count === 1 ? first.title : `${count} answers and reports`;
    case 'updates':
      return count === 1 ? first.title : `${count} updates on ${videosOf(items)}`;
  }
}

function videosOf(items: BundleItem[]): string {
  const titles = [...new Set(items.flatMap(({ videoTitle }) => videoTitle ?? []))];
  const [first, second] = titles;
  if (first === undefined) return 'what you follow';
  if (titles.length === 1) return `“${first}”`;
  if (titles.length === 2) return `“${first}” and “${second ?? ''}”`;
  return `“${first}” and ${titles.length - 1} more videos`;
}

function preheaderOf({ items, recipient }: Bundle, first: BundleItem): string {
  if (items.length > 1) return items.map(({ title }) => title).join(' · ');
  const due = first.dueAt ? dueLine(first.dueAt, recipient.timeZone) : null;
  return [first.urgentReason, due, first.text].filter(Boolean).join(' · ') || whyOf(first.kind, first);
}

function leadOf({ kind, items }: Bundle): string | null {
  if (items.length === 1) return null;
  if (kind === 'reminder')
    return 'Once you have answered, or said why you can’t, there are no more reminders.';
  if (kind === 'updates')
    return 'Nothing here is urgent. It was kept together, so that you are disturbed once.';
  return null;
}

/** A part for each video, in the order in which they come up first; what is in one thread is one card. */
function byVideo(bundle: Bundle): MailGroup[] {
  const videos = Map.groupBy(bundle.items, ({ videoId }) => videoId);
  return [...videos.values()].map((items) => ({
    title: items[0]?.videoTitle ?? null,
    cards: cards(bundle, items),
    more: null,
  }));
}

function cards(bundle: Bundle, items: BundleItem[]): MailCard[] {
  const threads = Map.groupBy(items, ({ threadId, notificationId }) => threadId ?? notificationId);
  return [...threads.values()].map((thread) => cardOf(bundle, thread));
}

function cardOf(bundle: Bundle, items: BundleItem[]): MailCard {
  const { timeZone } = bundle.recipient;
  const isOnly = bundle.items.length === 1;
  const last = items.at(-1);
  const dueAt = items.findLast((item) => item.dueAt)?.dueAt ?? null;
  const url = last ? webUrl(last.url) : null;
  return {
    lines: items.flatMap((item) => lineOf(item, bundle)),
    due: dueAt && dueLine(dueAt, timeZone),
    urgentReason: items.find((item) => item.urgentReason)?.urgentReason ?? null,
    why: isOnly || !last ? null : whyOf(last.kind, last),
    link: last && url ? { label: ACTION[last.kind], url } : null,
    isMain: isOnly,
  };
}

function lineOf(item: BundleItem, { items, recipient }: Bundle): MailLine[] {
  const isOnly = items.length === 1;
  const line = {
    // Of a mail with one thing in it, the heading says it already.
    title: isOnly ? (item.videoTitle ?? item.title) : item.title,
    detail: localTime(item.at, recipient.timeZone),
    words: item.text || null,
  };
  if (item.kind !== 'edition_closed' || !item.text) return [line];
  return [...(isOnly ? [] : [{ ...line, words: null }]), ...editionLines(item.text)];
}
