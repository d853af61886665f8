import {
  type Answers,
  assess,
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
 * Puts every decision to the law of its place and day: each expected answer must come out, on the facts that carry it and on
 * all of them; without any one fact that carries it, or without its people, one must change; what was lost is never
 * granted; no State is held to what did not bind it; and no fact names what a court found. Never throws.
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

type Setting = { law: Law; failed: (code: Problem['code'], word: string, message: string) => Problem };

function problemsOf(decision: Decision, { law, at }: { law: Law; at: At }): Problem[] {
  const setting: Setting = {
    law,
    failed: (code, word, message) => ({ code, file: at.file, line: at.lineOf(word), message }),
  };
  const untested = untestedIn(decision, setting);
  const wrong = wrongAnswers(decision, setting);
  if (wrong.length > 0) return [...untested, ...wrong];
  return [
    ...untested,
    ...idleIn(decision, setting),
    ...grantedIn(decision, setting),
    ...unboundIn(decision, setting),
    ...findingsIn(decision, setting),
  ];
}

function untestedIn({ expect, expectIn, notEncoded }: Decision, { failed }: Setting): Problem[] {
  const isEmpty = expect.length === 0 && Object.values(expectIn).every((expected) => expected.length === 0);
  return [
    ...(isEmpty
      ? [failed('wrong-shape', 'expect', 'Nothing is expected of the law. Write what it must answer.')]
      : []),
    ...(notEncoded.length === 0
      ? [
          failed(
            'wrong-shape',
            'not_encoded',
            'Nothing says what the rules cannot answer. Write it under not_encoded, each with its reason.',
          ),
        ]
      : []),
  ];
}

function wrongAnswers(decision: Decision, { law, failed }: Setting): Problem[] {
  const { facts, also } = decision;
  const wrong = [
    ...wrongIn(decision, facts, law).map((told) => ({ ...told, on: 'on the facts that carry it' })),
    ...wrongIn(decision, { ...facts, ...also }, law).map((told) => ({ ...told, on: 'on all the facts' })),
  ];
  return wrong.map(({ state, rule, which, verdict, found, on }) =>
    failed(
      'test-failed',
      rule,
      `“${rule}” should be ${verdict} ${which === 'strict' ? 'on the facts alone' : 'after presumptions'} in ${state} ${on}, but is ${found}. Mend the rule, or say under not_encoded why it cannot answer.`,
    ),
  );
}

function idleIn(decision: Decision, { law, failed }: Setting): Problem[] {
  const { facts, people } = decision;
  const idle = Object.keys(facts).filter((fact) => {
    const { [fact]: _gone, ...others } = facts;
    return wrongIn(decision, others, law).length === 0;
  });
  const isIdleOf =
    Object.keys(people).length > 0 && wrongIn({ ...decision, people: {} }, facts, law).length === 0;
  return [
    ...idle.map((fact) =>
      failed(
        'dead-fact',
        fact,
        `Without “${fact}” every expected answer stays as it is. Write it under also, or expect what hangs on it.`,
      ),
    ),
    ...(isIdleOf
      ? [
          failed(
            'dead-fact',
            'people',
            'Without its people every expected answer stays as it is. Take them out, or expect what hangs on them.',
          ),
        ]
      : []),
  ];
}

/** What was lost is no or unknown on all the facts, also where only a presumption would grant it. */
function grantedIn(decision: Decision, { law, failed }: Setting): Problem[] {
  const { facts, also, people, on, lost } = decision;
  if (lost.length === 0) return [];
  return decision.states.flatMap((state) => {
    const { rules, duties } = assess(law, { facts: { ...facts, ...also }, people, state, on });
    return lost
      .filter((id) => {
        const verdict = rules[id] ?? duties[id];
        return verdict?.strict === 'yes' || verdict?.burden === 'yes';
      })
      .map((id) =>
        failed(
          'wrong-answer',
          'lost',
          `“${id}” was lost and comes out yes in ${state}, on the facts alone or after presumptions. A claim that was lost comes out no or unknown.`,
        ),
      );
  });
}

function unboundIn(decision: Decision, { law, failed }: Setting): Problem[] {
  return decision.states.flatMap((state) =>
    expectedIn(decision, state).flatMap(({ rule, verdict }) => {
      const duty = law.duties[rule];
      if (!duty || verdict !== 'yes') return [];
      const bound = bindingOf(law, duty.cites, { state, on: decision.on });
      if (bound?.verdict !== 'no') return [];
      return [
        failed(
          'wrong-answer',
          rule,
          `“${rule}” is expected of ${state}, which was not bound by what it rests on on ${decision.on}. Take it out for that State.`,
        ),
      ];
    }),
  );
}

const FINDING =
  /\b(courts?|tribunals?|judges?|judgments?|findings?|found (?:to|that|by)|holdings?|holds|ruled|ruling|violat\w*|convicted)\b/i;

/**
 * What an authority that identifies victims said is a fact of the case, like an arrest: it stood before anybody went to
 * court, and what the treaty gives hangs on it. A court may find the contrary, as in MS (Pakistan).
 */
const SAID_BY_AN_AUTHORITY: ReadonlySet<string> = new Set(['identification.positive', 'claimed-improperly']);

function findingsIn({ facts, also }: Decision, { law, failed }: Setting): Problem[] {
  return Object.keys({ ...facts, ...also })
    .filter((id) => !SAID_BY_AN_AUTHORITY.has(id))
    .filter((id) => FINDING.test(id) || FINDING.test(law.facts[id]?.label ?? ''))
    .map((id) =>
      failed(
        'wrong-answer',
        id,
        `“${id}” names what a court or somebody else found. A fact of a decision is what happened; write that.`,
      ),
    );
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
