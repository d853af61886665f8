import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { describeClockJump, findClockJump, watchClock } from './clock-watch.ts';

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
  const end = watchClock((line) => told.push(line), 1_000);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
  vi.setSystemTime(start.wall + 86_400_000);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([expect.stringContaining('forward by about 24 h')]);
  end();
});
