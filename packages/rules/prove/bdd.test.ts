import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bdd, createBdd, FALSE, type Node, TooLarge, TRUE } from './bdd.ts';

const VARIABLES = 5;

type Formula =
  | { variable: number }
  | { not: Formula }
  | { and: [Formula, Formula] }
  | { or: [Formula, Formula] }
  | { ite: [Formula, Formula, Formula] };

const anyFormula = fc.letrec<{ formula: Formula }>((tie) => {
  const part = tie('formula');
  return {
    formula: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.integer({ min: 0, max: VARIABLES - 1 }).map((variable) => ({ variable })),
      part.map((not) => ({ not })),
      fc.tuple(part, part).map((and) => ({ and })),
      fc.tuple(part, part).map((or) => ({ or })),
      fc.tuple(part, part, part).map((ite) => ({ ite })),
    ),
  };
}).formula;

function built(formula: Formula, bdd: Bdd): Node {
  const part = (inner: Formula) => built(inner, bdd);
  if ('variable' in formula) return bdd.variable(formula.variable);
  if ('not' in formula) return bdd.not(part(formula.not));
  if ('and' in formula) return bdd.and(part(formula.and[0]), part(formula.and[1]));
  if ('or' in formula) return bdd.or(part(formula.or[0]), part(formula.or[1]));
  return bdd.ite(part(formula.ite[0]), part(formula.ite[1]), part(formula.ite[2]));
}

function holds(formula: Formula, row: readonly boolean[]): boolean {
  const part = (inner: Formula): boolean => holds(inner, row);
  if ('variable' in formula) return row[formula.variable] === true;
  if ('not' in formula) return !part(formula.not);
  if ('and' in formula) return formula.and.every(part);
  if ('or' in formula) return formula.or.some(part);
  return part(formula.ite[0]) ? part(formula.ite[1]) : part(formula.ite[2]);
}

/** Every way in which the variables can stand. */
const ROWS = Array.from({ length: 2 ** VARIABLES }, (_, bits) =>
  Array.from({ length: VARIABLES }, (_, level) => ((bits >> level) & 1) === 1),
);

const settledBy = (row: readonly boolean[]) => new Map(row.map((value, level) => [level, value] as const));
const RUNS = { seed: 20_261_122, numRuns: 500 };

describe('a decision diagram', () => {
  test('says of every row what the formula says', () => {
    fc.assert(
      fc.property(anyFormula, (formula) => {
        const bdd = createBdd();
        const f = built(formula, bdd);
        for (const row of ROWS) {
          expect(bdd.restrict(f, settledBy(row))).toBe(holds(formula, row) ? TRUE : FALSE);
        }
      }),
      RUNS,
    );
  });

  test('gives two formulas one number exactly when no row tells them apart', () => {
    fc.assert(
      fc.property(anyFormula, anyFormula, (one, other) => {
        const bdd = createBdd();
        const isSame = ROWS.every((row) => holds(one, row) === holds(other, row));
        expect(built(one, bdd) === built(other, bdd)).toBe(isSame);
      }),
      RUNS,
    );
  });

  test('settles some variables and leaves the others', () => {
    const settled = fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), fc.boolean());
    fc.assert(
      fc.property(anyFormula, settled, (formula, values) => {
        const bdd = createBdd();
        const known = new Map(Object.entries(values).map(([level, value]) => [Number(level), value]));
        const f = bdd.restrict(built(formula, bdd), known);
        for (const row of ROWS) {
          const mixed = row.map((value, level) => known.get(level) ?? value);
          expect(bdd.restrict(f, settledBy(row))).toBe(holds(formula, mixed) ? TRUE : FALSE);
        }
      }),
      RUNS,
    );
  });

  test('finds a row that holds and weighs least, and none where none holds', () => {
    const weightOf = (level: number, value: boolean) => (value ? level + 1 : 0);
    const weigh = (row: readonly boolean[]) =>
      row.reduce((sum, value, level) => sum + weightOf(level, value), 0);
    fc.assert(
      fc.property(anyFormula, (formula) => {
        const bdd = createBdd();
        const way = bdd.cheapest(built(formula, bdd), weightOf);
        const holding = ROWS.filter((row) => holds(formula, row));
        expect(way !== undefined).toBe(holding.length > 0);
        if (!way) return;
        const row = Array.from({ length: VARIABLES }, (_, level) => way.get(level) === true);
        expect(holds(formula, row)).toBe(true);
        expect(weigh(row)).toBe(Math.min(...holding.map(weigh)));
      }),
      RUNS,
    );
  });

  test('depends on the variables that make a difference, and on no other', () => {
    fc.assert(
      fc.property(anyFormula, (formula) => {
        const bdd = createBdd();
        const makesDifference = (level: number) =>
          ROWS.some(
            (row) => holds(formula, row.with(level, true)) !== holds(formula, row.with(level, false)),
          );
        const expected = [0, 1, 2, 3, 4].filter(makesDifference);
        expect([...bdd.support(built(formula, bdd))].sort()).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('gives what is left of it once the first variables are settled', () => {
    fc.assert(
      fc.property(anyFormula, fc.integer({ min: 0, max: 4 }), (formula, level) => {
        const bdd = createBdd();
        const f = built(formula, bdd);
        const isNear = (node: Node) => [...bdd.support(node)].some((found) => found < level + 2);
        const left = ROWS.map((row) => bdd.restrict(f, settledBy(row.slice(0, level)))).filter(isNear);
        expect([...bdd.remainders(f, level, level + 2)].sort()).toEqual([...new Set(left)].sort());
      }),
      RUNS,
    );
  });

  test('keeps its nodes apart when it has to make room for more', () => {
    const bdd = createBdd();
    const pairs = 12;
    // The worst order: each pair is met only once all the first halves have been.
    const agree = Array.from({ length: pairs }, (_, at) =>
      bdd.ite(bdd.variable(at), bdd.variable(at + pairs), bdd.not(bdd.variable(at + pairs))),
    ).reduce(bdd.and, TRUE);
    expect(bdd.size()).toBeGreaterThan(2 ** pairs);
    const row = (at: number) => new Map(Array.from({ length: 2 * pairs }, (_, l) => [l, l % pairs < at]));
    expect(bdd.restrict(agree, row(5))).toBe(TRUE);
    expect(bdd.restrict(agree, new Map(row(5)).set(3, false))).toBe(FALSE);
  });

  test('stops at its limits instead of answering', () => {
    const small = createBdd({ nodes: 10, variables: 20, readings: 0 });
    const all = () => Array.from({ length: 20 }, (_, at) => small.variable(at)).reduce(small.and, TRUE);
    expect(all).toThrow(TooLarge);
    expect(() => createBdd({ nodes: 100, variables: 20, readings: 0 }).variable(20)).toThrow(TooLarge);
  });
});
