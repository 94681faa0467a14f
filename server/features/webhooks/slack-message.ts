/** A message as Slack's incoming webhooks, and what copies them (Mattermost, Rocket.Chat, Discord's `/slack`), take it. */
export interface SlackMessage {
  text: string;
  blocks: unknown[];
}

/** Slack cuts or refuses more: 3000 characters in a section. */
const MOST = 2800;

/** `text` for notifications and for chats without blocks; the blocks say the same with a button. */
export function slackMessage({ text, url }: { text: string; url: string }): SlackMessage {
  const words = escapeMrkdwn(text.length > MOST ? `${text.slice(0, MOST)}…` : text);
  return {
    text: `${words} <${urlInLink(url)}|Open>`,
    blocks: [
      // verbatim: a name such as @channel in it calls nobody, and a bare address is no link.
      { type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } },
      {
        type: 'actions',
        elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open in Playhead' }, url }],
      },
    ],
  };
}

/** Control characters of mrkdwn, by which a text could call everybody (`<!channel>`) or make a false link. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `|` and `>` would end the address of a link. */
const urlInLink = (url: string) => escapeMrkdwn(url).replaceAll('|', '%7C');
