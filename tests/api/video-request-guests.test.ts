import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordings, users, videoRequests, videos, workspaces } from '#server/db/tables.ts';
import { forgetGuests } from '#server/features/shares/index.ts';
import {
  joinAs,
  makeReadyVideo,
  makeRecording,
  segmentOf,
  setUpOwner,
  type TestPerson,
} from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { askByLink, beAsked, recordTake } from '../support/video-requests.ts';

const DAY_MS = 24 * 3_600_000;

let test: TestApp;
let sender: TestPerson;
let other: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  sender = await setUpOwner(test);
  other = await joinAs(test, sender, 'member', 'Mia Member');
});
beforeEach(() => test.clock.advance(3_600_000));
afterAll(() => test[Symbol.asyncDispose]());

const refused = (code: string) => expect.objectContaining({ code });
const titles = async (person: TestPerson) =>
  (await person.api.videos.list({})).items.map(({ title }) => title);

describe('the link of a request', () => {
  it('lets in who gives a name, and knows them again; its token is stored nowhere', async () => {
    const asked = await askByLink(sender, { note: 'As long as you like', thanks: 'Thank you!' });
    const { token } = asked;
    expect(Buffer.from(token, 'base64url').length).toBe(32);
    const rows = await test.ctx.db.select().from(videoRequests);
    expect(JSON.stringify(rows)).not.toContain(token);
    const browser = test.browser();
    await expect(browser.api.videoRequests.open({ token })).rejects.toEqual(refused('invalid_input'));
    const preview = await browser.api.videoRequests.preview({ token });
    expect(preview).toEqual({
      workspaceName: 'Studio',
      from: 'Olive Owner',
      title: 'How do you use it?',
      guest: null,
    });
    const seen = await browser.api.videoRequests.open({ token, name: 'Gus', email: 'gus@example.com' });
    expect(seen).toMatchObject({
      guest: { name: 'Gus', isGuest: true, isVerified: false },
      note: 'As long as you like',
      thanks: 'Thank you!',
      state: 'asked',
      answer: null,
      take: null,
    });
    const again = await browser.api.videoRequests.open({ token });
    expect(again.guest.id).toBe(seen.guest.id);
    expect((await browser.api.videoRequests.preview({ token })).guest?.id).toBe(seen.guest.id);
    // Nobody who has not answered is forgotten by the sweep of guests.
    await forgetGuests(test.ctx);
    expect(await test.ctx.db.$count(users, eq(users.id, seen.guest.id))).toBe(1);
  });

  it('ends: by its time, by the sender, by a new one, and with the request', async () => {
    const asked = await askByLink(sender, { linkDays: 2 });
    const { id } = asked.request;
    const early = await beAsked(asked, test.browser());
    test.clock.advance(2 * DAY_MS);
    await expect(beAsked(asked, test.browser())).rejects.toEqual(refused('gone'));
    // Who came in time has a day to finish.
    expect((await early.api.videoRequests.asked()).state).toBe('asked');
    expect((await sender.api.videoRequests.get({ id })).link?.state).toBe('expired');
    test.clock.advance(DAY_MS);
    await expect(early.api.videoRequests.asked()).rejects.toEqual(refused('gone'));
    const { url } = await sender.api.videoRequests.renewLink({ id });
    const renewed = { request: asked.request, token: url.split('/r/')[1] ?? '' };
    await expect(early.api.videoRequests.asked()).rejects.toEqual(refused('gone'));
    await expect(beAsked(asked, test.browser())).rejects.toEqual(refused('not_found'));
    const late = await beAsked(renewed, test.browser());
    await sender.api.videoRequests.revokeLink({ id });
    await expect(late.api.videoRequests.asked()).rejects.toEqual(refused('gone'));
    await expect(beAsked(renewed, test.browser())).rejects.toEqual(refused('gone'));
    await expect(other.api.videoRequests.renewLink({ id })).rejects.toEqual(refused('not_found'));
  });

  it('shows of the video that is to be answered its title and its picture alone', async () => {
    const { slug, id } = await makeReadyVideo(test, sender, { title: 'Our proposal' });
    await test.ctx.db
      .update(videos)
      .set({ posterKey: `w/${id}/poster.jpg` })
      .where(eq(videos.id, id));
    const guest = await beAsked(await askByLink(sender, { about: slug }), test.browser());
    const { about } = await guest.api.videoRequests.asked();
    expect(about?.title).toBe('Our proposal');
    const path = about?.posterUrl ?? '';
    expect((await guest.fetch(path, { redirect: 'manual' })).status).toBe(302);
    for (const what of ['master.m3u8', 'recording.m3u8', 'original', 'download.mp4', 'captions.vtt'])
      expect([what, (await guest.fetch(path.replace('poster.jpg', what))).status]).toEqual([what, 403]);
    await expect(guest.api.videos.get({ slug })).rejects.toEqual(refused('forbidden'));
    // Only who may share it shows it to others.
    await expect(askByLink(other, { about: slug })).rejects.toEqual(refused('forbidden'));
  });
});

describe('what a guest records', () => {
  it('is nobody else’s until it is sent, and then a video of who asked', async () => {
    const asked = await askByLink(sender);
    const guest = await beAsked(asked, test.browser());
    const take = await recordTake(guest);
    const { slug } = take;
    expect(await guest.api.videoRequests.asked()).toMatchObject({
      take: { slug, recordingId: take.id, isWhole: true },
    });
    const playback = await guest.api.videoRequests.playTake({ slug });
    const playlist = playback.sources.find((source) => source.kind === 'recording')?.playlistUrl ?? '';
    expect((await guest.fetch(playlist)).status).toBe(200);
    expect(await titles(sender)).not.toContain('Gus Guest: How do you use it?');
    await expect(sender.api.videos.get({ slug })).rejects.toEqual(refused('not_found'));
    await expect(sender.api.playback.get({ slug })).rejects.toEqual(refused('not_found'));
    await expect(sender.api.recordings.get({ id: take.id })).rejects.toEqual(refused('not_found'));

    const sent = await guest.api.videoRequests.send({ video: slug });
    expect(sent).toMatchObject({ state: 'answered', answer: slug, take: null });
    const video = await sender.api.videos.get({ slug });
    expect(video).toMatchObject({
      title: 'Gus Guest: How do you use it?',
      author: { name: 'Olive Owner' },
      recordedBy: { name: 'Gus Guest', isGuest: true },
    });
    const seen = await sender.api.videoRequests.get({ id: asked.request.id });
    expect(seen.lines).toMatchObject([
      { state: 'answered', isGuest: true, person: { name: 'Gus Guest' }, video: { slug } },
    ]);
    // What was sent stays as it was sent.
    const { id } = take;
    const { segment } = segmentOf('media', 0, Buffer.from('something else'));
    await expect(guest.api.recordings.signSegments({ id, segments: [segment] })).rejects.toEqual(
      refused('conflict'),
    );
    await expect(guest.api.recordings.discard({ id })).rejects.toEqual(refused('conflict'));
    await expect(guest.api.videoRequests.discardTake({ slug })).rejects.toEqual(refused('not_found'));
    await guest.api.recordings.describe({ id, codecs: 'nonsense' });
    const kept = await test.ctx.db
      .select({ codecs: recordings.codecs })
      .from(recordings)
      .where(eq(recordings.id, id));
    expect(kept).toEqual([{ codecs: '' }]);
    expect((await guest.fetch(playlist)).status).toBe(200);
    await sender.api.videoRequests.withdraw({ id: asked.request.id });
    test.clock.advance(60_000);
    expect((await guest.fetch(playlist)).status).toBe(410);
  });

  it('can be replaced until the request is closed; two answers at once are one', async () => {
    const asked = await askByLink(sender);
    const guest = await beAsked(asked, test.browser());
    const [one, two] = [await recordTake(guest), await recordTake(guest)];
    const tried = await Promise.allSettled([
      guest.api.videoRequests.send({ video: one.slug }),
      guest.api.videoRequests.send({ video: two.slug }),
    ]);
    const won = tried.findIndex(({ status }) => status === 'fulfilled');
    expect(tried[1 - won]).toMatchObject({ status: 'rejected' });
    const before = won === 0 ? one.slug : two.slug;
    const three = await recordTake(guest);
    await expect(guest.api.videoRequests.send({ video: three.slug })).rejects.toEqual(refused('conflict'));
    await guest.api.videoRequests.send({ video: three.slug, replaces: before });
    const { lines } = await sender.api.videoRequests.get({ id: asked.request.id });
    expect(lines[0]?.video?.slug).toBe(three.slug);
    await expect(sender.api.videos.get({ slug: before })).rejects.toEqual(refused('not_found'));
  });

  it('is one guest’s: the first who answers by the link is who was asked', async () => {
    const asked = await askByLink(sender);
    const [gus, eve] = [
      await beAsked(asked, test.browser()),
      await beAsked(asked, test.browser(), 'Eve Elsewhere'),
    ];
    const [his, hers] = [await recordTake(gus), await recordTake(eve)];
    // Neither sees, plays, goes on with, throws away or sends what the other has recorded.
    await expect(eve.api.videoRequests.playTake({ slug: his.slug })).rejects.toEqual(refused('not_found'));
    await expect(eve.api.recordings.get({ id: his.id })).rejects.toEqual(refused('not_found'));
    await expect(eve.api.videoRequests.discardTake({ slug: his.slug })).rejects.toEqual(refused('not_found'));
    await expect(eve.api.videoRequests.send({ video: his.slug })).rejects.toEqual(refused('not_found'));
    await gus.api.videoRequests.send({ video: his.slug });
    expect(await eve.api.videoRequests.asked()).toMatchObject({ state: 'taken', answer: null });
    await expect(eve.api.videoRequests.send({ video: hers.slug, replaces: his.slug })).rejects.toEqual(
      refused('conflict'),
    );
  });

  it('is not taken once the request is withdrawn, also while it is recorded', async () => {
    const asked = await askByLink(sender);
    const guest = await beAsked(asked, test.browser());
    const recording = await makeRecording({ ...guest, id: '', email: '' }, 1);
    await sender.api.videoRequests.withdraw({ id: asked.request.id });
    const { segment } = segmentOf('media', 1);
    await expect(
      guest.api.recordings.signSegments({ id: recording.id, segments: [segment] }),
    ).rejects.toEqual(refused('gone'));
    await expect(guest.api.videoRequests.send({ video: recording.slug })).rejects.toEqual(refused('gone'));
  });

  it('of withdrawing and sending at once, one comes first', async () => {
    const asked = await askByLink(sender);
    const guest = await beAsked(asked, test.browser());
    const take = await recordTake(guest);
    const [withdrawn, sent] = await Promise.allSettled([
      sender.api.videoRequests.withdraw({ id: asked.request.id }),
      guest.api.videoRequests.send({ video: take.slug }),
    ]);
    expect(withdrawn.status).toBe('fulfilled');
    const [line] = (await sender.api.videoRequests.get({ id: asked.request.id })).lines;
    expect(line?.state).toBe(sent.status === 'fulfilled' ? 'answered' : 'withdrawn');
  });

  it('keeps to what the workspace allows, and to the request', async () => {
    const guest = await beAsked(await askByLink(sender), test.browser());
    const { slug } = await makeReadyVideo(test, sender);
    const create = guest.api.recordings.create;
    await expect(create({ replyTo: slug })).rejects.toEqual(refused('forbidden'));
    await expect(create({ newVersionOf: slug })).rejects.toEqual(refused('forbidden'));
    const space = await sender.api.spaces.create({ name: 'Ours' });
    await expect(create({ spaceId: space.id })).rejects.toEqual(refused('forbidden'));
    await expect(guest.api.videoRequests.send({ video: slug })).rejects.toEqual(refused('not_found'));
    const recording = await create({ title: 'Long' });
    const [workspace] = await test.ctx.db.select().from(workspaces);
    const startMs = ((workspace?.maxRecordingMinutes ?? 0) + 5) * 60_000;
    const { segment } = segmentOf('media', 0, undefined, { startMs });
    await expect(
      guest.api.recordings.signSegments({ id: recording.id, segments: [segment] }),
    ).rejects.toEqual(refused('payload_too_large'));
    await expect(guest.api.videoRequests.send({ video: recording.slug })).rejects.toEqual(
      refused('conflict'),
    );
    // Nor does anybody begin to record without end.
    const begun = await Promise.allSettled(Array.from({ length: 45 }, () => create({ title: 'Again' })));
    expect(begun.filter(({ status }) => status === 'rejected')).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'rate_limited' }) }),
    );
  });

  it('may be a file, or a word that they can’t', async () => {
    const asked = await askByLink(sender, { title: '<b>&"title"' });
    const guest = await beAsked(asked, test.browser(), '<script>alert(1)</script>');
    const ticket = await guest.api.uploads.create({
      fileName: 'a.mp4',
      sizeBytes: 3,
      contentType: 'video/mp4',
    });
    await expect(sender.api.videos.get({ slug: ticket.slug })).rejects.toEqual(refused('not_found'));
    await expect(sender.api.uploads.listParts({ videoId: ticket.videoId })).rejects.toEqual(
      refused('not_found'),
    );
    await guest.api.uploads.abort({ videoId: ticket.videoId });
    const said = await guest.api.videoRequests.send({ word: 'No camera here' });
    expect(said.state).toBe('declined');
    const [line] = (await sender.api.videoRequests.get({ id: asked.request.id })).lines;
    expect(line).toMatchObject({
      state: 'declined',
      word: 'No camera here',
      person: { name: '<script>alert(1)</script>' },
    });
  });
});
