const MENTION = /@\[([^\]\n]{1,120})\]\((user|space):([0-9a-f-]{36})\)/g;

/** Who is named: a person, or everybody in a space. */
export type MentionKind = 'user' | 'space';

/** A person or a space in the text of a comment: `@[Name](user:<id>)`, `@[Name](space:<id>)`. */
export function mentionText({
  id,
  name,
  kind = 'user',
}: {
  id: string;
  name: string;
  kind?: MentionKind;
}): string {
  return `@[${name.replaceAll(/[[\]\n]/g, ' ').slice(0, 120)}](${kind}:${id})`;
}

/** Ids of the people named in a text, each once. */
export function mentionedIds(body: string): string[] {
  return idsOf(body, 'user');
}

/** Ids of the spaces named in a text, each once. */
export function mentionedSpaceIds(body: string): string[] {
  return idsOf(body, 'space');
}

function idsOf(body: string, wanted: MentionKind): string[] {
  if (!body.includes('@[')) return [];
  return [
    ...new Set([...body.matchAll(MENTION)].flatMap(([, , kind, id = '']) => (kind === wanted ? [id] : []))),
  ];
}

/** Spaces that its author can't see are only text. */
export function withoutOtherSpaces(body: string, seenIds: ReadonlySet<string>): string {
  return body.replaceAll(MENTION, (whole, name: string, kind: string, id: string) =>
    kind === 'space' && !seenIds.has(id) ? `@${name}` : whole,
  );
}

/** Everybody and everything that is named in a text, in order. */
export function mentionsIn(body: string): { id: string; name: string; kind: MentionKind }[] {
  return [...body.matchAll(MENTION)].map(([, name = '', kind, id = '']) => ({
    id,
    name,
    kind: kind === 'space' ? 'space' : 'user',
  }));
}

/** A text as it is read aloud or previewed: names instead of mentions. */
export function plainBody(body: string): string {
  return body.replaceAll(MENTION, '@$1');
}
