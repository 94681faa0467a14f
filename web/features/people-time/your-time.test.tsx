import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { browserZone, timeIn } from './local-time.ts';
import { YourTime } from './your-time.tsx';

it('a time is shown as mine, with how far away it is, and as theirs on hover', () => {
  const atMs = Date.now() + 3 * 3_600_000;
  const zone = ['Asia/Kathmandu', 'Asia/Tokyo'].find((name) => name !== browserZone()) ?? '';
  const html = renderToStaticMarkup(
    <YourTime at={new Date(atMs).toISOString()} of={{ name: 'Mia', timeZone: zone }} />,
  );
  expect(html.replaceAll(/<[^>]+>/g, '')).toMatch(/^\w{3} \d\d:\d\d your time \(in 3 h\)$/);
  expect(html).toContain(`${timeIn(atMs, browserZone())} your time`);
  expect(html).toContain(`${timeIn(atMs, zone)} for Mia (${zone})`);
});
