import {
  type Answers,
  bindingOf,
  type Decision,
  type Expectation,
  failedExpectations,
  type Law,
  type LawFile,
  type LeftOutDecision,
  type Problem,
  readDecision,
} from '@clew/rules';

type DecisionsChecked = {
  /** Put to the law, and answered as the court did. */
  tests: number;
  /** Told without facts, because no source tells them. */
  leftOut: number;
  problems: Problem[];
};

/**
 * Puts every decision to the law of its place and day: the answer must be the court's, on the facts that carry it and on
 * all of them; without any one fact that carries it, an expected answer must change; and no State is held to what did not
 * bind it. Never throws.
 */
export function checkDecisions(law: Law, files: readonly LawFile[]): DecisionsChecked {
  const problems: Problem[] = [];
  const first = new Map<string, string>();
  let tests = 0;
  let leftOut = 0;
  for (const { path, text } of files) {
    const read = readDecision({ path, text }, law);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    problems.push(...doubled(read.decision, path, first));
    if (read.decision.leftOut !== undefined) leftOut++;
    else {
      tests++;
      problems.push(...problemsOf(read.decision, { law, at: atBlock(path, text) }));
    }
  }
  return { tests, leftOut, problems };
}

type At = { file: string; lineOf: (word: string) => number };

/** Where a word of the decision's block is written; the block's own beginning where it is not found. */
function atBlock(file: string, text: string): At {
  const rows = text.split('\n');
  const start = Math.max(
    0,
    rows.findIndex((row) => row.startsWith('```decision')),
  );
  const lineOf = (word: string) => {
    const found = rows.findIndex((row, index) => index >= start && row.includes(`${word}:`));
    return (found < 0 ? start : found) + 1;
  };
  return { file, lineOf };
}

function doubled({ id }: Decision | LeftOutDecision, path: string, first: Map<string, string>): Problem[] {
  const before = first.get(id);
  first.set(id, before ?? path);
  if (before === undefined) return [];
  const message = `The decision “${id}” already stands in ${before}. Give this one another id.`;
  return [{ code: 'duplicate-id', file: path, line: 1, message }];
}

type Setting = { law: Law; at: At };

function problemsOf(decision: Decision, { law, at }: Setting): Problem[] {
  const { facts, also } = decision;
  const failed = (code: Problem['code'], word: string, message: string): Problem => ({
    ...{ code, file: at.file, line: at.lineOf(word), message },
  });
  const wrong = [
    ...wrongIn(decision, facts, law).map((told) => ({ ...told, on: 'on the facts that carry it' })),
    ...wrongIn(decision, { ...facts, ...also }, law).map((told) => ({ ...told, on: 'on all the facts' })),
  ];
  if (wrong.length > 0) {
    return wrong.map(({ state, rule, which, verdict, found, on }) =>
      failed(
        'test-failed',
        rule,
        `“${rule}” should be ${verdict} ${which === 'strict' ? 'on the facts alone' : 'after presumptions'} in ${state} ${on}, but is ${found}. Mend the rule, or say under not_encoded why it cannot answer.`,
      ),
    );
  }
  const idle = Object.keys(facts).filter((fact) => {
    const { [fact]: _gone, ...others } = facts;
    return wrongIn(decision, others, law).length === 0;
  });
  return [
    ...idle.map((fact) =>
      failed(
        'dead-fact',
        fact,
        `Without “${fact}” every expected answer stays as it is. Write it under also, or expect what hangs on it.`,
      ),
    ),
    ...unboundIn(decision, law).map(({ state, rule }) =>
      failed(
        'wrong-answer',
        rule,
        `“${rule}” is expected of ${state}, which was not bound by what it rests on on ${decision.on}. Take it out for that State.`,
      ),
    ),
  ];
}

function expectedIn({ expect, expectIn }: Decision, state: string): readonly Expectation[] {
  return [...expect, ...(Object.hasOwn(expectIn, state) ? (expectIn[state] ?? []) : [])];
}

function wrongIn(decision: Decision, facts: Answers, law: Law) {
  return decision.states.flatMap((state) =>
    failedExpectations(law, {
      ...{ facts, people: decision.people, state, on: decision.on },
      expect: expectedIn(decision, state),
    }).map((told) => ({ ...told, state })),
  );
}

function unboundIn(decision: Decision, law: Law): { state: string; rule: string }[] {
  return decision.states.flatMap((state) =>
    expectedIn(decision, state).flatMap(({ rule, verdict }) => {
      const duty = law.duties[rule];
      if (!duty || verdict !== 'yes') return [];
      const bound = bindingOf(law, duty.cites, { state, on: decision.on });
      return bound?.verdict === 'no' ? [{ state, rule }] : [];
    }),
  );
}
