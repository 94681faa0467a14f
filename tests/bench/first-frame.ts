import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { uploadFile } from '../../bin/api-client.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { makeClip } from '../support/media.ts';
import { median, ratioFigure, type Figure } from './figure.ts';
import { BENCH_PERSON, startBenchInstallation } from './installation.ts';

const ROUNDS = 7;
const HLS = join(import.meta.dirname, '../../node_modules/hls.js/dist/hls.light.min.js');
const BARE =
  '<!doctype html><video muted></video><script src="/hls.js"></script><script>const v=document.querySelector("video");const h=new Hls();h.loadSource(new URLSearchParams(location.search).get("src"));h.attachMedia(v);</script>';

/** Opening the watch page against a bare hls.js page on the same playlist, in turn, warm. */
export async function* firstFrame(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api, url, cookie } = installation;
  const slug = await uploadFile(api, url, await makeClip({ seconds: 20, size: '1280x720', speech: true }));
  while ((await api.videos.get({ slug })).status !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 300));
  const { sources } = await api.playback.get({ slug });
  const [source] = sources;
  if (source?.kind !== 'renditions') throw new Error('the rendition is not the best source');
  // The bare page is served beside Playhead, which it asks for the same files.
  const bare = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/bare')) return response.writeHead(200, { 'content-type': 'text/html' }).end(BARE);
    if (path === '/hls.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(HLS));
    void forward(`${url}${path}`, request.headers.range, response);
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const address = bare.address();
  const bareUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/bare?src=${encodeURIComponent(source.playlistUrl)}`;

  const browser = await launchBrowser();
  try {
    const { page } = await openAs(browser, url);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(BENCH_PERSON.email);
    await page.getByLabel('Password').fill(BENCH_PERSON.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    const measure = async (address: string): Promise<number> => {
      await page.goto('about:blank');
      await page.goto(address, { waitUntil: 'commit' });
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, {
        polling: 5,
      });
      return page.evaluate(() => performance.now());
    };
    const ours: number[] = [];
    const baseline: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const a = await measure(`${url}/v/${slug}`);
      const b = await measure(bareUrl);
      if (round > 0) {
        ours.push(a);
        baseline.push(b);
      }
    }
    yield ratioFigure(
      'first frame of the watch page against a bare hls.js page',
      median(ours),
      median(baseline),
      'ms',
      1.5,
    );
  } finally {
    await browser.close();
    bare.close();
  }

  async function forward(target: string, range: string | undefined, response: ServerResponse): Promise<void> {
    const answer = await fetch(target, { headers: { cookie, ...(range ? { range } : {}) } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
}
