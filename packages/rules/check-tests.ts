import { failedExpectations } from './expectation.ts';
import type { Law } from './law.ts';
import type { Problem } from './problem.ts';

/** Runs the tests that stand in the law, and returns each expectation that is not met. */
export function checkTests(law: Law): Problem[] {
  return law.tests.flatMap((test) =>
    failedExpectations(law, { facts: test.given, expect: test.expect }).map(
      ({ rule, which, verdict, found }): Problem => ({
        code: 'test-failed',
        ...test.place,
        message: `The test “${test.title}” fails: “${rule}” should be ${verdict} ${which === 'strict' ? 'on the facts alone' : 'after presumptions'}, but is ${found}. Mend the rule or the test.`,
      }),
    ),
  );
}
