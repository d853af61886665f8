import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { openDoor, readClockJumps, readDueNow, readLastMoment, readNode } from '../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/index.ts';
import { describeClockJump, findClockJump, keepClock, watchClock } from './clock-watch.ts';

afterEach(() => {
  vi.useRealTimers();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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

describe('a start', () => {
  let database: TestDatabase;
  let wrote: number;
  beforeEach(async () => {
    database = await createTestDatabase(inject('store'));
    const { nodeId } = await readNode(database.app);
    const door = openDoor(database.app, { kind: 'node', nodeId });
    await door.write({ action: 'node.serve', thing: 'law' }, async () => undefined);
    wrote = (await readLastMoment(database.adminUrl)).written?.getTime() ?? 0;
  });
  afterEach(() => database.drop());

  /** A run of the node, of a moment's length, by clocks that stand so long after what was first written. */
  async function run(clocks: { wall: number; running: number; boot?: string }): Promise<string[]> {
    const told: string[] = [];
    const read = () => ({ wall: wrote + clocks.wall, running: clocks.running });
    const { boot = 'this run' } = clocks;
    await (await keepClock({ adminUrl: database.adminUrl, say: (line) => told.push(line), read, boot }))();
    return told;
  }
  const dueAfter = async (wall: number) => {
    const due = await readDueNow(database.app, new Date(wrote + wall));
    return due.getTime() - wrote;
  };
  const noted = async () =>
    (await readClockJumps(database.app, new Date(wrote - 30 * DAY))).map(({ movedMs, offMs }) => [
      movedMs,
      offMs,
    ]);

  test('soon after the last says nothing', async () => {
    expect(await run({ wall: 1_000, running: 0 })).toEqual([]);
    expect(await run({ wall: HOUR, running: 2_000, boot: 'another run' })).toEqual([]);
    expect(await noted()).toEqual([]);
  });

  test('before what was last written says that the clock went back, and notes it', async () => {
    expect(await run({ wall: -2 * HOUR, running: 0 })).toEqual([
      expect.stringContaining('back by about 2 h'),
    ]);
    expect(await noted()).toEqual([[-2 * HOUR, undefined]]);
  });

  test('a week later says that the node was off, and that the clock may be wrong: for a day nothing falls due by it', async () => {
    await run({ wall: 1_000, running: 5_000 });
    const told = await run({ wall: 7 * DAY, running: 60_000, boot: 'another run' });
    expect(told).toEqual([expect.stringMatching(/was off for about 7 days.*If it was not off for so long/)]);
    expect(await dueAfter(7 * DAY)).toBeLessThanOrEqual(2_000);
    expect(await dueAfter(8 * DAY + 1_000)).toBe(8 * DAY + 1_000);
  });

  test('a week later on a machine that ran on says that the node was off: what is due is due', async () => {
    await run({ wall: 1_000, running: 5_000 });
    const told = await run({ wall: 7 * DAY, running: 7 * DAY + 4_000 });
    expect(told).toEqual([expect.stringMatching(/was off for about 7 days; the clock now says \S+$/)]);
    expect(await dueAfter(7 * DAY)).toBe(7 * DAY);
    expect(await noted()).toEqual([[0, 7 * DAY - 1_000]]);
  });

  test('after the clock was moved forward while the node was off an hour is not taken for a week', async () => {
    await run({ wall: 1_000, running: 5_000 });
    const told = await run({ wall: 7 * DAY, running: 5_000 + HOUR });
    expect(told).toEqual([expect.stringContaining('forward by about 7 days')]);
    expect(await dueAfter(7 * DAY)).toBe(HOUR + 1_000);
  });

  test('after it was moved back while the node was off says so, also where it stands behind what was written', async () => {
    await run({ wall: 1_000, running: 5_000 });
    const told = await run({ wall: 2 * HOUR, running: 5_000 + 3 * HOUR });
    expect(told).toEqual([expect.stringContaining('back by about 60 min')]);
  });

  test('after a week off with the clock moved back meanwhile says both', async () => {
    await run({ wall: 1_000, running: 5_000 });
    const told = await run({ wall: -DAY, running: 7 * DAY + 5_000 });
    expect(told).toEqual([
      expect.stringContaining('was off for about 7 days'),
      expect.stringContaining('back by about 8 days'),
    ]);
    expect(await noted()).toEqual([
      [-8 * DAY - 1_000, undefined],
      [0, 7 * DAY],
    ]);
    expect(await dueAfter(-DAY)).toBe(-DAY);
  });

  test('of an older node, which kept no clocks, goes by what was written', async () => {
    expect(await run({ wall: 7 * DAY, running: 1_000, boot: '' })).toEqual([
      expect.stringContaining('was off for about 7 days'),
    ]);
  });
});
