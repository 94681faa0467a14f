import { lexer, type Token, type Tokens } from 'marked';
import { plainBody } from './mentions.ts';

/**
 * What the Markdown of a comment says, for where it can't be shown as such (inbox, mails, chats): names instead of mentions, a line for
 * each block, `•` before what is listed, no marks of emphasis. Tags, which pages show as text, stay.
 */
export function plainWords(body: string): string {
  return linesOf(lexer(plainBody(body), { gfm: true, breaks: true })).join('\n');
}

function linesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    switch (token.type) {
      case 'space':
      case 'def':
      case 'hr':
        return [];
      case 'code':
        return [(token as Tokens.Code).text];
      case 'blockquote':
        return linesOf(token.tokens ?? []);
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        return items.map((item, i) => {
          const bullet = ordered ? `${Number(start || 1) + i}.` : '•';
          return `${bullet} ${linesOf(item.tokens).join('\n')}`;
        });
      }
      case 'heading':
      case 'paragraph':
      case 'text':
        return [wordsOf(token)];
      default:
        return [token.raw.trimEnd()];
    }
  });
}

function wordsOf(token: Token): string {
  const inner = (token as Tokens.Generic).tokens;
  if (token.type === 'br') return '\n';
  if (inner) return inner.map((one) => wordsOf(one)).join('');
  return 'text' in token ? token.text : token.raw;
}
