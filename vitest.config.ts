import { defineConfig } from 'vitest/config';

/** Tests with real processes, sockets and clocks: one file at a time, so that they don't take each other's processor time. */
const REAL_TIME = [
  'packages/archive/volume/volume-client.test.ts',
  'packages/archive/recovery/**/*.test.ts',
  'packages/recorder/**/*.test.ts',
  'packages/cli/site.test.ts',
  'packages/simulator/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/crash/**/*.test.ts',
];

/** With a browser: they wait for pictures more than they compute, and are patient. */
const BROWSER = ['test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['packages/**/*.test.ts', 'test/**/*.test.ts', 'benches/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...REAL_TIME, ...BROWSER],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: ['**/node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real time',
          include: REAL_TIME,
          exclude: ['**/node_modules/**'],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
