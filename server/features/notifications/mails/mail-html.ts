import { render } from '@react-email/render';
import { createElement as h, Fragment, type CSSProperties, type ReactNode } from 'react';
import { button, layout, row, table } from './layout.ts';
import { webUrl, type MailCard, type MailContent, type MailLine } from './mail-content.ts';
import { styles } from './mail-styles.ts';

/** The HTML part. React escapes all that people wrote. */
export function mailHtml(mail: MailContent): Promise<string> {
  const content = mail.groups.flatMap(({ title, cards, more }) => [
    title === null ? null : row({}, h('h2', { className: 'dim', style: styles.group }, title)),
    ...cards.flatMap((card) => [cardRow(card), row({ style: styles.gap }, '\u00a0')]),
    more && row({ style: styles.more }, link(more.url, more.label)),
  ]);
  const lead = mail.lead === null ? null : row({ className: 'dim', style: styles.lead }, mail.lead);
  const footer = [
    mail.why,
    (mail.stop || mail.settingsUrl) && h('br'),
    mail.stop && link(mail.stop.url, mail.stop.label),
    mail.stop && mail.settingsUrl && h('br'),
    mail.settingsUrl && link(mail.settingsUrl, 'Choose what reaches you'),
  ];
  return render(layout(mail, [lead, ...content], footer));
}

function cardRow({ lines, due, urgentReason, why, link: action, isMain }: MailCard): ReactNode {
  const inner = table(
    {},
    urgentReason === null
      ? null
      : row({}, h('div', { className: 'urgent', style: styles.urgent }, `Urgent: ${urgentReason}`)),
    ...lines.map((line, i) => row({}, lineOf(line, i > 0))),
    due === null ? null : row({ className: 'text', style: styles.due }, due),
    action === null ? null : row({ style: styles.buttonCell }, button(action, isMain)),
    why === null ? null : row({ className: 'dim', style: styles.why }, why),
  );
  return row({ className: 'card', style: styles.card }, inner);
}

function lineOf({ title, url, detail, words }: MailLine, isNext: boolean): ReactNode {
  return h(
    'div',
    isNext ? { className: 'rule', style: styles.nextLine } : {},
    h('div', { className: 'text', style: styles.title }, url ? link(url, title, styles.titleLink) : title),
    detail === null ? null : h('div', { className: 'dim', style: styles.detail }, detail),
    words === null ? null : h('div', { className: 'text rule', style: styles.words }, words),
  );
}

function link(url: string, label: string, style: CSSProperties = styles.link): ReactNode {
  const href = webUrl(url);
  return href === null ? label : h('a', { href, className: 'link', style }, label);
}

/** A mail that was written as plain text: its paragraphs; an address alone becomes a button, a code alone is large. */
export function plainMailHtml(mail: { subject: string; text: string }): Promise<string> {
  const paragraphs = mail.text.trim().split(/\n{2,}/);
  const isUrl = (line: string) => /^https?:\/\/\S+$/.test(line);
  const parts = paragraphs.map((paragraph, i) => {
    const lines = paragraph.split('\n');
    const url = lines.find(isUrl);
    const words = lines.filter((line) => !isUrl(line)).join('\n');
    if (/^\d{6}$/.test(paragraph))
      return row({}, h('div', { className: 'text', style: styles.code }, paragraph), h('br'));
    return h(
      Fragment,
      { key: i },
      words && row({ className: 'text', style: styles.paragraph }, words),
      url && row({ style: { paddingBottom: 12 } }, button({ label: 'Open in Playhead', url }, true)),
    );
  });
  const card = row({ className: 'card', style: styles.card }, table({}, ...parts));
  const preheader = paragraphs[0] ?? '';
  return render(layout({ ...mail, preheader, heading: mail.subject }, [card], ['Sent by Playhead.']));
}
