import { expect, test } from 'vitest';
import { describeNoted, judgeBeforeStart } from './doctor-clock.ts';

const now = new Date('2026-11-22T12:00:00Z');
const before = (days: number) => new Date(now.getTime() - days * 86_400_000);

test('what the node noted of its clock is told, and nothing where it noted nothing', () => {
  expect(describeNoted([])).toBeUndefined();
  expect(describeNoted([{ at: now, movedMs: -7_200_000 }])).toMatch(/went back by about 2 h/);
  const off = { at: now, movedMs: 0, offMs: 604_800_000 };
  expect(describeNoted([off])).toMatch(/was off for about 7 days/);
  expect(describeNoted([{ ...off, movedMs: off.offMs }])).toMatch(/If it was not off for so long/);
});

test('before a start a clock that is behind what was written is told, and one that is far ahead of it', () => {
  expect(judgeBeforeStart(undefined, now)).toBeUndefined();
  expect(judgeBeforeStart(before(2), now)).toBeUndefined();
  expect(judgeBeforeStart(before(-1), now)).toMatch(/Set the clock before you start/);
  expect(judgeBeforeStart(before(7), now)).toMatch(/If the node was not off for so long, set the clock/);
});
