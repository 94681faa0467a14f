import { lexer, type Token, type Tokens } from 'marked';
import { Fragment, useMemo, type ReactNode } from 'react';
import { parseTimecode } from '#shared/timecode.ts';

const MENTION = /@\[([^\]\n]{1,120})\]\((?:user|space):[0-9a-f-]{36}\)/g;
/** Stands for a mention while Markdown is read, which would take one for a link: its number between two private characters. */
const MARKS = /\uE000(\d+)\uE001|(?<![\w:])(\d{1,2}:\d{2}(?::\d{2})?)(?![\w:])/g;
const SAFE_LINK = /^(https?:|mailto:)/i;
const LINK_CLASS = 'text-accent-text underline underline-offset-2 break-all';

export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'time'; text: string; atMs: number }
  | { kind: 'person'; text: string };

/** Takes the names of people out of a text, so that their characters mean nothing in Markdown. */
export function hideMentions(text: string): { text: string; names: string[] } {
  const names: string[] = [];
  const hidden = text
    .replaceAll(/[\uE000\uE001]/g, '')
    .replaceAll(MENTION, (_, name: string) => `\uE000${names.push(name) - 1}\uE001`);
  return { text: hidden, names };
}

/** Cuts a text without Markdown into plain parts, times and people. */
export function textParts(text: string, names: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, person, time] = match;
    const atMs = time === undefined ? null : parseTimecode(time);
    if (time !== undefined && atMs === null) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(
      atMs === null
        ? { kind: 'person', text: `@${names[Number(person)] ?? ''}` }
        : { kind: 'time', text: whole, atMs },
    );
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/**
 * A comment's Markdown: paragraphs, emphasis, lists, quotes, code and links; `1:23` seeks. It becomes elements, never HTML:
 * tags are shown as the text that they are, and links lead to the web or to mail alone.
 */
export function CommentText({
  text,
  onSeek,
}: {
  text: string;
  /** Null: there is nothing that a time could lead to. */
  onSeek: ((ms: number) => void) | null;
}) {
  const { tokens, names } = useMemo(() => {
    const hidden = hideMentions(text);
    return { tokens: lexer(hidden.text, { gfm: true, breaks: true }), names: hidden.names };
  }, [text]);
  const context = useMemo(() => ({ names, onSeek }), [names, onSeek]);
  return (
    <div className="space-y-1.5 text-ui leading-relaxed break-words">
      <Blocks tokens={tokens} context={context} />
    </div>
  );
}

interface Context {
  names: readonly string[];
  onSeek: ((ms: number) => void) | null;
}

interface Part {
  tokens: Token[] | undefined;
  context: Context;
}

function Blocks({ tokens, context }: Part) {
  return (tokens ?? []).map((token, i) => <Block key={i} token={token} context={context} />);
}

function Block({ token, context }: { token: Token; context: Context }): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr className="border-line" />;
    case 'code':
      return (
        <pre className="overflow-x-auto rounded-lg bg-sunken px-3 py-2 text-[0.8125rem] leading-snug">
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote className="space-y-1.5 border-l-2 border-line-strong pl-3 text-dim">
          <Blocks tokens={token.tokens} context={context} />
        </blockquote>
      );
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const children = items.map((item, i) => (
        <li key={i}>
          {item.task && <input type="checkbox" disabled checked={item.checked === true} className="mr-1.5" />}
          <Blocks tokens={item.tokens} context={context} />
        </li>
      ));
      return ordered ? (
        <ol start={start === '' ? undefined : start} className="list-decimal space-y-0.5 pl-5">
          {children}
        </ol>
      ) : (
        <ul className="list-disc space-y-0.5 pl-5">{children}</ul>
      );
    }
    case 'heading':
      return (
        <p className="font-semibold">
          <Inline tokens={token.tokens} context={context} />
        </p>
      );
    case 'paragraph':
      return (
        <p>
          <Inline tokens={token.tokens} context={context} />
        </p>
      );
    case 'text':
      return token.tokens ? (
        <Inline tokens={token.tokens} context={context} />
      ) : (
        <Marked text={(token as Tokens.Text).text} context={context} />
      );
    default:
      // Tables, HTML and whatever comes to be: as it was written.
      return <p className="whitespace-pre-wrap">{token.raw}</p>;
  }
}

function Inline({ tokens, context }: Part) {
  return (tokens ?? []).map((token, i) => <Fragment key={i}>{inline(token, context)}</Fragment>);
}

function inline(token: Token, context: Context): ReactNode {
  const inner = () => <Inline tokens={(token as Tokens.Generic).tokens} context={context} />;
  switch (token.type) {
    case 'strong':
      return <strong className="font-semibold">{inner()}</strong>;
    case 'em':
      return <em>{inner()}</em>;
    case 'del':
      return <del>{inner()}</del>;
    case 'br':
      return <br />;
    case 'codespan':
      return (
        <code className="rounded bg-sunken px-1 py-0.5 text-[0.875em]">
          {(token as Tokens.Codespan).text}
        </code>
      );
    case 'link': {
      const { href } = token as Tokens.Link;
      if (!SAFE_LINK.test(href)) return token.raw;
      return (
        <a href={href} target="_blank" rel="noreferrer nofollow" className={LINK_CLASS}>
          {inner()}
        </a>
      );
    }
    case 'text':
    case 'escape':
      return <Marked text={(token as Tokens.Text).text} context={context} />;
    default:
      return token.raw;
  }
}

function Marked({ text, context }: { text: string; context: Context }) {
  const { onSeek } = context;
  return textParts(text, context.names).map((part, i) => {
    if (part.kind === 'text' || (part.kind === 'time' && !onSeek)) return part.text;
    if (part.kind === 'person')
      return (
        <span key={i} className="rounded bg-accent-soft px-1 font-medium text-accent-text">
          {part.text}
        </span>
      );
    return (
      <button
        key={i}
        type="button"
        className="numbers rounded font-medium text-accent-text hover:underline"
        onClick={() => onSeek?.(part.atMs)}
      >
        {part.text}
      </button>
    );
  });
}
