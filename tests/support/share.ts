import { sql } from 'drizzle-orm';
import type { ShareSession } from '#shared/share-links.ts';
import type { TestPerson } from './factories.ts';
import type { ApiClient, TestApp, TestBrowser } from './test-app.ts';

type NewLink = Parameters<ApiClient['shareLinks']['create']>[0];
type Visitor = Omit<Parameters<ApiClient['shareLinks']['open']>[0], 'token'>;

/** A share link of a video, made by somebody who may. */
export function makeLink(person: TestPerson, slug: NewLink['slug'], settings: Partial<NewLink> = {}) {
  return person.api.shareLinks.create({ slug, label: 'For the client', ...settings });
}

export interface TestGuest extends TestBrowser {
  session: ShareSession;
  /** The browser, on no page of a link. */
  browser: TestBrowser;
}

/** Somebody without an account who has come in by a link, in a browser of their own unless told otherwise. */
export async function comeIn(
  test: TestApp,
  token: string,
  visitor: Visitor = { name: 'Gus Guest' },
  browser: TestBrowser = test.browser(),
): Promise<TestGuest> {
  const session = await browser.api.shareLinks.open({ token, ...visitor });
  return { ...browser.under(session.linkId), session, browser };
}

/** The code in the latest mail to an address, as it waits in the queue. */
export async function mailedCode(test: TestApp, email: string): Promise<string> {
  const rows = await test.ctx.db.execute<{ text: string }>(
    sql`select data->>'text' as text from pgboss.job where name = 'send-mail' and data->>'to' = ${email}
      order by created_on desc, id desc limit 1`,
  );
  const [, code] = /\b(\d{6})\b/.exec(rows[0]?.text ?? '') ?? [];
  if (!code) throw new Error(`no code was mailed to ${email}`);
  return code;
}
