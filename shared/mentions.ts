const MENTION = /@\[[^\]\n]{1,120}\]\(user:([0-9a-f-]{36})\)/g;

/** A person in the text of a comment: `@[Name](user:<id>)`. */
export function mentionText(person: { id: string; name: string }): string {
  return `@[${person.name.replaceAll(/[[\]\n]/g, ' ').slice(0, 120)}](user:${person.id})`;
}

/** Ids of the people named in a text, each once. */
export function mentionedIds(body: string): string[] {
  return [...new Set([...body.matchAll(MENTION)].map(([, id]) => id ?? ''))];
}

/** A text as it is read aloud or previewed: names instead of mentions. */
export function plainBody(body: string): string {
  return body.replaceAll(/@\[([^\]\n]{1,120})\]\(user:[0-9a-f-]{36}\)/g, '@$1');
}
