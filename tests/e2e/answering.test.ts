import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../bin/api-client.ts';
import type { EditionId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { faults } from '../support/axe.ts';
import { recordedSeconds, untilAtLeast } from '../support/recorder.ts';
import { startReview, type Review } from '../support/review.ts';

let review: Review;
let page: Page;
let api: ApiClient;
beforeAll(async () => {
  review = await startReview();
  ({ page } = review.member);
  api = await review.apiOf(page);
}, 90_000);
afterAll(() => review?.[Symbol.asyncDispose]());

const said = (text: string, kind: 'video' | 'voice' = 'video') => ({
  id: randomUUID(),
  text,
  kind,
  isRequired: true,
});

/** A series of every day whose editions of the next days are open already; the answer is them, oldest first. */
async function startSeries(
  title: string,
  prompts: Parameters<ApiClient['series']['create']>[0]['prompts'],
): Promise<{ series: Series; editions: { id: EditionId; day: string }[] }> {
  const { user } = await api.accounts.me();
  const series = await api.series.create({
    title,
    rule: 'FREQ=DAILY',
    startsOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 120,
    graceHours: 24,
    prompts,
    participantIds: [user.id],
  });
  const open = async () => (await api.series.mine()).filter(({ seriesId }) => seriesId === series.id);
  await expect.poll(async () => (await open()).length, { timeout: 90_000, interval: 200 }).toBeGreaterThan(1);
  const editions = (await open()).map(({ editionId, day }) => ({ id: editionId, day }));
  return { series, editions };
}

const mineOf = async (id: EditionId) => (await api.series.edition({ id })).entries[0];
const press = async (name: RegExp | string, role: 'button' | 'link' = 'button') => {
  // What is disabled has no focus, and hears no key.
  await page.getByRole(role, { name, disabled: false }).focus();
  await page.keyboard.press('Enter');
};
const prompt = (index: number) =>
  page.getByRole('region', { name: 'Prompts' }).getByText(`Prompt ${index} of 2`);

const rednessAtLeft = () =>
  page
    .locator('canvas[role=img]')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      return context?.getImageData(5, canvas.height - 10, 1, 1).data[0] ?? 0;
    });

it(
  'is recorded and answered with the keyboard alone, with chapters, beside the last answer',
  { timeout: 240_000 },
  async () => {
    const [next, blocked] = [said('What is next?', 'voice'), { ...said('Blocked?'), kind: 'text' as const }];
    const { series, editions } = await startSeries('Weekly by keys', [
      said('What is done?'),
      next,
      { ...blocked, isRequired: false, isCarried: true },
    ]);
    const [first, second] = editions;
    if (!first || !second) throw new Error('two editions are open');
    const written = (await api.series.edition({ id: first.id })).prompts.map(({ id }, i) => ({
      promptId: id,
      text: ['The plan', 'The release of spring', 'Nothing'][i] ?? '',
    }));
    const old = { id: randomUUID() as never, promptId: blocked.id, text: 'No access to the server' };
    await api.series.answer({ id: first.id, answers: written, blockers: [old] });

    await page.goto(`/series/${series.id}?day=${second.day}`);
    const form = page.getByRole('form', { name: 'Your update' });
    await form.getByText('The release of spring').waitFor();
    await form.getByRole('list', { name: 'Still open' }).getByText('since the last edition').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await press('Record your update', 'link');
    await page.getByRole('heading', { name: 'Record your update' }).waitFor();
    await page.getByText('The release of spring').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Camera', exact: true }).focus();
    await page.keyboard.press('Space');
    await press('Start recording');
    await prompt(1).waitFor({ timeout: 20_000 });
    await untilAtLeast(() => recordedSeconds(page), 3);
    await page.keyboard.press('n');
    await prompt(2).waitFor();
    await page.getByRole('region', { name: 'Prompts' }).getByText('The release of spring').waitFor();
    // Ten seconds are recorded over, and with them where the second prompt began.
    await page.keyboard.press('r');
    await prompt(1).waitFor({ timeout: 20_000 });
    await page.getByText('Paused', { exact: true }).waitFor();
    const from = await recordedSeconds(page);
    await page.keyboard.press('p');
    await untilAtLeast(() => recordedSeconds(page), from + 3);
    await page.keyboard.press('n');
    await prompt(2).waitFor();
    await untilAtLeast(() => recordedSeconds(page), from + 6);
    await expect.poll(() => faults(page)).toEqual([]);
    await page.keyboard.press('s');

    await form.getByRole('region', { name: 'Video of your update' }).waitFor({ timeout: 30_000 });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Video of your update');
    await page.reload();
    await form.getByRole('region', { name: 'Video of your update' }).waitFor();
    const chapter = form.getByLabel('“What is next?” is answered from');
    expect(await chapter.inputValue()).toMatch(/^0:(0[3-9]|[1-5]\d)$/);
    await press('Add a blocker');
    await page.keyboard.type('The key is missing');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Olive');
    await press('Send');
    await expect.poll(async () => (await mineOf(second.id))?.state, { timeout: 15_000 }).toBe('answered');
    const mine = await mineOf(second.id);
    expect(mine?.video).not.toBeNull();
    expect(mine?.answers.find(({ promptId }) => promptId === next.id)?.atMs).toBeGreaterThanOrEqual(3000);
    // Camera, still, recorded over, camera, still: all of it is one video.
    const video = mine?.video ?? ('' as never);
    await expect
      .poll(async () => (await api.videos.get({ slug: video })).status, { timeout: 60_000, interval: 300 })
      .toBe('ready');
    expect((await api.videos.get({ slug: video })).durationMs).toBeGreaterThan((from + 5.5) * 1000);
    const blockers = page.getByRole('region', { name: 'Blockers' });
    await blockers.getByText('The key is missing').waitFor();
    expect(await api.blockers.list({ id: second.id })).toMatchObject([
      { text: 'No access to the server', editionsSince: 1 },
      { text: 'The key is missing', owner: { name: 'Olive Owner' } },
    ]);
    await press('Close: No access to the server');
    await blockers.getByText('1 open').waitFor();
    await expect.poll(async () => (await api.blockers.list({ id: second.id }))[1]?.closedAt).not.toBeNull();
    await expect.poll(() => faults(page)).toEqual([]);
    // The owner hears of it, and may close what is theirs.
    await review.owner.page.goto('/inbox');
    await review.owner.page.getByText('Mia Member counts on you in “Weekly by keys”').first().waitFor();
    expect([...review.owner.errors, ...review.member.errors]).toEqual([]);
  },
);

it('is answered on a phone: by voice, with a touch for each prompt', { timeout: 200_000 }, async () => {
  const { series, editions } = await startSeries('Voices', [
    said('Yesterday?', 'voice'),
    said('Today?', 'voice'),
  ]);
  const [edition] = editions;
  if (!edition) throw new Error('no edition');
  const context = await review.browser.newContext({
    baseURL: review.installation.origin,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    storageState: await page.context().storageState(),
  });
  const phone = await context.newPage();
  const isNarrow = () => phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  await phone.goto(`/series/${series.id}?day=${edition.day}`);
  await phone.getByRole('link', { name: 'Record your update' }).tap();
  await phone.getByRole('radio', { name: 'Voice alone', checked: true }).waitFor();
  expect(await isNarrow()).toBe(true);
  await expect.poll(() => faults(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Start recording' }).tap();
  await phone.getByText('Prompt 1 of 2').waitFor({ timeout: 20_000 });
  await untilAtLeast(() => recordedSeconds(phone), 2);
  await phone.getByRole('button', { name: 'Next prompt' }).tap();
  await phone.getByText('Prompt 2 of 2').waitFor();
  expect(await isNarrow()).toBe(true);
  await untilAtLeast(() => recordedSeconds(phone), 4);
  await phone.getByRole('button', { name: 'Stop' }).tap();
  await phone.getByRole('region', { name: 'Video of your update' }).waitFor({ timeout: 30_000 });
  expect(await isNarrow()).toBe(true);
  await expect.poll(() => faults(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Send' }).tap();
  await expect.poll(async () => (await mineOf(edition.id))?.state, { timeout: 15_000 }).toBe('answered');
  expect((await mineOf(edition.id))?.answers.map(({ atMs }) => atMs)).toMatchObject([0, expect.any(Number)]);
  await context.close();
});

it(
  'is thrown away and written instead; another video and a decision are found',
  { timeout: 200_000 },
  async () => {
    const { editions } = await startSeries('Written', [
      said('How is it?'),
      { ...said('And said?', 'voice'), isRequired: false },
    ]);
    const [edition] = editions;
    if (!edition) throw new Error('no edition');
    await api.recordings.create({ title: 'A 100% old demo' });
    const { user } = await api.accounts.me();
    const options = ['Green', 'Blue'];
    await review.api.acknowledgements.ask({
      slug: review.slug,
      kind: 'decide',
      options,
      recipientIds: [user.id],
    });
    await api.acknowledgements.answer({ slug: review.slug, answer: { kind: 'decided', option: 'Blue' } });
    await page.goto(`/record?edition=${edition.id}`);
    await page.getByRole('radio', { name: 'Camera', exact: true }).click();
    await page.getByRole('button', { name: 'Start recording' }).click();
    await untilAtLeast(() => recordedSeconds(page), 2);
    // What is asked for as a voice has no picture: the still of a voice is dark, the camera's left is red.
    await expect.poll(rednessAtLeft).toBeGreaterThan(150);
    await page.keyboard.press('n');
    await expect.poll(rednessAtLeft).toBeLessThan(60);
    await page.getByRole('button', { name: 'Back to the prompt before' }).click();
    await expect.poll(rednessAtLeft).toBeGreaterThan(150);
    await page.getByTitle('Throw away').click();
    await page.getByRole('button', { name: 'Record anew' }).click();
    // What goes away above it moves it: no pointer.
    await press('Written', 'link');
    const form = page.getByRole('form', { name: 'Your update' });
    await form.getByText('Or write below what you would say.').waitFor();
    await form.getByRole('button', { name: 'Use a video of mine' }).click();
    await page.getByLabel('Search my videos').fill('100% old');
    await page.getByRole('list', { name: 'My videos' }).getByText('A 100% old demo').waitFor();
    await expect
      .poll(() => page.getByRole('list', { name: 'My videos' }).getByRole('button').count())
      .toBe(1);
    await expect.poll(() => faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await form.getByLabel('How is it?').fill('Good');
    await form.getByRole('button', { name: 'Link a decision' }).click();
    await page.getByLabel('Search decisions').fill('blue');
    await page.getByRole('list', { name: 'Decisions' }).getByRole('button', { name: /Blue/ }).click();
    await form.getByRole('list', { name: 'Linked decisions' }).getByText('Blue').waitFor();
    await expect.poll(() => faults(page)).toEqual([]);
    await form.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('list', { name: 'Decisions' }).getByRole('link', { name: /Blue/ }).waitFor();
    await expect
      .poll(async () => await mineOf(edition.id), { timeout: 15_000 })
      .toMatchObject({ video: null, answers: [{ text: 'Good' }], decisions: [{ option: 'Blue' }] });
  },
);

it(
  'survives a tab that is closed while it is recorded, with its chapters',
  { timeout: 200_000 },
  async () => {
    const { series, editions } = await startSeries('Lost and found', [said('One?'), said('Two?')]);
    const [edition] = editions;
    if (!edition) throw new Error('no edition');
    const tab = await page.context().newPage();
    await tab.goto(`/record?edition=${edition.id}`);
    await tab.getByRole('radio', { name: 'Camera', exact: true }).click();
    await tab.getByRole('button', { name: 'Start recording' }).click();
    await untilAtLeast(() => recordedSeconds(tab), 3);
    await tab.keyboard.press('n');
    await tab.getByText('Prompt 2 of 2').waitFor();
    await untilAtLeast(() => recordedSeconds(tab), 7);
    await tab.close();
    await page.goto(`/series/${series.id}?day=${edition.day}`);
    const form = page.getByRole('form', { name: 'Your update' });
    await form.getByRole('region', { name: 'Video of your update' }).waitFor({ timeout: 30_000 });
    expect(await form.getByLabel('“Two?” is answered from').inputValue()).toMatch(/^0:(0[3-9]|[1-5]\d)$/);
    await form.getByRole('button', { name: 'Send' }).click();
    await expect.poll(async () => (await mineOf(edition.id))?.state, { timeout: 15_000 }).toBe('answered');
  },
);
