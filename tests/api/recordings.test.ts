import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSilentRecordings } from '#server/features/recordings/index.ts';
import {
  joinAs,
  makeRecording,
  makeStranger,
  segmentOf,
  setUpOwner,
  uploadSegment,
  type TestPerson,
} from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  member = await joinAs(test, owner, 'member');
  stranger = await makeStranger(test);
});
afterAll(() => test[Symbol.asyncDispose]());

async function playlistOf(
  person: TestPerson,
  slug: Parameters<TestPerson['api']['playback']['get']>[0]['slug'],
) {
  const { sources } = await person.api.playback.get({ slug });
  const [source] = sources;
  if (source?.kind !== 'recording') return null;
  const answer = await person.fetch(source.playlistUrl);
  return { isGrowing: source.isGrowing, text: await answer.text(), url: source.playlistUrl };
}

describe('a recording', () => {
  it('has a link from the start, plays while it grows, and is whole at stop', async () => {
    const recording = await owner.api.recordings.create({ title: 'Growing' });
    expect(recording.url).toBe(`http://localhost/v/${recording.slug}`);
    expect((await member.api.videos.get({ slug: recording.slug })).status).toBe('recording');
    expect(await playlistOf(member, recording.slug)).toBeNull();
    await uploadSegment(owner, recording.id, 'init', 0);
    await uploadSegment(owner, recording.id, 'media', 0);
    const growing = await playlistOf(member, recording.slug);
    expect(growing?.isGrowing).toBe(true);
    expect(growing?.text).not.toContain('ENDLIST');
    const segmentUrl = new URL('recording/media/0.m4s', `http://localhost${growing?.url ?? ''}`);
    const redirect = await member.fetch(segmentUrl.pathname);
    expect(redirect.status).toBe(302);
    expect(await (await member.fetch(redirect.headers.get('location') ?? '')).text()).toBe('media 0');
    const finished = await owner.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 });
    expect(finished.state).toBe('finished');
    expect((await playlistOf(member, recording.slug))?.text).toContain('ENDLIST');
    expect(await owner.api.videos.get({ slug: recording.slug })).toMatchObject({
      status: 'processing',
      durationMs: 2000,
    });
    expect(
      (await owner.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 })).state,
    ).toBe('finished');
  });

  it('completes with the last segment when stop came before it', async () => {
    const recording = await makeRecording(owner, 1);
    expect(
      (await owner.api.recordings.finish({ id: recording.id, mediaCount: 2, durationMs: 4000 })).state,
    ).toBe('finishing');
    await uploadSegment(owner, recording.id, 'media', 1);
    expect((await owner.api.recordings.get({ id: recording.id })).state).toBe('finished');
  });

  it('confirms only what the store holds, the same thing twice, and nothing else in its place', async () => {
    const recording = await makeRecording(owner, 1);
    const { segment } = segmentOf('media', 5);
    await expect(owner.api.recordings.confirmSegment({ id: recording.id, segment })).rejects.toMatchObject({
      code: 'length_mismatch',
    });
    const again = segmentOf('media', 0).segment;
    await owner.api.recordings.confirmSegment({ id: recording.id, segment: again });
    const other = segmentOf('media', 0, Buffer.from('other bytes'));
    const [put] = await owner.api.recordings.signSegments({ id: recording.id, segments: [other.segment] });
    await owner.fetch(put?.url ?? '', {
      method: 'PUT',
      headers: { ...put?.headers, 'content-length': '11' },
      body: other.bytes,
    });
    await expect(
      owner.api.recordings.confirmSegment({ id: recording.id, segment: other.segment }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is its author’s alone', async () => {
    const recording = await makeRecording(owner, 1);
    const { id } = recording;
    const { segment } = segmentOf('media', 1);
    for (const { api } of [member, stranger]) {
      const code = { code: 'not_found' };
      await expect(api.recordings.get({ id })).rejects.toMatchObject(code);
      await expect(api.recordings.describe({ id, codecs: 'x' })).rejects.toMatchObject(code);
      await expect(api.recordings.signSegments({ id, segments: [segment] })).rejects.toMatchObject(code);
      await expect(api.recordings.confirmSegment({ id, segment })).rejects.toMatchObject(code);
      await expect(api.recordings.heartbeat({ id })).rejects.toMatchObject(code);
      await expect(api.recordings.finish({ id, mediaCount: 1, durationMs: 1 })).rejects.toMatchObject(code);
      await expect(api.recordings.discard({ id })).rejects.toMatchObject(code);
    }
    await expect(stranger.api.videos.get({ slug: recording.slug })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is closed after ten silent minutes with what arrived, and completed by what comes later', async () => {
    const recording = await makeRecording(owner, 2);
    test.clock.advance(9 * 60_000);
    await owner.api.recordings.heartbeat({ id: recording.id });
    test.clock.advance(9 * 60_000);
    await closeSilentRecordings(test.ctx);
    expect((await owner.api.recordings.get({ id: recording.id })).state).toBe('recording');
    test.clock.advance(2 * 60_000);
    await closeSilentRecordings(test.ctx);
    expect((await owner.api.recordings.heartbeat({ id: recording.id })).state).toBe('abandoned');
    expect(await owner.api.videos.get({ slug: recording.slug })).toMatchObject({
      status: 'processing',
      durationMs: 4000,
    });
    await uploadSegment(owner, recording.id, 'media', 2);
    const finished = await owner.api.recordings.finish({ id: recording.id, mediaCount: 3, durationMs: 6000 });
    expect(finished.state).toBe('finished');
    expect((await owner.api.videos.get({ slug: recording.slug })).durationMs).toBe(6000);
  });

  it('of which nothing arrived says so', async () => {
    const recording = await owner.api.recordings.create({});
    await owner.api.recordings.finish({ id: recording.id, mediaCount: 0, durationMs: 0 });
    expect((await owner.api.videos.get({ slug: recording.slug })).failure?.code).toBe('recording_empty');
  });

  it('can be thrown away until it is finished; a late segment is refused', async () => {
    const recording = await makeRecording(owner, 1);
    const race = await Promise.allSettled([
      owner.api.recordings.discard({ id: recording.id }),
      owner.api.recordings.finish({ id: recording.id, mediaCount: 1, durationMs: 2000 }),
    ]);
    expect(race.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const second = await makeRecording(owner, 1);
    await owner.api.recordings.discard({ id: second.id });
    const { segment } = segmentOf('media', 1);
    await expect(owner.api.recordings.confirmSegment({ id: second.id, segment })).rejects.toMatchObject({
      code: 'gone',
    });
    await expect(owner.api.videos.get({ slug: second.slug })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an upload', () => {
  it('is refused when it is too large, and with a reason', async () => {
    await expect(owner.api.uploads.create({ fileName: 'huge.mp4', sizeBytes: 1e12 })).rejects.toMatchObject({
      code: 'payload_too_large',
    });
  });

  it('completes when every part is there; twice is once; it is its author’s alone', async () => {
    const body = Buffer.from('not really a video');
    const { videoId, slug } = await owner.api.uploads.create({
      fileName: 'Design_v2 final.mp4',
      sizeBytes: body.length,
    });
    await expect(owner.api.uploads.complete({ videoId })).rejects.toMatchObject({ code: 'conflict' });
    for (const { api } of [member, stranger]) {
      await expect(api.uploads.signParts({ videoId, partNumbers: [1] })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(api.uploads.complete({ videoId })).rejects.toMatchObject({ code: 'not_found' });
      await expect(api.uploads.abort({ videoId })).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(owner.api.uploads.signParts({ videoId, partNumbers: [2] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const [put] = await owner.api.uploads.signParts({ videoId, partNumbers: [1] });
    await owner.fetch(put?.url ?? '', {
      method: 'PUT',
      headers: { 'content-length': String(body.length) },
      body,
    });
    expect((await owner.api.uploads.listParts({ videoId })).parts).toMatchObject([
      { partNumber: 1, sizeBytes: body.length },
    ]);
    await Promise.all([owner.api.uploads.complete({ videoId }), owner.api.uploads.complete({ videoId })]);
    const video = await owner.api.videos.get({ slug });
    expect(video).toMatchObject({ title: 'Design v2 final', status: 'processing' });
    const playback = await member.api.playback.get({ slug });
    expect(playback.sources).toMatchObject([{ kind: 'original', contentType: 'video/mp4' }]);
    await expect(owner.api.uploads.abort({ videoId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('can be cancelled, and then is gone', async () => {
    const { videoId, slug } = await owner.api.uploads.create({ fileName: 'a.mp4', sizeBytes: 10 });
    await owner.api.uploads.abort({ videoId });
    await expect(owner.api.uploads.signParts({ videoId, partNumbers: [1] })).rejects.toMatchObject({
      code: 'gone',
    });
    await expect(owner.api.videos.get({ slug })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a page named .html is never offered as something that a browser runs', async () => {
    const body = Buffer.from('<script>alert(1)</script>');
    const { videoId, slug } = await owner.api.uploads.create({
      fileName: 'x.html',
      sizeBytes: body.length,
      contentType: 'text/html',
    });
    const [put] = await owner.api.uploads.signParts({ videoId, partNumbers: [1] });
    await owner.fetch(put?.url ?? '', {
      method: 'PUT',
      headers: { 'content-length': String(body.length) },
      body,
    });
    await owner.api.uploads.complete({ videoId });
    const { mediaToken, sources } = await owner.api.playback.get({ slug });
    expect(sources).toEqual([]);
    const redirect = await owner.fetch(`/media/${mediaToken}/original`);
    const answer = await owner.fetch(redirect.headers.get('location') ?? '');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
