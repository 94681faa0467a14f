import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import postgres from 'postgres';
import { freePort } from '#server/embedded/start-postgres.ts';
import type { Annotation } from '#shared/annotations.ts';
import type { HeardEvent } from '#shared/events.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { uploadFile } from '../../bin/api-client.ts';
import { launchBrowser, openAs } from '../support/browser.ts';
import { makeClip } from '../support/media.ts';
import { boundFigure, median, ratioFigure, type Figure } from './figure.ts';
import { startBenchInstallation, type BenchInstallation } from './installation.ts';
import { treeOf } from './memory.ts';
import { signIn } from './recorder.ts';

const LISTENERS = 200;
const COMMENTS = 40;
const ROUNDS = 5;
const MANY = 2000;
const INKS = 200;

async function readyVideo({ api, url }: BenchInstallation): Promise<VideoSlug> {
  const slug = await uploadFile(api, url, await makeClip({ seconds: 20, size: '1280x720' }));
  while ((await api.videos.get({ slug })).status !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 300));
  return slug;
}

/** Environment of the installation’s own server: another one of it needs the same. */
export function serverEnvironment({ pid }: BenchInstallation): Record<string, string> {
  const server = treeOf(pid).find(({ command }) => command.includes('server/main.ts'));
  const text = readFileSync(`/proc/${server?.pid}/environ`, 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

/** From sending a comment until another screen has it: the event with the comment has come. 200 screens on two servers; p95 of all. */
export async function* liveComments(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { api, url, cookie } = installation;
  const slug = await readyVideo(installation);
  const port = await freePort();
  const second = spawn(process.execPath, [join(import.meta.dirname, '../../server/main.ts')], {
    env: { ...serverEnvironment(installation), PORT: String(port), NODE_CHANNEL_FD: '' },
    stdio: 'ignore',
  });
  const controller = new AbortController();
  try {
    const other = `http://127.0.0.1:${port}`;
    while (!(await fetch(`${other}/healthz`).catch(() => null))?.ok)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const seen = new Map<string, number[]>();
    const screens = Array.from({ length: LISTENERS }, (_, i) => (i % 2 === 0 ? url : other));
    await Promise.all(
      screens.map(async (origin) => {
        const stream = await fetch(`${origin}/events`, { headers: { cookie }, signal: controller.signal });
        if (!stream.ok || !stream.body) throw new Error(`/events answered ${stream.status}`);
        void listen(stream.body, (id) => {
          seen.set(id, [...(seen.get(id) ?? []), performance.now()]);
        }).catch(() => undefined);
      }),
    );
    const delays: number[] = [];
    for (let i = 0; i < COMMENTS; i++) {
      const id = randomUUID();
      const sentAt = performance.now();
      await api.comments.create({ slug, id: id as never, body: `Comment ${i}`, atMs: i * 100 });
      while ((seen.get(id)?.length ?? 0) < LISTENERS) await new Promise((resolve) => setTimeout(resolve, 5));
      delays.push(...(seen.get(id) ?? []).map((at) => at - sentAt));
    }
    const sorted = delays.toSorted((a, b) => a - b);
    yield boundFigure(
      `comment → other screen, p95 of ${LISTENERS} screens on two servers`,
      sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
      'ms',
      200,
    );
  } finally {
    controller.abort();
    second.kill('SIGTERM');
    await once(second, 'exit');
  }
}

/** Calls back with the id of every comment that a stream of events tells of. */
async function listen(body: ReadableStream<Uint8Array>, onComment: (id: string) => void): Promise<void> {
  let text = '';
  for await (const chunk of body.pipeThrough(
    new TextDecoderStream() as never,
  ) as unknown as AsyncIterable<string>) {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const event = line.startsWith('data: ') ? (JSON.parse(line.slice(6)) as Partial<HeardEvent>) : {};
      if (event.type === 'comment.changed' && event.comment) onComment(event.comment.id);
    }
  }
}

/**
 * POST of a comment, eight at a time by one client, against a bare Hono route that inserts the row over a pool of the same size; and
 * the bare insert itself, without any HTTP.
 */
export async function* postComment(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { url, cookie } = installation;
  const slug = await readyVideo(installation);
  const databaseUrl = serverEnvironment(installation)['DATABASE_URL'] ?? '';
  const sql = postgres(databaseUrl, { max: 10 });
  const [video] = await sql<{ id: string; workspace_id: string; author_id: string }[]>`
    select id, workspace_id, author_id from videos where slug = ${slug}`;
  if (!video) throw new Error('no video');
  const port = await freePort();
  const bareServer = fork(join(import.meta.dirname, 'bare-route.ts'), {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), VIDEO: JSON.stringify(video) },
  });
  await once(bareServer, 'message');
  try {
    const body = { body: 'A comment of usual length, as people write them.', atMs: 1000 };
    const poster = (address: string) => async () => {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    };
    const ours = poster(`${url}/api/videos/${slug}/comments`);
    const route = poster(`http://127.0.0.1:${port}/comments`);
    const insert = () => sql`
      insert into comments (workspace_id, video_id, author_id, at_ms, body)
      values (${video.workspace_id}, ${video.id}, ${video.author_id}, ${body.atMs}, ${body.body})`;
    await Promise.all([rate(ours, 300), rate(route, 300)]);
    const rates: Record<'ours' | 'route' | 'insert', number[]> = { ours: [], route: [], insert: [] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await rate(ours, 500));
      rates.route.push(await rate(route, 500));
      rates.insert.push(await rate(insert, 600));
    }
    const against = (name: string, baseline: number[]) =>
      ratioFigure(
        `POST of a comment against ${name}`,
        median(rates.ours),
        median(baseline),
        '/s',
        0.5,
        'at least',
      );
    yield against('a bare Hono route that inserts', rates.route);
    yield against('a bare insert without HTTP', rates.insert);
  } finally {
    bareServer.kill('SIGTERM');
    await sql.end();
  }
}

/** How often a second `work` is done, eight at a time. */
async function rate(work: () => Promise<unknown>, count: number): Promise<number> {
  let left = count;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (left-- > 0) await work();
    }),
  );
  return (count * 1000) / (performance.now() - from);
}

/** Opening a page until its comments can be used, with 2,000 comments and 200 inks against none. */
export async function* manyComments(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  const { url } = installation;
  const [full, empty] = [await readyVideo(installation), await readyVideo(installation)];
  const sql = postgres(serverEnvironment(installation)['DATABASE_URL'] ?? '', { max: 1 });
  const ink: Annotation = [
    {
      id: randomUUID(),
      tool: 'box',
      colour: 'red',
      width: 0.006,
      points: [
        [0.2, 0.2, 0.5],
        [0.5, 0.5, 0.5],
      ],
      text: '',
    },
  ];
  await sql`
    insert into comments (workspace_id, video_id, author_id, at_ms, body, ink)
    select workspace_id, id, author_id, n * 9, 'Comment number ' || n || ' with **some** words in it',
      case when n % ${MANY / INKS} = 0 then ${sql.json(ink as never)}::jsonb else '[]'::jsonb end
    from videos, generate_series(1, ${MANY}) n where slug = ${full}`;
  await sql.end();
  const browser = await launchBrowser();
  try {
    const { page } = await openAs(browser, url);
    await signIn(page);
    const open = async (slug: string, isThere: string): Promise<number> => {
      await page.goto('about:blank');
      await page.goto(`${url}/v/${slug}`, { waitUntil: 'commit' });
      await page.waitForFunction(
        (text) =>
          (document.querySelector('video')?.readyState ?? 0) >= 2 &&
          document.querySelector('textarea') !== null &&
          document.body.textContent.includes(text),
        isThere,
        { polling: 5 },
      );
      return page.evaluate(() => performance.now());
    };
    const [many, none]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const a = await open(full, 'Comment number 1 ');
      const b = await open(empty, 'No comments yet');
      if (round > 0) {
        many.push(a);
        none.push(b);
      }
    }
    yield ratioFigure(
      `a page with ${MANY} comments and ${INKS} inks against one with none`,
      median(many),
      median(none),
      'ms',
      1.3,
    );
    await open(full, 'Comment number 1 ');
    const frames = await page.evaluate(async () => {
      const list = document.querySelector('[aria-setsize]')?.parentElement?.parentElement;
      if (!list) throw new Error('no list');
      const gaps: number[] = [];
      let before = await new Promise<number>(requestAnimationFrame);
      for (let i = 0; i < 240; i++) {
        list.scrollTop += 120;
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - before);
        before = now;
      }
      return gaps.toSorted((a, b) => a - b);
    });
    yield boundFigure(
      `frame while scrolling ${MANY} comments, p95`,
      frames[Math.floor(frames.length * 0.95)] ?? Number.NaN,
      'ms',
      17.5,
    );
  } finally {
    await browser.close();
  }
}
