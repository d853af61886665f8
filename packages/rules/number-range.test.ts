import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeOf, verdictsOf } from './index.ts';
import { getClub, rule } from './testing.ts';

const law = getClub(
  ['young, years < 18', 'grown, years >= 18', 'little, years <= 14', 'old, years > 64']
    .map((said) => said.split(', '))
    .map(([id, is]) => rule(`{id: ${id}, label: ${id}, cite: club#1.a, is: ${is}}`))
    .join(''),
);

test('a number stands for every number of which the law says the same', () => {
  expect(rangeOf(law, 'years', 9)).toEqual({ below: 15 });
  expect(rangeOf(law, 'years', 15)).toEqual({ from: 15, below: 18 });
  expect(rangeOf(law, 'years', 17)).toEqual({ from: 15, below: 18 });
  expect(rangeOf(law, 'years', 18)).toEqual({ from: 18, below: 65 });
  expect(rangeOf(law, 'years', 65)).toEqual({ from: 65 });
  expect(rangeOf(law, 'day', 3)).toEqual({});
});

test('and no rule tells two numbers of one range apart', () => {
  const age = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(age, age, (one, other) => {
      const { from = 0, below = 121 } = rangeOf(law, 'years', one);
      fc.pre(other >= from && other < below);
      for (const id of Object.keys(law.rules))
        expect(verdictsOf(law, id, { facts: { years: other } })).toEqual(
          verdictsOf(law, id, { facts: { years: one } }),
        );
    }),
  );
});
