import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOURS = [{ from: '09:00', to: '17:00' }];
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: [], sun: [] };

let test: TestApp;
let author: TestPerson;
let tokyo: TestPerson;
let berlin: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp();
  const owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  tokyo = await joinAs(test, owner, 'member', 'Toshi Tokyo');
  berlin = await joinAs(test, owner, 'member', 'Bea Berlin');
  await tokyo.api.peopleTime.update({ timeZone: 'Asia/Tokyo', days: WEEK });
  await berlin.api.peopleTime.update({ timeZone: 'Europe/Berlin', days: WEEK });
  ({ slug } = await makeReadyVideo(test, author, { title: 'The update' }));
});
afterAll(() => test[Symbol.asyncDispose]());

const userId = async (person: TestPerson) => UserId.parse((await person.api.accounts.me()).user.id);

async function dueOf(person: TestPerson): Promise<string | null | undefined> {
  const id = await userId(person);
  const { entries } = await author.api.acknowledgements.ledger({ slug });
  return entries.find(({ recipient }) => recipient.id === id)?.dueAt;
}

it('is due after so much of each one’s own working time', async () => {
  // Monday, 2 March 2026, 10:00 UTC: 19:00 in Tokyo, 11:00 in Berlin.
  expect(test.clock.now().toISOString()).toBe('2026-03-02T10:00:00.000Z');
  const recipientIds = [await userId(tokyo), await userId(berlin)];
  await author.api.acknowledgements.ask({ slug, recipientIds, due: { kind: 'workingHours', hours: 8 } });
  expect(await dueOf(tokyo)).toBe('2026-03-03T08:00:00.000Z');
  expect(await dueOf(berlin)).toBe('2026-03-03T10:00:00.000Z');
  await author.api.acknowledgements.ask({ slug, recipientIds, due: { kind: 'endOfWorkingDay' } });
  expect(await dueOf(tokyo)).toBe('2026-03-03T08:00:00.000Z');
  expect(await dueOf(berlin)).toBe('2026-03-02T16:00:00.000Z');
  // Each reads it in their own zone.
  const told = (await test.mails()).filter(({ subject }) => subject.includes('asks you'));
  expect(new Set(told.map(({ text }) => /Due .*? your time \((.*?)\)/.exec(text)?.[0]))).toEqual(
    new Set([
      'Due Tue 3 Mar, 11:00 your time (Europe/Berlin)',
      'Due Tue 3 Mar, 17:00 your time (Asia/Tokyo)',
    ]),
  );
});

it('goes around time away, and is refused where nobody works any more', async () => {
  const recipientIds = [await userId(berlin)];
  await berlin.api.peopleTime.addAway({
    kind: 'days',
    firstDay: '2026-03-02',
    lastDay: '2026-03-06',
    note: '',
  });
  await author.api.acknowledgements.ask({ slug, recipientIds, due: { kind: 'workingHours', hours: 8 } });
  expect(await dueOf(berlin)).toBe('2026-03-09T16:00:00.000Z');
  const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  await berlin.api.peopleTime.update({ days: never });
  const refused = { code: 'invalid_input' };
  const due = { kind: 'workingHours', hours: 8 } as const;
  await expect(author.api.acknowledgements.ask({ slug, recipientIds, due })).rejects.toMatchObject(refused);
  const dueAt = '2026-03-20T10:00:00.000Z';
  await expect(author.api.acknowledgements.ask({ slug, recipientIds, due, dueAt })).rejects.toMatchObject(
    refused,
  );
  expect(await dueOf(berlin)).toBe('2026-03-09T16:00:00.000Z');
});
