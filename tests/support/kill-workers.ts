import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { members, users, workspaceTimes } from '#server/db/tables.ts';
import type { Installation } from './installation.ts';
import type { TestApp } from './test-app.ts';

/** Mulberry32: the same numbers in each run, 0–1. */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Workers of an installation, three at a time, each of which may be killed and is replaced. */
export async function startThreeWorkers(installation: Installation) {
  const alive: ChildProcess[] = [installation.worker];
  const starts: Promise<unknown>[] = [];
  const startOne = () => {
    starts.push(installation.startWorker().then((worker) => alive.push(worker)));
  };
  startOne();
  startOne();
  await Promise.all(starts);
  return {
    /** Ends one of them with SIGKILL; false where none is alive at the moment. `which`: 0–1. */
    async kill(which: number): Promise<boolean> {
      const [victim] = alive.splice(Math.floor(which * alive.length), 1);
      if (!victim) return false;
      const exited = once(victim, 'exit');
      victim.kill('SIGKILL');
      await exited;
      startOne();
      return true;
    },
    settled: () => Promise.all(starts),
  };
}

/** Members who work around the clock, so that now is always a good time. */
export async function makeSleepless(test: TestApp, workspaceId: string, count: number) {
  const all = [{ from: '00:00', to: '00:00' }];
  const days = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
  await test.ctx.db
    .insert(workspaceTimes)
    .values({ workspaceId, timeZone: 'UTC', days, holidayRegion: 'none' });
  const people = await test.ctx.db
    .insert(users)
    .values(Array.from({ length: count }, (_, i) => ({ name: `P ${i}`, email: `p${i}@example.com` })))
    .returning();
  await test.ctx.db
    .insert(members)
    .values(people.map(({ id }) => ({ organizationId: workspaceId, userId: id, role: 'member' })));
  return people;
}
