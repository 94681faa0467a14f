import type { MailLine } from './mail-content.ts';

/** What is told of an edition, prompt by prompt: a block of its text begins with the prompt. */
export function editionLines(text: string): MailLine[] {
  return text.split(/\n{2,}/).map((block) => {
    const [title = '', ...words] = block.split('\n');
    return { title, detail: null, words: words.join('\n') || null };
  });
}
