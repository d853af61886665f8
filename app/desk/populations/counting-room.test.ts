import { totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { memoryForCounts, memoryForCountsHere } from './counting-room.ts';

const GB = 1_000_000_000;

describe('the memory that a count may take', () => {
  test.each([
    [0.5 * GB, 200],
    [1 * GB, 250],
    [2 * GB, 500],
    [4 * GB, 1_000],
    [8 * GB, 2_000],
    [64 * GB, 2_000],
  ])('of a machine with %d bytes is %d MB', (bytes, megabytes) => {
    expect(memoryForCounts(bytes)).toBe(megabytes);
  });

  test('is here a part of what the machine has', () => {
    expect(memoryForCountsHere()).toBeGreaterThanOrEqual(200);
    expect(memoryForCountsHere()).toBeLessThanOrEqual(Math.max(200, totalmem() / 1_000_000 / 4));
  });
});
