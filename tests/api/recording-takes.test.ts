import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSilentRecordings, sweepOrphanedSegments } from '#server/features/recordings/index.ts';
import { videoPrefix } from '#server/storage/object-keys.ts';
import { RecordingId } from '#shared/ids.ts';
import type { InkStroke } from '#shared/ink.ts';
import { joinAs, makeRecording, setUpOwner, uploadSegment, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let member: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  member = await joinAs(test, owner, 'member');
});
afterAll(() => test[Symbol.asyncDispose]());

const strokeAt = (startMs: number): InkStroke => ({
  id: randomUUID(),
  tool: 'arrow',
  colour: 'red',
  width: 0.006,
  startMs,
  endMs: startMs + 5000,
  points: [
    [0.1, 0.1, 0],
    [0.5, 0.5, 300],
  ],
});

describe('a recording that begins before the server is reached', () => {
  it('is one recording, however often it is created; another’s id is nobody’s', async () => {
    const id = RecordingId.parse(randomUUID());
    const [a, b] = await Promise.all([
      owner.api.recordings.create({ id, title: 'Twice' }),
      owner.api.recordings.create({ id, title: 'Twice' }),
    ]);
    expect(a.slug).toBe(b.slug);
    expect(a.id).toBe(id);
    const { items } = await owner.api.videos.list({});
    expect(items.filter(({ title }) => title === 'Twice')).toHaveLength(1);
    await expect(member.api.recordings.create({ id })).rejects.toMatchObject({ code: 'not_found' });
    await owner.api.recordings.discard({ id });
    await expect(owner.api.recordings.create({ id })).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('recording over', () => {
  it('withdraws segments and what was drawn in them; late ones change nothing; the rest completes', async () => {
    const { id, slug } = await makeRecording(owner, 4);
    await owner.api.recordings.saveStrokes({ id, strokes: [strokeAt(1000), strokeAt(5000)] });
    for (let i = 0; i < 2; i++) await owner.api.recordings.withdraw({ id, from: 2, to: 4, positionMs: 4000 });
    expect((await member.api.playback.strokes({ slug })).map(({ startMs }) => startMs)).toEqual([1000]);
    const { sources } = await member.api.playback.get({ slug });
    expect(sources).toMatchObject([{ kind: 'recording', take: 1, isGrowing: true }]);
    // It was on its way when it was withdrawn: it is confirmed, so that the recorder lets it go, and forgotten.
    await uploadSegment(owner, id, 'media', 4);
    const after = await owner.api.recordings.get({ id });
    expect(after.confirmed.filter(({ kind }) => kind === 'media').map(({ index }) => index)).toEqual([0, 1]);
    await uploadSegment(owner, id, 'media', 5);
    const finished = await owner.api.recordings.finish({ id, mediaCount: 6, durationMs: 6000 });
    expect(finished.state).toBe('finished');
    await expect(owner.api.recordings.withdraw({ id, from: 5, to: 5, positionMs: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is not done before the init segment of what was recorded anew has arrived', async () => {
    const { id } = await makeRecording(owner, 2);
    await owner.api.recordings.withdraw({ id, from: 1, to: 1, positionMs: 2000 });
    await uploadSegment(owner, id, 'media', 2, undefined, { initIndex: 1 });
    expect((await owner.api.recordings.finish({ id, mediaCount: 3, durationMs: 4000 })).state).toBe(
      'finishing',
    );
    await uploadSegment(owner, id, 'init', 1);
    expect((await owner.api.recordings.get({ id })).state).toBe('finished');
  });

  it('of everything leaves an empty recording', async () => {
    const { id, slug } = await makeRecording(owner, 2);
    await owner.api.recordings.withdraw({ id, from: 0, to: 1, positionMs: 0 });
    await owner.api.recordings.finish({ id, mediaCount: 2, durationMs: 0 });
    expect((await owner.api.videos.get({ slug })).failure?.code).toBe('recording_empty');
  });

  it('leaves objects that are swept once the recording has been finished for a week, and no others', async () => {
    const { id, videoId } = await makeRecording(owner, 3);
    const open = await makeRecording(owner, 1);
    await owner.api.recordings.withdraw({ id, from: 1, to: 1, positionMs: 2000 });
    await owner.api.recordings.finish({ id, mediaCount: 3, durationMs: 4000 });
    const { workspace } = await owner.api.accounts.me();
    const keysOf = async (video: string) => {
      const keys: string[] = [];
      for await (const { key } of test.ctx.storage.list(`${videoPrefix(workspace.id, video)}recording/`))
        keys.push(key);
      return keys;
    };
    expect(await keysOf(videoId)).toHaveLength(4);
    await sweepOrphanedSegments(test.ctx);
    expect(await keysOf(videoId)).toHaveLength(4);
    test.clock.advance(8 * 24 * 3600_000);
    await sweepOrphanedSegments(test.ctx);
    expect(await keysOf(videoId)).toHaveLength(3);
    expect(await keysOf(open.videoId)).toHaveLength(2);
  });
});

describe('a recorder that was away', () => {
  it('opens its recording again, and viewers are told meanwhile', async () => {
    const { id, slug } = await makeRecording(owner, 2);
    test.clock.advance(11 * 60_000);
    await closeSilentRecordings(test.ctx);
    expect((await member.api.playback.get({ slug })).isIncomplete).toBe(true);
    expect((await owner.api.recordings.heartbeat({ id, isRecording: false })).state).toBe('abandoned');
    expect((await owner.api.recordings.heartbeat({ id, isRecording: true })).state).toBe('recording');
    expect((await owner.api.videos.get({ slug })).status).toBe('recording');
    const { isIncomplete, sources } = await member.api.playback.get({ slug });
    expect(isIncomplete).toBe(false);
    expect(sources).toMatchObject([{ kind: 'recording', isGrowing: true }]);
    await uploadSegment(owner, id, 'media', 2);
    await owner.api.recordings.finish({ id, mediaCount: 3, durationMs: 6000 });
    expect((await owner.api.videos.get({ slug })).status).toBe('processing');
  });

  it('does not reopen what was stopped', async () => {
    const { id } = await makeRecording(owner, 1);
    await owner.api.recordings.finish({ id, mediaCount: 2, durationMs: 4000 });
    test.clock.advance(11 * 60_000);
    await closeSilentRecordings(test.ctx);
    expect((await owner.api.recordings.heartbeat({ id, isRecording: true })).state).toBe('abandoned');
    await uploadSegment(owner, id, 'media', 1);
    expect((await owner.api.recordings.get({ id })).state).toBe('finished');
  });
});

describe('parts of a file', () => {
  it('are bound to their hash where it was given', async () => {
    const body = Buffer.from('the right bytes');
    const { videoId } = await owner.api.uploads.create({ fileName: 'a.mp4', sizeBytes: body.length });
    const md5s = [createHash('md5').update(body).digest('hex')];
    const [put] = await owner.api.uploads.signParts({ videoId, partNumbers: [1], md5s });
    const send = (bytes: Buffer<ArrayBuffer>) =>
      owner.fetch(put?.url ?? '', {
        method: 'PUT',
        headers: { 'content-length': String(bytes.length) },
        body: bytes,
      });
    expect((await send(Buffer.from('the wrong bytes'))).status).toBe(400);
    expect((await send(body)).status).toBe(200);
  });
});
