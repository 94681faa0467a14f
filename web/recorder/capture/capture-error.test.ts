import { expect, it } from 'vitest';
import { browserOf, captureSentence, type Asked, type Browser } from './capture-error.ts';

const NAMES = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'AbortError', 'TypeError'];

it('has a sentence that says what to do for every failure, in every browser', () => {
  for (const browser of ['chromium', 'firefox', 'safari'] satisfies Browser[])
    for (const asked of ['screen', 'camera', 'microphone', 'camera and microphone'] satisfies Asked[])
      for (const name of NAMES) {
        const sentence = captureSentence({ name, message: '' }, asked, browser);
        expect(sentence).toMatch(/try|Try|Press|Plug|choose|Choose/);
        expect(sentence.endsWith('.')).toBe(true);
      }
});

it('tells being refused from having nothing, from being in use, from a cancelled choice', () => {
  const of = (name: string, asked: Asked) => captureSentence({ name, message: '' }, asked, 'chromium');
  const all = [
    of('NotAllowedError', 'camera'),
    of('NotFoundError', 'camera'),
    of('NotReadableError', 'camera'),
    of('NotAllowedError', 'screen'),
  ];
  expect(new Set(all).size).toBe(4);
  expect(
    captureSentence({ name: 'NotAllowedError', message: 'Permission denied by system' }, 'screen', 'safari'),
  ).toContain('privacy settings');
});

it('knows the browsers', () => {
  expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0')).toBe('firefox');
  expect(
    browserOf(
      'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    ),
  ).toBe('safari');
  expect(browserOf('Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36')).toBe(
    'chromium',
  );
});
