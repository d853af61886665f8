import { describe, expect, test } from 'vitest';
import { and, atLeast, not, or, type Verdict } from './three.ts';

const ALL: readonly Verdict[] = ['yes', 'no', 'unknown'];

/** What every way of settling the unknowns agrees on. */
function overCompletions(values: readonly Verdict[], decide: (settled: boolean[]) => boolean): Verdict {
  const open = values.filter((value) => value === 'unknown').length;
  const outcomes = new Set<boolean>();
  for (let bits = 0; bits < 2 ** open; bits++) {
    let next = 0;
    outcomes.add(
      decide(values.map((value) => (value === 'unknown' ? ((bits >> next++) & 1) === 1 : value === 'yes'))),
    );
  }
  if (outcomes.size === 2) return 'unknown';
  return outcomes.has(true) ? 'yes' : 'no';
}

function triples(): Verdict[][] {
  return ALL.flatMap((a) => ALL.flatMap((b) => ALL.map((c) => [a, b, c])));
}

describe('three values', () => {
  test.each(triples())(
    '%s, %s, %s: says yes or no exactly when every way of settling the unknown agrees',
    (...values) => {
      expect(and(values)).toBe(overCompletions(values, (settled) => settled.every(Boolean)));
      expect(or(values)).toBe(overCompletions(values, (settled) => settled.some(Boolean)));
      for (const count of [1, 2, 3]) {
        const enough = (settled: boolean[]) => settled.filter(Boolean).length >= count;
        expect(atLeast(count, values)).toBe(overCompletions(values, enough));
      }
    },
  );

  test.each(ALL)('not %s', (value) => {
    expect(not(value)).toBe(overCompletions([value], ([settled]) => !settled));
  });
});
