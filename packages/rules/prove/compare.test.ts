import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Answers, type Law, type Limb, lawFor, verdictsOf } from '../index.ts';
import { getClub, rule, value } from '../testing.ts';
import { compareProvisions, type Example } from './compare.ts';
import { limbsOver, owed, variant } from './testing.ts';

const two = (first: string, second: string): Law =>
  getClub(
    rule(`{id: first, label: L, cite: club#1.a, ${first}}`) +
      rule(`{id: second, label: L, cite: club#1.a, ${second}}`),
  );

const compared = (first: string, second: string) => {
  const law = two(first, second);
  return compareProvisions({ law, id: 'first' }, { law, id: 'second' });
};

describe('two rules of a law', () => {
  test('that say the same in other words are equal', () => {
    expect(compared('not: {all: [a, b]}', 'any: [{not: a}, {not: b}]')).toEqual({ kind: 'equal' });
  });

  test('the second asks for more: an example shows who is lost', () => {
    expect(compared('any: [a, b]', 'is: a')).toEqual({
      kind: 'narrower',
      lost: [
        { kind: 'fact', fact: 'a', answer: 'no' },
        { kind: 'fact', fact: 'b', answer: 'yes' },
      ],
    });
  });

  test('the second asks for less', () => {
    expect(compared('all: [a, b]', 'is: a')).toMatchObject({ kind: 'wider' });
  });

  test('each has somebody whom the other leaves out', () => {
    expect(compared('is: a', 'is: b')).toMatchObject({
      kind: 'different',
      lost: [{ answer: 'yes' }, { answer: 'no' }],
      won: [{ answer: 'no' }, { answer: 'yes' }],
    });
  });

  test('a number is told by where it stands between the bounds, a day by the years since it', () => {
    expect(compared('is: years < 18', 'is: years < 16')).toEqual({
      kind: 'narrower',
      lost: [{ kind: 'fact', fact: 'years', answer: 16, upTo: 17 }],
    });
    expect(compared('is: years since day < 18', 'is: years since day < 16')).toMatchObject({
      lost: [{ kind: 'years', fact: 'day', answer: 16, upTo: 17 }],
    });
  });

  test('a diagram that grows too large is said, not thrown', () => {
    const law = two('is: a', 'is: b');
    const limits = { nodes: 2, variables: 1000, readings: 10 };
    expect(compareProvisions({ law, id: 'first' }, { law, id: 'second' }, { limits })).toEqual({
      kind: 'too-large',
    });
  });
});

test('answers that contradict each other show no difference', () => {
  const law = two('is: a', 'all: [a, {not: b}]');
  const when: Limb = {
    kind: 'all',
    cites: [],
    limbs: ['a', 'b'].map((fact) => ({ kind: 'fact', fact, cites: [] })),
  };
  const never = { ...law, contradictions: [{ when, why: 'No.', place: { file: 'x', line: 1 } }] };
  expect(compareProvisions({ law, id: 'first' }, { law, id: 'second' })).toMatchObject({ kind: 'narrower' });
  expect(compareProvisions({ law: never, id: 'first' }, { law: never, id: 'second' })).toEqual({
    kind: 'equal',
  });
});

test('duties and values are compared by what they hang on', () => {
  const days = (id: string, when: string) =>
    value(`{id: ${id}, label: L, cite: club#1.a, when: ${when}, unit: days, value: 30}`);
  const all = '{id: both, label: L, cite: club#1.a, all: [a, b]}';
  const law = getClub(
    rule(all) + owed('d1', 'a') + owed('d2', 'both') + days('v1', 'a') + days('v2', 'both'),
  );
  const between = (one: string, other: string) =>
    compareProvisions({ law, id: one }, { law, id: other }).kind;
  expect([between('d1', 'd2'), between('v1', 'v2')]).toEqual(['narrower', 'narrower']);
  expect([between('d1', 'v1'), between('d2', 'v2')]).toEqual(['equal', 'equal']);
});

test('against “not-yes” it is lost where it is left open, and against “no” it is not', () => {
  const law = two('is: a', 'all: [a, {any: [b, {not: b}]}]');
  const found = (against: 'no' | 'not-yes') =>
    compareProvisions({ law, id: 'first' }, { law, id: 'second' }, { against });
  expect(found('no')).toEqual({ kind: 'equal' });
  expect(found('not-yes')).toEqual({
    kind: 'narrower',
    lost: [{ kind: 'fact', fact: 'a', answer: 'yes' }],
  });
});

test("a State's reading of a rule beside the rule as read", () => {
  const law = getClub(
    rule('{id: first, label: L, cite: club#1.a, any: [a, b]}') +
      variant('{rule: first, state: GR, from: 2020-01-01, cite: club#1.b, is: a}'),
  );
  const there = lawFor(law, { state: 'GR', on: '2024-01-01' });
  expect(compareProvisions({ law, id: 'first' }, { law: there, id: 'first' })).toMatchObject({
    kind: 'narrower',
    lost: [{ fact: 'a', answer: 'no' }, { fact: 'b' }],
  });
});

const ANSWERS: readonly Answer[] = ['yes', 'no', 'not_asked', 'withheld'];
const FACTS = ['a', 'b', 'c', 'd'];
const leaf = fc.constantFrom(...FACTS).map((fact): Limb => ({ kind: 'fact', fact, cites: [] }));
const answers = fc.record(Object.fromEntries(FACTS.map((id) => [id, fc.constantFrom(...ANSWERS)])));

const withLimb = (law: Law, id: string, limb: Limb): Law => {
  const found = law.rules[id];
  return found ? { ...law, rules: { ...law.rules, [id]: { ...found, limb } } } : law;
};
const told = (example: Example): Answers =>
  Object.fromEntries(example.flatMap((said) => (said.kind === 'fact' ? [[said.fact, said.answer]] : [])));

test('an example shows its difference when the rules are asked, and where there is none no answers show one', () => {
  const law = two('is: a', 'is: b');
  fc.assert(
    fc.property(limbsOver(leaf, 3), limbsOver(leaf, 3), answers, (one, other, facts) => {
      const both = withLimb(withLimb(law, 'first', one), 'second', other);
      const found = compareProvisions({ law: both, id: 'first' }, { law: both, id: 'second' });
      const strict = (id: string, put: Answers) => verdictsOf(both, id, { facts: put }).strict;
      if ('lost' in found)
        expect([strict('first', told(found.lost)), strict('second', told(found.lost))]).toEqual([
          'yes',
          'no',
        ]);
      if ('won' in found)
        expect([strict('first', told(found.won)), strict('second', told(found.won))]).toEqual(['no', 'yes']);
      const sides = [strict('first', facts), strict('second', facts)].join();
      if (found.kind === 'equal') expect(['yes,no', 'no,yes']).not.toContain(sides);
      if (found.kind === 'narrower') expect(sides).not.toBe('no,yes');
      if (found.kind === 'wider') expect(sides).not.toBe('yes,no');
    }),
    { seed: 4, numRuns: 300 },
  );
});
