import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VideoSlug } from '#shared/ids.ts';
import { apiClient, uploadFile, type ApiClient } from './api-client.ts';

const PASSWORD = 'playhead-demo-2026';

interface DemoPerson {
  api: ApiClient;
  name: string;
  email: string;
  id: string;
}

const VIDEOS = [
  {
    title: 'Checkout redesign: feedback on the second draft',
    source: 'gradients=size=1280x720:rate=30:c0=0x4f46e5:c1=0x0ea5e9:c2=0x111827:speed=0.02',
    speech:
      'here is my feedback on the new checkout page. the button at the bottom is too small on a phone. please make the price easier to find. the meeting starts at nine in the morning on monday.',
  },
  {
    title: 'Weekly update: search and settings',
    source: 'testsrc2=size=1280x720:rate=30',
    speech:
      'this week we finished the new search. open the settings page and click on the save button to try it. next week we work on the weekly report.',
  },
  {
    title: 'How to record your first update',
    source: 'gradients=size=1280x720:rate=30:c0=0x065f46:c1=0xf59e0b:c2=0x1f2937:speed=0.015',
    speech:
      'welcome to the team. click on the record button, choose your screen, and tell us what you have changed.',
  },
];

/** Fills an empty installation through its public API: people, spaces, videos, threads, an acknowledgement outstanding. */
export async function seedDemo(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'playhead-demo-media-'));
  try {
    const [owner, mia, ben] = await makePeople(url);
    const space = await owner.api.spaces.create({ name: 'Checkout', visibility: 'open', memberIds: [] });
    await owner.api.spaces.create({ name: 'Team updates', visibility: 'open', memberIds: [] });
    const files = await Promise.all(VIDEOS.map((video, index) => makeVideo(folder, index, video)));
    const authors = [owner, mia, ben];
    const slugs: VideoSlug[] = [];
    for (const [index, file] of files.entries()) {
      const author = authors[index] ?? owner;
      slugs.push(await uploadFile(author.api, url, file, { title: VIDEOS[index]?.title ?? 'Video' }));
    }
    const [feedback, weekly] = slugs;
    if (!feedback || !weekly) throw new Error('the demo has no videos');
    await owner.api.videos.update({ slug: feedback, spaceId: space.id });
    await discuss(feedback, weekly, { owner, mia, ben });
    await Promise.all(slugs.map((slug) => untilReady(owner.api, slug)));
    const { secret } = await owner.api.apiKeys.create({ name: 'Demo', scopes: ['read', 'write'] });
    const signIns = [owner, mia, ben]
      .map((person) => `  ${person.name.padEnd(14)} ${person.email}`)
      .join('\n');
    process.stdout.write(
      `\nSign in with the password ${PASSWORD} as\n${signIns}\n\nPLAYHEAD_URL=${url}\nPLAYHEAD_TOKEN=${secret}\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makePeople(url: string): Promise<[DemoPerson, DemoPerson, DemoPerson]> {
  const owner = visitor(url);
  const email = 'olivia@demo.example';
  await owner.send('/api/setup', {
    name: 'Olivia Stone',
    email,
    password: PASSWORD,
    workspaceName: 'Northlight Studio',
  });
  const join = async (name: string, address: string): Promise<DemoPerson> => {
    const invitation = await owner.api.invitations.create({ email: address, role: 'member' });
    const guest = visitor(url);
    await guest.send(`/api/invitations/${invitation.id}/accept`, { name, password: PASSWORD });
    return { api: guest.api, name, email: address, id: (await guest.api.accounts.me()).user.id };
  };
  const { user } = await owner.api.accounts.me();
  return [
    { api: owner.api, name: 'Olivia Stone', email, id: user.id },
    await join('Mia Keller', 'mia@demo.example'),
    await join('Ben Okafor', 'ben@demo.example'),
  ];
}

/** Somebody with a cookie jar. */
function visitor(url: string) {
  let cookie = '';
  return {
    api: apiClient(url, () => ({ cookie })),
    async send(path: string, body: object): Promise<void> {
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: new URL(url).origin },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
    },
  };
}

async function makeVideo(folder: string, index: number, video: (typeof VIDEOS)[number]): Promise<string> {
  const path = join(folder, `demo-${index}.mp4`);
  const run = promisify(execFile);
  const encode = (audio: string[]) =>
    run('ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', video.source, ...audio],
      ...['-t', '20', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path],
    ]);
  const speech = `flite=text='${video.speech.replaceAll("'", '')}':voice=rms,apad=whole_dur=20`;
  await encode(['-f', 'lavfi', '-i', speech]).catch(() => encode(['-f', 'lavfi', '-i', 'anullsrc']));
  return path;
}

async function discuss(
  feedback: VideoSlug,
  weekly: VideoSlug,
  people: { owner: DemoPerson; mia: DemoPerson; ben: DemoPerson },
): Promise<void> {
  const { owner, mia, ben } = people;
  const thread = await mia.api.comments.create({
    slug: feedback,
    atMs: 3500,
    parentId: null,
    body: 'Is 44 px enough for the button? That is what the rest of the app uses.',
  });
  await owner.api.comments.create({
    slug: feedback,
    atMs: null,
    parentId: thread.id,
    body: 'Yes, and keep some air around it. Compare with 0:07.',
  });
  const price = await ben.api.comments.create({
    slug: feedback,
    atMs: 7200,
    parentId: null,
    body: 'I moved the price next to the total in the third draft.',
  });
  await owner.api.comments.resolve({ id: price.id });
  await owner.api.comments.create({
    slug: weekly,
    atMs: 4000,
    parentId: null,
    body: 'Search is so much faster now!',
  });
  const members = await owner.api.members.list();
  const idOf = (person: DemoPerson) =>
    members.filter((member) => member.id === person.id).map((member) => member.id);
  await owner.api.acknowledgements.ask({
    slug: feedback,
    recipientIds: [...idOf(mia), ...idOf(ben)],
    note: 'Please look at the button and the price.',
    dueAt: new Date(Date.now() + 2 * 86_400_000).toISOString(),
  });
  await mia.api.acknowledgements.ask({ slug: weekly, recipientIds: idOf(owner), note: null, dueAt: null });
  await ben.api.acknowledgements.acknowledge({ slug: feedback });
}

async function untilReady(api: ApiClient, slug: VideoSlug): Promise<void> {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline;) {
    const video = await api.videos.get({ slug });
    if (video.status === 'ready' || video.status === 'failed') return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
