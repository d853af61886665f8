import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isUncertain, noteRoom, tellOf } from './full-disk.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  one = await createTestDatabase(inject('store'));
  other = await createTestDatabase(inject('store'));
});
afterAll(async () => {
  await one.drop();
  await other.drop();
});

/** An error as the driver gives it (PostgreSQL's error codes: its manual, appendix A). */
const errorOf = (code: string, severity = 'FATAL') =>
  Object.assign(new Error('could not write to file'), { code, severity });
const told = (database: TestDatabase, error: unknown) =>
  (tellOf(database.app, error) as { code?: string }).code;
const [full, fallen, refused] = [errorOf('53100', 'PANIC'), errorOf('57P02'), errorOf('57P03')];

test('a server that fell for want of room is told as a full disk to all, until it is written to again', () => {
  expect(told(one, fallen)).toBe('store.unavailable');
  expect(told(one, full)).toBe('store.disk-full');
  expect([fallen, refused].map((error) => told(one, error))).toEqual(['store.disk-full', 'store.disk-full']);
  expect(told(other, fallen)).toBe('store.unavailable');
  noteRoom(one.app);
  expect(told(one, fallen)).toBe('store.unavailable');
});

test('what is no fault of the store stays what it is', () => {
  tellOf(one.app, full);
  const own = new Error('ours');
  expect(tellOf(one.app, own)).toBe(own);
  noteRoom(one.app);
});

test('of a commit on which the server fell nobody knows whether it was kept; one that was refused was not', () => {
  expect([full, fallen, errorOf('53100', 'ERROR')].map(isUncertain)).toEqual([true, true, false]);
  tellOf(one.app, full);
  expect(isUncertain(tellOf(one.app, fallen))).toBe(true);
  noteRoom(one.app);
});
