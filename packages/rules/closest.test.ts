import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closest } from './closest.ts';

/** The same said plainly: every known name is held against the word, letter by letter, to the end. */
function plainly(name: string, known: readonly string[]): string | undefined {
  const word = name.slice(0, 80).toLowerCase();
  const last = (id: string) => id.slice(id.lastIndexOf('.') + 1);
  const costs = known.map((candidate) => {
    const tails = last(word).length > 3 ? distance(last(word), last(candidate)) + 1.5 : Infinity;
    return { candidate, cost: Math.min(distance(word, candidate), tails) };
  });
  const near = costs.filter(({ candidate, cost }) => cost <= Math.max(2, candidate.length / 3));
  const least = Math.min(...near.map(({ cost }) => cost));
  return near.find(({ cost }) => cost === least)?.candidate;
}

function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [first, rest] = [a[0], a.slice(1)];
  const key = `${a} ${b}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const cost =
    first === b[0]
      ? distance(rest, b.slice(1))
      : 1 + Math.min(distance(rest, b), distance(a, b.slice(1)), distance(rest, b.slice(1)));
  known.set(key, cost);
  return cost;
}
const known = new Map<string, number>();

const letter = fc.constantFrom('a', 'b', 'c', '.');
const name = fc.string({ unit: letter, minLength: 1, maxLength: 9 });

describe('the name that was meant', () => {
  test('is the one that takes fewest changes, however early the others are given up', () => {
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 8 }), (asked, names) => {
        expect(closest(asked, names)).toBe(plainly(asked, names));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is found one letter away, by its last part, and not where nothing is near', () => {
    const names = ['has-room', 'means.coercion', 'purpose.labour'];
    expect(closest('has-rom', names)).toBe('has-room');
    expect(closest('coercion', names)).toBe('means.coercion');
    expect(closest('x'.repeat(60), names)).toBeUndefined();
  });
});
