import type { MailCard, MailContent } from './mail-content.ts';

/** The plain text part: everything that the HTML part says, with addresses written out. */
export function mailText(mail: MailContent): string {
  const parts = [
    mail.heading,
    mail.lead,
    ...mail.groups.flatMap(({ title, cards, more }) => [
      title && `== ${title} ==`,
      ...cards.map(cardText),
      more && `${more.label}:\n${more.url}`,
    ]),
    [
      '-- ',
      mail.why,
      mail.stop && `${mail.stop.label}: ${mail.stop.url}`,
      mail.settingsUrl && `Choose what reaches you: ${mail.settingsUrl}`,
    ]
      .filter(Boolean)
      .join('\n'),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function cardText({ lines, due, urgentReason, why, link }: MailCard): string {
  return [
    urgentReason && `Urgent: ${urgentReason}`,
    ...lines.flatMap(({ title, url, detail, words }) => [
      detail ? `${title} (${detail})` : title,
      url,
      words && words.replaceAll(/^/gm, '> '),
    ]),
    due && `${due}.`,
    why && `Why: ${why}`,
    link && `${link.label}: ${link.url}`,
  ]
    .filter(Boolean)
    .join('\n');
}
