import { assess } from './assess.ts';
import { failedExpectations } from './expectation.ts';
import type { Law, LawTest } from './law.ts';
import type { Problem } from './problem.ts';

/** Runs the tests that stand in the law, and returns each expectation that is not met. */
export function checkTests(law: Law): Problem[] {
  return law.tests.flatMap((test) => {
    const { given: facts, people, state, on, expect, title, place } = test;
    const told = failedExpectations(law, { facts, people, state, on, expect }).map(
      ({ rule, which, verdict, found }) =>
        `“${rule}” should be ${verdict} ${which === 'strict' ? 'on the facts alone' : 'after presumptions'}, but is ${found}`,
    );
    return [...told, ...failedNumbers(law, test)].map(
      (what): Problem => ({
        code: 'test-failed',
        ...place,
        message: `The test “${title}” fails: ${what}. Mend the rule or the test.`,
      }),
    );
  });
}

function failedNumbers(law: Law, { given: facts, people, state, on, days, due }: LawTest): string[] {
  if (days.length === 0 && due.length === 0) return [];
  const { values, duties } = assess(law, { facts, people, state, on });
  return [
    ...days.flatMap((wanted) => {
      const value = values[wanted.value];
      const found = value?.given?.value ?? value?.value;
      return found === wanted.days
        ? []
        : [`“${wanted.value}” should be ${wanted.days} days, but is ${found}`];
    }),
    ...due.flatMap(({ duty, day }) => {
      const found = duties[duty]?.due;
      if (found?.kind === 'date' && found.date === day) return [];
      return [
        `“${duty}” should be due on ${day}, but ${found?.kind === 'date' ? `is on ${found.date}` : 'has no day'}`,
      ];
    }),
  ];
}
