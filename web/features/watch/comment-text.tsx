import { parseTimecode } from '#shared/timecode.ts';

const LINKS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])|(?<![\w:])(\d{1,2}:\d{2}(?::\d{2})?)(?![\w:])/g;

/** Cuts a text into plain parts, links and times. Nothing of it is ever read as HTML. */
export function textParts(text: string): { kind: 'text' | 'link' | 'time'; text: string; atMs?: number }[] {
  const parts: ReturnType<typeof textParts> = [];
  let from = 0;
  for (const match of text.matchAll(LINKS)) {
    const [whole, , time] = match;
    const atMs = time === undefined ? null : parseTimecode(time);
    if (time !== undefined && atMs === null) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(atMs === null ? { kind: 'link', text: whole } : { kind: 'time', text: whole, atMs });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** A comment's text: `1:23` seeks, addresses are links. */
export function CommentText({ text, onSeek }: { text: string; onSeek: (ms: number) => void }) {
  return (
    <p className="text-ui leading-relaxed break-words whitespace-pre-wrap">
      {textParts(text).map((part, index) => {
        if (part.kind === 'time') {
          return (
            <button
              key={index}
              type="button"
              className="numbers rounded font-medium text-accent-text hover:underline"
              onClick={() => onSeek(part.atMs ?? 0)}
            >
              {part.text}
            </button>
          );
        }
        if (part.kind === 'link') {
          return (
            <a
              key={index}
              href={part.text}
              target="_blank"
              rel="noreferrer nofollow"
              className="text-accent-text underline underline-offset-2"
            >
              {part.text}
            </a>
          );
        }
        return part.text;
      })}
    </p>
  );
}
