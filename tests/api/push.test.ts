import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelChoices, pushSubscriptions, serverKeys } from '#server/db/tables.ts';
import { isChannelOn, whoHasChannelOn } from '#server/features/channels/index.ts';
import { vapidKeys } from '#server/features/channels/server-keys.ts';
import { bringBundle } from '#server/features/notifications/channels/deliver-bundle.ts';
import { connectDatabase } from '#server/db/connect.ts';
import { buildBundle, buildItem } from '../support/bundles.ts';
import { joinAs, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makePushBrowser, startPushServer, vapidClaims, type PushServer } from '../support/push-server.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let server: PushServer;
let test: TestApp;
let mia: TestPerson;
let other: TestPerson;
beforeAll(async () => {
  server = await startPushServer();
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '100', OUTGOING_PRIVATE_HOSTS: '127.0.0.1' });
  const owner = await setUpOwner(test);
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  other = await joinAs(test, owner, 'member', 'Otto Other');
});
afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  server.pushes.length = 0;
  server.answers.clear();
  await test.ctx.db.delete(pushSubscriptions);
  await test.ctx.db.delete(channelChoices);
});

const subscribe = async (person: TestPerson, path: string) => {
  const browser = makePushBrowser(`${server.origin}${path}`);
  const device = await person.api.channels.addDevice(browser.device);
  return { ...browser, id: device.id };
};
const askFor = (person: TestPerson, title = 'Olive asks you') => {
  const bundle = buildBundle('ask', [buildItem({ title, text: 'Look at the ending' })]);
  bundle.recipient.id = person.id;
  return bundle;
};
const endpoints = async () =>
  (await test.ctx.db.select().from(pushSubscriptions)).map(({ endpoint }) => new URL(endpoint).pathname);

describe('the keys', () => {
  it('are made once, even if two servers start together', async () => {
    await test.ctx.db.delete(serverKeys);
    const servers = [connectDatabase(test.databaseUrl), connectDatabase(test.databaseUrl)];
    const keys = await Promise.all(servers.map(({ db }) => vapidKeys({ db })));
    expect(keys[0]).toEqual(keys[1]);
    expect(await test.ctx.db.select().from(serverKeys)).toMatchObject([{ name: 'vapid', value: keys[0] }]);
    for (const one of servers) await one[Symbol.asyncDispose]();
  });
});

describe('a push', () => {
  it('is read by the browser that it is for, and by no other; signed by us', async () => {
    const { pushKey } = await mia.api.channels.mine();
    const browser = await subscribe(mia, '/push/mia');
    const bundle = askFor(mia);
    await bringBundle(test.ctx, 'push', bundle);
    expect(server.pushes).toHaveLength(1);
    const [push] = server.pushes;
    if (!push) throw new Error('no push');
    expect(browser.read(push)).toEqual({
      title: 'Olive asks you',
      body: 'Due Tue 3 Mar, 11:00 your time (Europe/Berlin)\nLook at the ending',
      url: 'http://localhost/v/abcdefghijkl',
      tag: bundle.deliveryId,
    });
    expect(() => makePushBrowser('https://x.example').read(push)).toThrow('unable to authenticate');
    expect(push.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '172800' });
    const claims = vapidClaims(push, pushKey);
    expect(claims).toMatchObject({ aud: server.origin, sub: 'mailto:playhead@localhost' });
    expect(Number(claims['exp'])).toBeLessThanOrEqual(Date.now() / 1000 + 24 * 3600);
  });

  it('goes to every browser once, also when one has to be tried again', async () => {
    await subscribe(mia, '/push/a');
    await subscribe(mia, '/push/b');
    server.answers.set('/push/b', 503);
    const bundle = askFor(mia);
    await expect(bringBundle(test.ctx, 'push', bundle)).rejects.toThrow('503');
    server.answers.clear();
    await bringBundle(test.ctx, 'push', bundle);
    await bringBundle(test.ctx, 'push', bundle);
    expect(server.pushes.map(({ path }) => path).toSorted()).toEqual(['/push/a', '/push/b', '/push/b']);
  });

  it.each([404, 410])('answered with %i ends the subscription, and is no failure', async (status) => {
    await subscribe(mia, '/push/gone');
    await subscribe(mia, '/push/here');
    server.answers.set('/push/gone', status);
    await bringBundle(test.ctx, 'push', askFor(mia));
    expect(await endpoints()).toEqual(['/push/here']);
    expect(server.pushes).toHaveLength(2);
  });

  it('is short, whatever was written', async () => {
    const browser = await subscribe(mia, '/push/mia');
    const bundle = buildBundle('updates', [buildItem({ title: 'ä'.repeat(5000), text: '漢'.repeat(5000) })]);
    bundle.recipient.id = mia.id;
    await bringBundle(test.ctx, 'push', bundle);
    const [push] = server.pushes;
    expect(push?.body.byteLength).toBeLessThan(2500);
    expect(push && browser.read(push)).toMatchObject({ title: expect.stringMatching(/^ä+…$/) });
  });

  it('goes nowhere but where it was asked for', async () => {
    await subscribe(mia, '/push/mia');
    await bringBundle(test.ctx, 'push', askFor(other));
    expect(server.pushes).toEqual([]);
  });
});

describe('a push service that somebody made up', () => {
  it.each([
    'http://push.example.com/x',
    'https://localhost/x',
    'https://10.0.0.1/x',
    'https://[::1]/x',
    'https://169.254.169.254/latest',
    'ftp://push.example.com/x',
    'https://2130706433.0/x',
  ])('is not %s', async (endpoint) => {
    const { device } = makePushBrowser(endpoint);
    await expect(mia.api.channels.addDevice(device)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await endpoints()).toEqual([]);
  });

  it('is not reached inside, whatever the table says', async () => {
    const strict = await makeTestApp({}, { databaseUrl: test.databaseUrl });
    const { id } = await subscribe(mia, '/push/mia');
    await expect(bringBundle(strict.ctx, 'push', askFor(mia))).rejects.toThrow('not on the public internet');
    await test.ctx.db
      .update(pushSubscriptions)
      .set({ endpoint: server.origin.replace('https', 'http') })
      .where(eq(pushSubscriptions.id, id));
    await expect(bringBundle(test.ctx, 'push', askFor(mia))).rejects.toThrow('https only');
    expect(server.pushes).toEqual([]);
    await strict[Symbol.asyncDispose]();
  });

  it('has keys that are none', async () => {
    const { device } = makePushBrowser(`${server.origin}/x`);
    for (const keys of [
      { ...device.keys, p256dh: 'AAAA' },
      { ...device.keys, auth: 'AAAA' },
    ])
      await expect(mia.api.channels.addDevice({ ...device, keys })).rejects.toMatchObject({
        code: 'invalid_input',
      });
  });
});

describe('my devices', () => {
  it('are mine: listed, tested and removed by me alone', async () => {
    const { id, read } = await subscribe(mia, '/push/mia');
    const { devices } = await mia.api.channels.mine();
    expect(devices).toMatchObject([
      { id, name: 'Firefox on Linux', host: new URL(server.origin).host, lastPushAt: null },
    ]);
    expect((await other.api.channels.mine()).devices).toEqual([]);
    await expect(other.api.channels.testDevice({ id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(other.api.channels.removeDevice({ id })).rejects.toMatchObject({ code: 'not_found' });
    await mia.api.channels.testDevice({ id });
    expect(server.pushes[0] && read(server.pushes[0])).toMatchObject({
      title: 'Playhead can reach you here',
    });
    server.answers.set('/push/mia', 500);
    await expect(mia.api.channels.testDevice({ id })).rejects.toMatchObject({ code: 'unavailable' });
    server.answers.set('/push/mia', 410);
    await expect(mia.api.channels.testDevice({ id })).rejects.toMatchObject({ code: 'gone' });
    await expect(mia.api.channels.removeDevice({ id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of one browser are one, and those of the last who subscribed', async () => {
    const browser = makePushBrowser(`${server.origin}/push/shared`);
    await mia.api.channels.addDevice(browser.device);
    await mia.api.channels.addDevice(browser.device);
    expect((await mia.api.channels.mine()).devices).toHaveLength(1);
    await other.api.channels.addDevice(browser.device);
    expect((await mia.api.channels.mine()).devices).toEqual([]);
    expect((await other.api.channels.mine()).devices).toHaveLength(1);
  });
});

it('is on where it was not switched off and there is a browser', async () => {
  const isOn = () => isChannelOn(test.ctx.db, mia.id, 'push', 'updates');
  expect(await isOn()).toBe(false);
  await subscribe(mia, '/push/mia');
  expect(await isOn()).toBe(true);
  await mia.api.channels.update({ push: { updates: false } });
  expect(await isOn()).toBe(false);
  expect(await isChannelOn(test.ctx.db, mia.id, 'push', 'asks')).toBe(true);
  const both = [mia.id, other.id, mia.id];
  expect(await whoHasChannelOn(test.ctx.db, both, 'push', 'asks')).toEqual(new Set([mia.id]));
  expect(await whoHasChannelOn(test.ctx.db, both, 'email', 'updates')).toEqual(new Set([mia.id, other.id]));
});
