import { mentionsIn, mentionText, plainBody, type MentionKind } from '#shared/mentions.ts';

/** Who can be named in a text: enough of a person, or of a space, to write and to find them. */
export interface Nameable {
  id: string;
  name: string;
  /** Absent: a person. */
  kind?: MentionKind;
}

/** A stored text as it is typed: `@Name` instead of `@[Name](user:…)`, and who these names are. */
export function openDraft(body: string): { text: string; people: Nameable[] } {
  const people = mentionsIn(body).map(({ id, name, kind }): Nameable =>
    kind === 'space' ? { id, name, kind } : { id, name },
  );
  return { text: plainBody(body), people };
}

/** A typed text as it is stored. Longer names go first: `@Ann Lee` is not `@Ann` with a Lee behind her. */
export function closeDraft(text: string, people: readonly Nameable[]): string {
  const byLength = people.toSorted((a, b) => b.name.length - a.name.length);
  let closed = '';
  for (let at = 0; at < text.length;) {
    const named =
      text[at] === '@' && !/\w/.test(text[at - 1] ?? ' ')
        ? byLength.find(
            ({ name }) => text.startsWith(name, at + 1) && !/\w/.test(text[at + 1 + name.length] ?? ' '),
          )
        : undefined;
    closed += named ? mentionText(named) : (text[at] ?? '');
    at += named ? named.name.length + 1 : 1;
  }
  return closed;
}

/** What is being typed after an `@` that begins a word, up to the cursor; null elsewhere. */
export function mentionQuery(text: string, cursor: number): string | null {
  return (
    /(?:^|[\s(])@([\p{L}\p{N}'’.-]{0,40}(?: [\p{L}\p{N}'’.-]{0,40})?)$/u.exec(text.slice(0, cursor))?.[1] ??
    null
  );
}

/** People whose name, or a part of it, begins so. */
export function matchPeople<T extends Nameable>(people: readonly T[], query: string): T[] {
  const wanted = query.toLowerCase();
  return people
    .filter(({ name }) => {
      const lower = name.toLowerCase();
      return lower.startsWith(wanted) || lower.split(/\s+/).some((part) => part.startsWith(wanted));
    })
    .slice(0, 6);
}
