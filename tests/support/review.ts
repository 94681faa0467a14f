import type { Browser, Page } from 'playwright-core';
import type { Attachment } from '#shared/attachments.ts';
import type { Comment } from '#shared/comments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { apiClient, uploadFile, type ApiClient } from '../../bin/api-client.ts';
import { inviteAndJoin, welcome } from '../e2e/journey.ts';
import { described } from './attach.ts';
import { launchBrowser, openAs } from './browser.ts';
import { startInstallation, type Installation } from './installation.ts';
import { makeClip } from './media.ts';

type Visitor = Awaited<ReturnType<typeof openAs>>;

/** An owner and a member before the same video, each in a browser of their own. */
export interface Review extends AsyncDisposable {
  installation: Installation;
  browser: Browser;
  owner: Visitor;
  member: Visitor;
  /** As the owner. */
  api: ApiClient;
  slug: VideoSlug;
  /** Opens the video, and waits until it can be reviewed. */
  open(page: Page, query?: string): Promise<void>;
  /** Deletes all threads. */
  clear(): Promise<void>;
  /** Uploads a file that is to go with a comment. */
  attach(api: ApiClient, fileName: string, bytes: Buffer<ArrayBuffer>): Promise<Attachment>;
  /** The API as whoever a page belongs to, by the server at `origin`. */
  apiOf(page: Page, origin?: string): Promise<ApiClient>;
}

/** A comment as the server has it: a page shows its own before they have arrived. */
export async function commentOf(
  api: ApiClient,
  slug: VideoSlug,
  fits: (comment: Comment) => boolean = () => true,
): Promise<Comment> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    const found = (await api.comments.list({ slug })).find(fits);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no such comment has arrived');
}

export async function startReview(environment: Record<string, string> = {}): Promise<Review> {
  await using stack = new AsyncDisposableStack();
  const installation = stack.use(await startInstallation({ RATE_LIMIT_FACTOR: '20', ...environment }));
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  const owner = await openAs(browser, installation.origin);
  await welcome(owner.page);
  const member = await inviteAndJoin(browser, installation.origin, owner.page, 'Mia Member');
  const apiOf = async (page: Page, origin = installation.origin) => {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return apiClient(origin, () => ({ cookie, origin: installation.origin }));
  };
  const api = await apiOf(owner.page);
  const clip = await makeClip({ seconds: 10, speech: true });
  const slug = await uploadFile(api, installation.origin, clip);
  while ((await api.videos.get({ slug })).status !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 200));
  const owned = stack.move();
  return {
    installation,
    browser,
    owner,
    member,
    api,
    slug,
    async open(page, query = '') {
      await page.goto(`/v/${slug}${query}`);
      await page.getByLabel('Write a comment').waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
    },
    async clear() {
      for (const { id, parentId } of await api.comments.list({ slug }))
        if (parentId === null) await api.comments.remove({ id });
    },
    async attach(by, fileName, bytes) {
      const { id, put } = await by.attachments.create({ slug, ...described(fileName, bytes) });
      const url = new URL(put.url, installation.origin);
      const answer = await fetch(url, { method: 'PUT', headers: put.headers, body: bytes });
      if (!answer.ok) throw new Error(`PUT ${answer.status}`);
      return by.attachments.complete({ id });
    },
    apiOf,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Where the picture of the player is on the page. */
export async function pictureBox(page: Page) {
  return (await page.getByTestId('picture').boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
}

/** Drags over the picture, in shares of it. */
export async function drag(
  page: Page,
  [x0, y0]: [number, number],
  [x1, y1]: [number, number],
): Promise<void> {
  const box = await pictureBox(page);
  await page.mouse.move(box.x + box.width * x0, box.y + box.height * y0);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * x1, box.y + box.height * y1, { steps: 8 });
  await page.mouse.up();
}
