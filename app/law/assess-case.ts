import {
  type Answers,
  type Assessment,
  assess,
  type CaseFile,
  type Citation,
  citationsIn,
  type Expectation,
  failedExpectations,
  getCitation,
  type Law,
  type NextQuestion,
  nextQuestion,
  type Verdict,
} from '@clew/rules';
import { topRules } from './grounds.ts';

/** Everything the law says about a case. */
export type AssessedCase = {
  law: Law;
  answers: Answers;
  assessment: Assessment;
  /** The rules the law is asked for, before those that they rest on. */
  order: readonly string[];
  targets: readonly string[];
  next: NextQuestion | undefined;
  /** Every source shown that no named person has checked. */
  unchecked: readonly Citation[];
  /** What the case file says should come out and does not. */
  failed: readonly (Expectation & { found: Verdict })[];
};

/** A fact that a rule must never depend on, and where that is written. */
export type Ban = { fact: string; cites: readonly Citation[] };

/** What a rule must never read; an answer shows these sources too. */
export function bansOf(law: Law, rule: string): Ban[] {
  return (law.rules[rule]?.neverReads ?? []).map(({ fact, cites }) => ({
    fact,
    cites: cites.map((ref) => getCitation(law, ref)),
  }));
}

/** Puts a case to the law, with whatever reforms were applied to it. */
export function assessCase(
  law: Law,
  { facts, states = [], on, expect = [] }: Pick<CaseFile, 'facts' | 'expect' | 'states' | 'on'>,
): AssessedCase {
  const assessment = assess(law, { facts, states, on });
  const ids = Object.keys(assessment.rules);
  const targets = topRules(assessment.rules);
  const cited = new Map(
    [...citedIn(assessment), ...ids.flatMap((id) => bansOf(law, id).flatMap(({ cites }) => cites))].map(
      (cite) => [cite.ref, cite] as const,
    ),
  );
  return {
    law,
    answers: facts,
    assessment,
    order: [...targets, ...ids.filter((id) => !targets.includes(id))],
    targets,
    next: nextQuestion(law, { facts, targets: [...targets, ...Object.keys(assessment.duties)] }),
    unchecked: [...cited.values()].filter(({ status }) => status !== 'checked'),
    failed: failedExpectations(law, { facts, expect }),
  };
}

function citedIn({ rules, duties, values }: Assessment): Citation[] {
  return [
    ...Object.values(rules).flatMap(({ tree }) => citationsIn(tree)),
    ...Object.values(duties).flatMap(({ cites }) => cites),
    ...Object.values(values).flatMap(({ cites, states }) => [
      ...cites,
      ...states.flatMap((given) => (given.said === 'state' ? given.cites : [])),
    ]),
  ];
}
