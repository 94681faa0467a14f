import { defineConfig } from 'vitest/config';

/** What measures time would measure its neighbours: these files run after the others, one by one. */
const ALONE = ['tests/e2e/sync.test.ts'];

/** What is waited for comes when it comes: on a busy machine a second is nothing. */
const limits = { testTimeout: 20_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } };

export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    projects: [
      {
        test: {
          ...limits,
          name: 'together',
          include: ['{shared,server,worker,web}/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: ['node_modules', 'dist', 'data', '.tools', ...ALONE],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...limits, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
