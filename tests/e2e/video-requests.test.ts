import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '../support/axe.ts';
import { untilRecorded } from '../support/recorder.ts';
import { startReview, type Review } from '../support/review.ts';

let review: Review;
beforeAll(async () => {
  review = await startReview();
}, 90_000);
afterAll(() => review?.[Symbol.asyncDispose]());

it(
  'a member is asked on a video’s page, records in place, and who asked watches it there',
  { timeout: 150_000 },
  async () => {
    const [owner, member] = [review.owner.page, review.member.page];
    await owner.goto('/asks?tab=videos');
    await owner.getByText('No video requests yet').waitFor();
    await expect.poll(() => faults(owner)).toEqual([]);
    await review.open(owner);
    await owner.getByRole('button', { name: 'More' }).click();
    await owner.getByRole('menuitem', { name: 'Ask for a video answer…' }).click();
    const dialog = owner.getByRole('dialog', { name: 'Ask for a video answer' });
    await dialog.getByLabel('What should they record?').fill('What do you think of the <b>ending</b>?');
    await dialog.getByLabel('Note (optional)').fill('A minute is enough.');
    await dialog.getByRole('checkbox', { name: 'Mia Member' }).check();
    await dialog.getByLabel('Due', { exact: true }).selectOption('Within 8 of their working hours');
    await expect.poll(() => faults(owner)).toEqual([]);
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
    await owner.getByRole('heading', { name: 'What do you think of the <b>ending</b>?' }).waitFor();
    const answers = owner.getByRole('region', { name: 'Answers' });
    await answers.getByText('Asked').waitFor();
    await expect.poll(() => faults(owner)).toEqual([]);

    await member.goto('/asks?tab=videos');
    await member
      .getByRole('region', { name: 'To answer' })
      .getByRole('link', { name: /What do you think/ })
      .click();
    await member.getByText('A minute is enough.').waitFor();
    await member.getByText('In answer to').waitFor();
    const start = member.getByRole('button', { name: 'Start recording' });
    await start.waitFor();
    await member.getByRole('radio', { name: 'Camera', exact: true }).check({ force: true });
    await expect.poll(() => faults(member)).toEqual([]);
    await start.focus();
    await member.keyboard.press('Enter');
    await untilRecorded(member, 3);
    await member.getByRole('button', { name: 'Stop' }).click();
    await member.getByText('Safe on the server. Have a look, then send it.').waitFor({ timeout: 30_000 });
    // Nothing is lost with the page.
    await member.reload();
    await member.getByText('Safe on the server. Have a look, then send it.').waitFor({ timeout: 30_000 });
    await member.getByRole('button', { name: /Play the video reply by you/ }).click();
    const at = () => member.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await expect.poll(at).toBeGreaterThan(0.2);
    await member.getByLabel('A word with it (optional)').fill('Well done');
    await expect.poll(() => faults(member)).toEqual([]);
    await member.getByRole('button', { name: 'Send' }).click();
    await member.getByText('You have answered.').waitFor();
    await expect.poll(() => faults(member)).toEqual([]);

    await answers.getByText('Answered').waitFor();
    await answers.getByText('“Well done”').waitFor();
    await answers.getByRole('button', { name: /Play the video reply by Mia Member/ }).click();
    const seenAt = () => owner.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await expect.poll(seenAt).toBeGreaterThan(0.2);
    expect([...review.owner.errors, ...review.member.errors]).toEqual([]);
  },
);

it(
  'is answered with a video that is there, declined, given more time, and withdrawn',
  { timeout: 90_000 },
  async () => {
    const [owner, member] = [review.owner.page, review.member.page];
    const mia = (await review.api.members.list()).find(({ name }) => name === 'Mia Member');
    const ask = async (title: string) => {
      const recipientIds = mia ? [mia.id] : [];
      const dueAt = new Date(Date.now() + 3_600_000).toISOString();
      return (await review.api.videoRequests.create({ title, recipientIds, dueAt })).request.id;
    };
    const one = await ask('Something that you have');
    await member.goto(`/requests/${one}`);
    await member.getByLabel('Or one of your videos').selectOption({ index: 1 });
    await member.getByRole('button', { name: 'Use it' }).click();
    await member.getByRole('button', { name: 'Choose another' }).waitFor();
    await member.getByRole('button', { name: 'Send' }).click();
    await member.getByText('You have answered.').waitFor();

    const two = await ask('Something that you can’t');
    await owner.goto(`/requests/${two}`);
    await owner.getByRole('button', { name: 'Change the due time' }).click();
    await owner.getByLabel('Extend by').selectOption('40 working hours');
    await owner.getByRole('button', { name: 'Change', exact: true }).click();
    await owner.getByRole('dialog').waitFor({ state: 'hidden' });
    await member.goto(`/requests/${two}`);
    await member.getByRole('button', { name: 'I can’t answer this' }).click();
    await member.getByLabel('Why not? (optional)').fill('My camera is broken');
    await member.getByRole('button', { name: 'Say that I can’t' }).click();
    await member.getByText('You said that you can’t.').waitFor();
    await owner.getByRole('region', { name: 'Answers' }).getByText('“My camera is broken”').waitFor();

    const three = await ask('Something else');
    await member.goto(`/requests/${three}`);
    await member.getByRole('button', { name: 'Start recording' }).waitFor();
    await owner.goto(`/requests/${three}`);
    await owner.getByRole('button', { name: 'Withdraw' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await owner.getByText('Nobody waits for an answer any more.').waitFor();
    await member.getByText('Nobody waits for an answer any more.').waitFor();
    expect(await member.getByRole('button', { name: 'Start recording' }).count()).toBe(0);

    for (const scheme of ['light', 'dark'] as const) {
      await owner.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await owner.setViewportSize({ width: 390, height: 844 });
      for (const path of ['/asks?tab=videos', `/requests/${one}`, `/requests/${two}`]) {
        await owner.goto(path);
        await owner.getByText('Can’t').or(owner.getByText('Answered')).first().waitFor();
        expect(await owner.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        expect([path, await faults(owner)]).toEqual([path, []]);
      }
    }
  },
);
