import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { describeLateSweep, watchSweeps } from './sweep-watch.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  folder = await mkdtemp(join(tmpdir(), 'clew-sweep-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

test('a node sweeps when it starts, and doctor says where that was not done within the hour', async () => {
  const said: string[] = [];
  const now = () => new Date();
  expect(await describeLateSweep(folder, now())).toContain('has not been cleared away yet');
  await watchSweeps({ adminUrl: database.adminUrl, folder, say: (line) => void said.push(line) })();
  expect(said).toEqual([]);
  expect(await describeLateSweep(folder, now())).toBeUndefined();
  const early = new Date('2026-03-16T09:00:00Z');
  await utimes(join(folder, 'swept'), early, early);
  expect(await describeLateSweep(folder, now())).toContain('since 2026-03-16 09:00 UTC');
});

test('a database that is gone is said, stops nothing, and leaves no mark', async () => {
  const said: string[] = [];
  const other = await mkdtemp(join(tmpdir(), 'clew-sweep-'));
  const adminUrl = 'postgres://nobody@localhost/clew?host=/tmp/clew-nowhere';
  await watchSweeps({ adminUrl, folder: other, say: (line) => void said.push(line) })();
  expect(said).toEqual([expect.stringMatching(/^What is over could not be cleared away.*does not answer/)]);
  expect(await describeLateSweep(other, new Date())).toContain('yet');
  await rm(other, { recursive: true });
});
