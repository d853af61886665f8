import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeAtMost } from './at-most.ts';
import { type Formula, type FormulaBook, openBook } from './formula.ts';

const FACTS = ['a', 'b', 'c'];
const VALUES = [-1, 0, 1] as const;

type Drawn = { op: string; picks: readonly number[] };
const DRAWN = fc.array(
  fc.record({
    op: fc.constantFrom('and', 'or', 'at-least', 'not', 'shown', 'open', 'yes', 'no'),
    picks: fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 8, maxLength: 20 },
);

/** Each formula is made of earlier ones, so that they share parts as a law and its reform do. */
function formulasOf(drawn: readonly Drawn[], book: FormulaBook): Formula[] {
  const made = FACTS.map((fact) => book.leaf({ kind: 'fact', fact }));
  for (const { op, picks } of drawn) {
    const [one, two, three] = picks.map((pick) => made[pick % made.length] as Formula) as [
      Formula,
      Formula,
      Formula,
    ];
    if (op === 'and' || op === 'or') made.push(book[op]([one, two]));
    else if (op === 'at-least') made.push(book.atLeast(2, [one, two, three]));
    else if (op === 'yes' || op === 'no') made.push(book.presumed(op, one, two));
    else made.push(book[op as 'not' | 'shown' | 'open'](one));
  }
  return made;
}

/** No is -1, unknown 0, yes 1. */
function worthOf(formula: Formula, told: Readonly<Record<string, number>>): number {
  const each = (parts: readonly Formula[]) => parts.map((part) => worthOf(part, told));
  switch (formula.op) {
    case 'constant':
      return { no: -1, unknown: 0, yes: 1 }[formula.value];
    case 'leaf':
      return formula.leaf.kind === 'fact' ? (told[formula.leaf.fact] ?? 0) : 0;
    case 'and':
      return Math.min(...each(formula.parts));
    case 'or':
      return Math.max(...each(formula.parts));
    case 'at-least':
      return each(formula.parts).sort((one, other) => other - one)[formula.count - 1] ?? -1;
    case 'not':
      return -worthOf(formula.part, told);
    case 'shown':
      return worthOf(formula.part, told) === 1 ? 1 : -1;
    case 'open':
      return worthOf(formula.part, told) === 0 ? 1 : -1;
    case 'presumed': {
      const value = worthOf(formula.part, told);
      if (value !== 0 || worthOf(formula.when, told) !== 1) return value;
      return formula.value === 'yes' ? 1 : -1;
    }
  }
}

test('what is said to be at most another is so whatever is told', () => {
  const all = VALUES.flatMap((a) => VALUES.flatMap((b) => VALUES.map((c) => ({ a, b, c }))));
  let seen = 0;
  fc.assert(
    fc.property(DRAWN, (drawn) => {
      const formulas = formulasOf(drawn, openBook());
      const atMost = makeAtMost();
      for (const less of formulas) {
        for (const more of formulas) {
          if (less === more || !atMost(less, more)) continue;
          seen++;
          for (const told of all) expect(worthOf(less, told)).toBeLessThanOrEqual(worthOf(more, told));
        }
      }
    }),
    { seed: 14, numRuns: 200 },
  );
  expect(seen).toBeGreaterThan(1_000);
});

test('a reform that adds a limb is seen, through a rule that denies it too', () => {
  const book = openBook();
  const [a, b, c] = FACTS.map((fact) => book.leaf({ kind: 'fact', fact })) as [Formula, Formula, Formula];
  const [before, after] = [book.or([a, b]), book.or([a, b, c])];
  const atMost = makeAtMost();
  expect([atMost(before, after), atMost(after, before)]).toEqual([true, false]);
  expect(atMost(book.and([c, book.not(after)]), book.and([c, book.not(before)]))).toBe(true);
});
