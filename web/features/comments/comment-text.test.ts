import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CommentText, hideMentions, textParts } from './comment-text.tsx';

const render = (text: string) =>
  renderToStaticMarkup(createElement(CommentText, { text, onSeek: () => undefined }));

it('finds times and people, and leaves everything else alone', () => {
  const id = '0190a000-0000-7000-8000-000000000001';
  const hidden = hideMentions(`At 1:23 and 01:02:03, @[Ann Lee](user:${id}). Ratio 16:99, <b>no</b>`);
  expect(textParts(hidden.text, hidden.names)).toEqual([
    { kind: 'text', text: 'At ' },
    { kind: 'time', text: '1:23', atMs: 83_000 },
    { kind: 'text', text: ' and ' },
    { kind: 'time', text: '01:02:03', atMs: 3_723_000 },
    { kind: 'text', text: ', ' },
    { kind: 'person', text: '@Ann Lee' },
    { kind: 'text', text: '. Ratio 16:99, <b>no</b>' },
  ]);
});

describe('Markdown', () => {
  it('shows emphasis, lists, code, quotes and links', () => {
    const html = render(
      '**Bold** and *soft*\n\n- one at 0:05\n- two `x < y`\n\n```\n<code>\n```\n\n> said\n\nhttps://example.com/a?b=1 [here](https://example.com)',
    );
    expect(html).toContain('<strong');
    expect(html).toContain('<li>');
    expect(html).toContain('0:05</button>');
    expect(html).toContain('x &lt; y');
    expect(html).toContain('<blockquote');
    expect(html).toContain('href="https://example.com/a?b=1"');
    expect(html).toContain('>here</a>');
  });

  it('names people', () => {
    const html = render('Ask **@[Ann *Lee*](user:0190a000-0000-7000-8000-000000000001)** today');
    expect(html).not.toContain('href');
    expect(html).toContain('@Ann *Lee*</span>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:alert(1))',
    '![x](javascript:alert(1))',
    '![x](https://example.com/track.png)',
    '<a href="javascript:alert(1)">x</a>',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
    '"><script>alert(1)</script>',
    '`<script>alert(1)</script>`',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<style>*{display:none}</style>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '[x](java\nscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '<details open ontoggle=alert(1)>',
    '| a | b |\n|---|---|\n| <script>alert(1)</script> | 2 |',
  ])('is never read as HTML: %s', (text) => {
    const html = render(text);
    expect(html).not.toMatch(/<(script|img|svg|iframe|style|details|object|embed|form)/i);
    expect(html).not.toMatch(/href="(?!https?:|mailto:)/i);
    expect(html).not.toMatch(/<[a-z][^>]*\son\w+=/i);
  });
});
