import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelChoices, digestChoices } from '#server/db/tables.ts';
import { isChannelOn, unsubscribeUrl, type MailCategory } from '#server/features/channels/index.ts';
import { bringBundle } from '#server/features/notifications/channels/deliver-bundle.ts';
import { deliverMail, type Bundle } from '#server/features/notifications/index.ts';
import { bundleMail } from '#server/features/notifications/channels/deliver-bundle.ts';
import { PermanentJobError } from '#server/queue/queue.ts';
import { buildBundle, buildItem } from '../support/bundles.ts';
import { joinAs, setUpOwner, type TestPerson } from '../support/factories.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let server: MailServer;
let test: TestApp;
let mia: TestPerson;
beforeAll(async () => {
  server = await startMailServer();
  test = await makeTestApp({ SMTP_URL: server.url, RATE_LIMIT_FACTOR: '100' });
  mia = await joinAs(test, await setUpOwner(test), 'member', 'Mia Member');
});
afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  server.mails.length = 0;
  server.refuse(null);
});

const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</title></style></td></tr></table><script>alert(1)</script>',
  '<!--><img src=x onerror=alert(1)>-->',
  '&lt;b&gt; &#60;script&#62;',
  '{{constructor.constructor("alert(1)")()}}',
  '<a href="javascript:alert(1)">x</a>',
  '\u2028<script>\u2029',
];
/** Nothing but our own elements, with no handler and no address other than of the web. */
const KNOWN_TAG =
  /^<(!DOCTYPE [^>]*|!--[ $/a-z]*--|\/[a-z1-6]+|(body|br|div|h1|h2|head|html|meta|span|style|table|tbody|td|title|tr|a href="http[^"<>]*")( (?!on)[a-zA-Z-]+="[^"<>]*")*\/?)>$/;
const KINDS = ['ask', 'urgent', 'updates', 'reminder', 'report'] as const;

/** Header lines by name, unfolded. */
function headersOf(raw: string): Map<string, string> {
  const [head = ''] = raw.split(/\r?\n\r?\n/);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
    }),
  );
}

async function sent(bundle: Bundle) {
  await bringBundle(test.ctx, 'email', bundle);
  const mail = server.mails.at(-1);
  if (!mail) throw new Error('nothing arrived');
  return { ...mail, headers: headersOf(mail.raw) };
}

describe('an ask by e-mail', () => {
  it('says who asks what, until when in the zone of its reader, and where to answer', async () => {
    const bundle = buildBundle('ask', [buildItem()]);
    const { subject, text, html = '' } = await bundleMail(test.ctx, bundle);
    expect(subject).toBe('Olive Owner asks you to acknowledge “Launch film”');
    for (const part of [text, html]) {
      expect(part).toContain('Due Tue 3 Mar, 11:00 your time (Europe/Berlin)');
      expect(part).toContain('Please look at the ending.');
      expect(part).toContain('http://localhost/v/abcdefghijkl');
      expect(part).toContain('Watch and answer');
      expect(part).toContain('You get this because');
      expect(part).toContain('/unsubscribe/');
    }
    expect(html).toContain('<html lang="en" dir="ltr">');
  });

  it('arrives with the headers that programs need, by one connection', async () => {
    const bundle = buildBundle('ask', [buildItem()]);
    const first = await sent(bundle);
    expect(first.to).toEqual(['mia@example.com']);
    expect(first.headers.get('message-id')).toBe(`<${bundle.deliveryId}@localhost>`);
    expect(first.headers.get('auto-submitted')).toBe('auto-generated');
    expect(first.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const url = unsubscribeUrl(test.ctx.config, bundle.recipient.id, 'asks');
    expect(first.headers.get('list-unsubscribe')).toBe(`<${url}>`);
    expect(first.headers.get('content-type')).toContain('multipart/alternative');
    const again = await sent(bundle);
    expect(again.headers.get('message-id')).toBe(first.headers.get('message-id'));
    for (let i = 0; i < 5; i++) await sent(buildBundle('updates', [buildItem({ kind: 'replied' })]));
    expect(server.connections()).toBe(1);
  });

  it('is given up where the address is refused, and tried again where the server is busy', async () => {
    const deliver = () => bringBundle(test.ctx, 'email', buildBundle('ask', [buildItem()]));
    server.refuse(550);
    await expect(deliver()).rejects.toBeInstanceOf(PermanentJobError);
    server.refuse(451);
    const error = await deliver().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentJobError);
    server.refuse(null);
    await deliver();
  });

  it('is not sent to somebody without an address', async () => {
    for (const email of ['x@guests.invalid', 'a@example.com, b@example.com', '', 'a@b.c\r\nbcc: d@e.f']) {
      const bundle = buildBundle('ask', [buildItem()]);
      bundle.recipient.email = email;
      await expect(bringBundle(test.ctx, 'email', bundle)).rejects.toBeInstanceOf(PermanentJobError);
    }
    expect(server.mails).toEqual([]);
  });
});

describe('updates', () => {
  it('are grouped by video and thread, in one mail', async () => {
    const onFilm = { kind: 'replied' as const, threadId: 'thread-1', dueAt: null, text: null };
    const items = [
      buildItem({ ...onFilm, title: 'Bea replied', text: 'First words' }),
      buildItem({ ...onFilm, threadId: null, videoId: 'video-2', videoTitle: 'Other film', title: 'New v2' }),
      buildItem({ ...onFilm, title: 'Cid replied', text: 'Second words' }),
    ];
    const { subject, text, html = '' } = await bundleMail(test.ctx, buildBundle('updates', items));
    expect(subject).toBe('3 updates on “Launch film” and “Other film”');
    const order = ['== Launch film ==', 'First words', 'Second words', '== Other film ==', 'New v2'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    // One thread, one button; and each card says why it came.
    expect(html.match(/class="button"/g)).toHaveLength(2);
    expect(text.match(/^Why: /gm)).toHaveLength(2);
  });
});

describe('what people write', () => {
  it.each(KINDS)('never becomes markup in a mail of kind %s', async (kind) => {
    const items = ATTACKS.map((attack, i) =>
      buildItem({
        title: attack,
        text: attack,
        videoTitle: attack,
        actorName: attack,
        urgentReason: attack,
        videoId: i % 2 ? 'a' : attack,
        url: i % 3 ? `http://localhost/v/x?c=${attack}` : 'javascript:alert(1)',
      }),
    );
    const workspace = { id: 'w', name: ATTACKS[0] ?? '' };
    for (const some of [items, ...items.map((item) => [item])]) {
      const { html = '' } = await bundleMail(test.ctx, buildBundle(kind, some, { workspace }));
      const body = html.replace(/<style>[^<]*<\/style>/, '');
      const tags = [...body.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
      expect(tags.length).toBeGreaterThan(30);
      expect(tags.filter((tag) => !KNOWN_TAG.test(tag))).toEqual([]);
      expect(html.match(/<\/title>/g)).toHaveLength(1);
      expect(html.match(/<\/style>/g)).toHaveLength(1);
    }
  });

  it('adds no header, in a bundle or a mail of its own', async () => {
    const evil = 'Hello\r\nBcc: evil@example.com\n\nBody\u2028X-Evil: 1\u202Egnp.exe\u0000';
    const { headers, to, raw } = await sent(buildBundle('ask', [buildItem({ title: evil })]));
    expect(to).toEqual(['mia@example.com']);
    expect(headers.has('bcc')).toBe(false);
    expect(headers.has('x-evil')).toBe(false);
    expect(headers.get('subject')).toContain('Hello Bcc: evil@example.com Body X-Evil: 1');
    expect(raw).not.toContain('\u202E');
    await deliverMail(test.ctx, { to: 'a@example.com', subject: evil, text: 'x' });
    expect(server.mails.at(-1)?.to).toEqual(['a@example.com']);
    expect(headersOf(server.mails.at(-1)?.raw ?? '').has('bcc')).toBe(false);
  });
});

describe('the unsubscribe link', () => {
  beforeEach(async () => {
    await test.ctx.db.delete(channelChoices);
  });
  const pathOf = (category: MailCategory, id = mia.id) =>
    new URL(unsubscribeUrl(test.ctx.config, id, category)).pathname;
  /** As a mail program does: no cookie, its own origin. */
  const post = (path: string) =>
    test.app.request(`http://localhost${path}`, {
      method: 'POST',
      headers: { origin: 'https://mail.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
  const isOn = (category: 'asks' | 'updates') => isChannelOn(test.ctx.db, mia.id, 'email', category);

  it('switches its kind off at one click, and no other', async () => {
    expect((await post(pathOf('updates'))).status).toBe(200);
    expect((await post(pathOf('updates'))).status).toBe(200);
    expect([await isOn('updates'), await isOn('asks')]).toEqual([false, true]);
    expect((await mia.api.channels.mine()).email).toMatchObject({ updates: false, asks: true });
    await mia.api.channels.update({ email: { updates: true } });
    expect(await isOn('updates')).toBe(true);
  });

  it('changes nothing when it is only looked at, and says what the button does', async () => {
    const answer = await test.browser().fetch(pathOf('asks'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const page = await answer.text();
    expect(page).toContain('Asks are still in your inbox');
    expect(page).toContain('<form method="post">');
    expect(await isOn('asks')).toBe(true);
    expect(await (await post(pathOf('asks'))).text()).toContain('/settings/channels');
    expect(await isOn('asks')).toBe(false);
  });

  it('ends the digest, and leaves its day', async () => {
    await mia.api.channels.update({ digest: { cadence: 'weekly', weekday: 'thu' } });
    expect((await post(pathOf('digest'))).status).toBe(200);
    expect((await mia.api.channels.mine()).digest).toEqual({ cadence: 'off', weekday: 'thu' });
    await test.ctx.db.delete(digestChoices);
  });

  it('is good for nothing when it is not ours', async () => {
    const [payload = '', signature = ''] = pathOf('asks').replace('/unsubscribe/', '').split('.');
    const other = Buffer.from(JSON.stringify([mia.id, 'updates'])).toString('base64url');
    const wrong = [`${other}.${signature}`, payload, `${payload}.`, `${payload}.${signature}.x`, 'x', '%00'];
    for (const token of wrong)
      for (const answer of [
        await post(`/unsubscribe/${token}`),
        await test.browser().fetch(`/unsubscribe/${token}`),
      ])
        expect([token, answer.status]).toEqual([token, 404]);
    expect(await test.ctx.db.$count(channelChoices)).toBe(0);
  });

  it('of somebody who is gone does nothing', async () => {
    expect((await post(pathOf('asks', '00000000-0000-4000-8000-000000000009'))).status).toBe(200);
    expect(await test.ctx.db.$count(channelChoices)).toBe(0);
  });
});

describe('without SMTP', () => {
  it('a mail is a text with its HTML beside it', async () => {
    await using other = await makeTestApp();
    await bringBundle(other.ctx, 'email', buildBundle('ask', [buildItem()]));
    await deliverMail(other.ctx, {
      to: 'a@example.com',
      subject: '123456 is your code',
      text: 'Code:\n\n123456\n\nhttp://localhost/s/x\n',
    });
    const folder = join(other.ctx.config.dataDir, 'outbox');
    const names = await readdir(folder);
    expect(names.map((name) => name.split('.').at(-1) ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual([
      'html',
      'html',
      'txt',
      'txt',
    ]);
    const read = async (part: string, end: string) =>
      readFile(join(folder, names.find((name) => name.includes(part) && name.endsWith(end)) ?? ''), 'utf8');
    expect(await read('mia@', '.txt')).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(await read('mia@', '.html')).toContain('Watch and answer');
    const code = await read('a@example', '.html');
    expect(code).toMatch(/>123456</);
    expect(code).toContain('href="http://localhost/s/x"');
  });
});
