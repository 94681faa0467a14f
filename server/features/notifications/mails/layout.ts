import { createElement as h, type CSSProperties, type ReactNode } from 'react';
import { STYLE_SHEET, styles } from './mail-styles.ts';
import { webUrl, type MailLink } from './mail-content.ts';

/** Tables, as mail programs lay out nothing else alike. Node runs these files as they are: no JSX. */
export function row(
  cell: { style?: CSSProperties; className?: string },
  ...children: ReactNode[]
): ReactNode {
  return h('tr', {}, h('td', cell, ...children));
}

export function table(props: { style?: CSSProperties; className?: string }, ...rows: ReactNode[]): ReactNode {
  const plain = { role: 'presentation', width: '100%', cellPadding: 0, cellSpacing: 0, border: 0 };
  return h('table', { ...plain, ...props }, h('tbody', {}, ...rows));
}

export function button({ label, url }: MailLink, isMain: boolean): ReactNode {
  const href = webUrl(url);
  if (href === null) return null;
  const look = isMain
    ? { className: 'main-button', style: styles.mainButton }
    : { className: 'button', style: styles.button };
  return h('a', { href, ...look }, label);
}

/** Lists of mails show the begin of the text; after ours they shall find nothing else to show. */
const FILL = '\u034f\u200c\u00a0'.repeat(90);

/** The one page that all our mails are on. No picture and nothing else is fetched: nobody learns whether a mail was read. */
export function layout(
  mail: { subject: string; preheader: string; heading: string },
  content: ReactNode[],
  footer: ReactNode[],
): ReactNode {
  const head = h(
    'head',
    {},
    h('meta', { httpEquiv: 'Content-Type', content: 'text/html; charset=UTF-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    h('meta', { name: 'format-detection', content: 'telephone=no,date=no,address=no,email=no,url=no' }),
    h('title', {}, mail.subject),
    h('style', { dangerouslySetInnerHTML: { __html: STYLE_SHEET } }),
  );
  const hidden: CSSProperties = { display: 'none', maxHeight: 0, overflow: 'hidden', opacity: 0 };
  const frame = table(
    { style: styles.frame },
    row(
      { className: 'text', style: styles.brand },
      h('span', { 'aria-hidden': true, className: 'mark', style: styles.mark }, '▶'),
      'Playhead',
    ),
    row({}, h('h1', { className: 'text heading', style: styles.heading }, mail.heading)),
    ...content,
    row({ className: 'dim', style: styles.footer }, ...footer),
  );
  return h(
    'html',
    { lang: 'en', dir: 'ltr' },
    head,
    h(
      'body',
      { className: 'page', style: styles.page },
      h('div', { style: hidden }, mail.preheader, FILL),
      table({ className: 'page', style: styles.page }, row({ style: styles.outer }, frame)),
    ),
  );
}
