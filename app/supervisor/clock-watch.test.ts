import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { openDoor, readNode } from '../store/index.ts';
import { createTestDatabase } from '../store/testing/index.ts';
import { describeClockJump, findClockJump, keepClock, watchClock } from './clock-watch.ts';

afterEach(() => {
  vi.useRealTimers();
});

const start = { wall: Date.UTC(2026, 2, 28, 23), running: 5_000 };

test('time that only passes is no jump, however long', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (passed) => {
      const later = { wall: start.wall + passed, running: start.running + passed };
      expect(findClockJump(start, later)).toBeUndefined();
    }),
  );
});

test('a clock set forward or back is found, by how much', () => {
  const later = { wall: start.wall + 5_000 + 3_600_000, running: start.running + 5_000 };
  expect(findClockJump(start, later)).toBe(3_600_000);
  expect(findClockJump(later, { ...start, running: later.running + 5_000 })).toBe(-3_610_000);
});

test('it is said in words, with the time that the clock shows now', () => {
  expect(describeClockJump(7_200_000, new Date(start.wall))).toMatch(
    /forward by about 2 h; it now says 2026-03-28T23/,
  );
  expect(describeClockJump(-120_000, new Date(start.wall))).toMatch(/back by about 2 min/);
});

test('a running watch tells of a clock that was set, once, and of nothing else', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'], now: start.wall });
  const told: string[] = [];
  const jumps: number[] = [];
  const end = watchClock({
    say: (line) => void told.push(line),
    onJump: ({ movedMs }) => void jumps.push(movedMs),
    everyMs: 1_000,
    read: () => ({ wall: Date.now(), running: performance.now() }),
  });
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
  vi.setSystemTime(start.wall + 86_400_000);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([expect.stringContaining('forward by about 24 h')]);
  expect(jumps).toEqual([expect.closeTo(86_400_000 - 10_000, -4)]);
  end();
});

test('a node that starts before what it last wrote says that the clock went back, and notes it', async () => {
  const database = await createTestDatabase(inject('store'));
  try {
    const { nodeId } = await readNode(database.app);
    const door = openDoor(database.app, { kind: 'node', nodeId });
    await door.write({ action: 'node.serve', thing: 'law' }, async () => undefined);
    const told: string[] = [];
    const say = (line: string) => void told.push(line);
    await (await keepClock(database.adminUrl, say))();
    expect(told).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 7_200_000 });
    await (await keepClock(database.adminUrl, say))();
    expect(told).toEqual([expect.stringContaining('back by about 2 h')]);
    const { rows } = await sql<{ moved: number }>`
      SELECT moved_ms::float8 AS moved FROM clew.clock_jump`.execute(database.admin);
    expect(rows).toEqual([{ moved: expect.closeTo(-7_200_000, -4) }]);
  } finally {
    vi.useRealTimers();
    await database.drop();
  }
});
