import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

/** Starts one PostgreSQL for the whole run and stops it afterwards. */
const globalSetup = ['app/store/testing/global-setup.ts'].filter((path) => existsSync(`${root}/${path}`));

/** Tests that start, kill or starve whole processes: one file at a time, after all others. */
const aloneTests = [
  'app/supervisor/**/*.test.{ts,tsx}',
  'e2e/start.test.ts',
  'e2e/backup.test.ts',
  'e2e/stolen-disk/stolen-disk.test.ts',
  'e2e/crash/crash.test.ts',
  'e2e/faults.test.ts',
  'e2e/full-disk.test.ts',
];

const tests = [
  '*.test.ts',
  'app/**/*.test.{ts,tsx}',
  'packages/**/*.test.{ts,tsx}',
  'e2e/**/*.test.{ts,tsx}',
  'bench/**/*.test.ts',
  'bin/**/*.test.ts',
  'deploy/**/*.test.ts',
];

// A default export, because Vitest looks for one.
// biome-ignore lint/style/noDefaultExport: Vitest's configuration is read from the default export
export default defineConfig({
  root,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    pool: 'forks',
    globalSetup,
    allowOnly: false,
    env: { TZ: 'UTC', TSX_DISABLE_CACHE: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: tests,
          exclude: ['**/node_modules/**', ...aloneTests],
          setupFiles: ['./vitest.setup.ts'],
          isolate: false,
          maxWorkers: Math.min(4, availableParallelism()),
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: aloneTests,
          setupFiles: ['./vitest.setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
