import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserId, type SpaceId, type VideoSlug } from '#shared/ids.ts';
import { mentionText } from '#shared/mentions.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let author: TestPerson;
let member: TestPerson;
let other: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp();
  const owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  other = await joinAs(test, owner, 'member', 'Otto Other');
});
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, author));
});
afterAll(() => test[Symbol.asyncDispose]());

const inSpace = ({ id, name }: { id: SpaceId; name: string }) => mentionText({ id, name, kind: 'space' });

function makeSpace(name: string, ...people: TestPerson[]) {
  const memberIds = people.map(({ id }) => UserId.parse(id));
  return author.api.spaces.create({ name, visibility: 'private', memberIds });
}

/** To whom mails that they are mentioned on this video are on their way. */
async function mailed(): Promise<string[]> {
  const mails = (await test.mails()).filter(({ text }) => text.includes(slug) && text.includes(' mentions '));
  return mails.map(({ to }) => to);
}

describe('mentions of spaces', () => {
  it('mail everybody in it once, not who wrote it, and nobody twice', async () => {
    const space = await makeSpace('Design', member, other);
    const body = `${inSpace(space)} and ${mentionText({ id: member.id, name: 'Mia' })}: look, ${inSpace(space)}`;
    const comment = await author.api.comments.create({ slug, body, atMs: 0 });
    expect((await mailed()).toSorted()).toEqual([member.email, other.email].toSorted());
    expect(comment.mentions).toEqual([member.id]);
    // Who was mailed by a space is not mailed again by name.
    await author.api.comments.update({
      id: comment.id,
      body: `${body} ${mentionText({ id: other.id, name: 'Otto' })}`,
      revision: 1,
    });
    expect(await mailed()).toHaveLength(2);
    expect((await other.api.comments.list({ slug }))[0]?.mentionsMe).toBe(true);
    expect((await author.api.comments.list({ slug }))[0]?.mentionsMe).toBe(true);
  });

  it('of an open space mean the workspace, as far as it sees the video', async () => {
    const closed = await makeSpace('Closed', member);
    await author.api.videos.update({ slug, spaceId: closed.id });
    const open = await author.api.spaces.create({ name: 'All hands', visibility: 'open' });
    await author.api.comments.create({ slug, body: inSpace(open), atMs: 0 });
    expect(await mailed()).toEqual([member.email]);
  });

  it('that their author does not see are only text', async () => {
    const secret = await makeSpace('Secret', member);
    const comment = await other.api.comments.create({ slug, body: `Hi ${inSpace(secret)}`, atMs: 0 });
    expect(comment.body).toBe('Hi @Secret');
    expect((await member.api.comments.list({ slug }))[0]?.mentionsMe).toBe(false);
    const { token } = await makeLink(author, slug);
    const guest = await comeIn(test, token);
    const open = await author.api.spaces.create({ name: 'Everyone', visibility: 'open' });
    const said = await guest.api.comments.create({ slug, body: inSpace(open), atMs: 0 });
    expect(said.body).toBe('@Everyone');
    expect(await mailed()).toEqual([]);
  });

  it('in an edit mail only who was not meant before', async () => {
    const [one, two] = [await makeSpace('One', member), await makeSpace('Two', member, other)];
    const { id } = await author.api.comments.create({ slug, body: inSpace(one), atMs: 0 });
    await author.api.comments.update({ id, body: `${inSpace(one)} ${inSpace(two)}`, revision: 1 });
    expect(await mailed()).toEqual([member.email, other.email]);
  });
});

describe('a region', () => {
  const region = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };

  it('is kept with its frame, and gets a still without any ink', async () => {
    const comment = await member.api.comments.create({ slug, body: 'Here', atMs: 2000, region });
    expect(comment.region).toEqual(region);
    expect((await author.api.comments.get({ id: comment.id })).region).toEqual(region);
    const jobs = await test.ctx.connection.sql<{ data: { commentId: string } }[]>`
      select data from pgboss.job where name = 'render-still'`;
    expect(jobs.map(({ data }) => data.commentId)).toContain(comment.id);
  });

  it('lies in the picture, and needs a frame', async () => {
    const create = (more: object) =>
      member.api.comments.create({ slug, body: 'x', atMs: 0, region, ...more });
    await expect(create({ atMs: null })).rejects.toMatchObject({ code: 'invalid_input' });
    for (const wrong of [
      { ...region, x: 0.9 },
      { ...region, width: 0 },
      { ...region, y: -0.1 },
    ])
      await expect(create({ region: wrong })).rejects.toMatchObject({ code: 'invalid_input' });
    const thread = await create({});
    expect((await create({ parentId: thread.id })).region).toBeNull();
  });
});
