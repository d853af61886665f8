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
  lawFor,
  type NextQuestion,
  type Told,
  type Verdict,
} from '@clew/rules';
import { topRules } from './grounds.ts';
import { nextPressingFirst } from './open-bars.ts';
import { canNeverBind } from './topics.ts';

/** Everything the law says about a case in one State, or without one. */
export type AssessedCase = {
  /** The law as it was asked: with the State's own readings, and the reforms that were applied. */
  law: Law;
  answers: Answers;
  /** What was told: the answers, the people in the case, and the day. */
  told: Told;
  assessment: Assessment;
  /**
   * The rules and duties that come out yes only with the reforms: the law without them does not have them, or does not say
   * so here. Empty where that law was not given.
   */
  proposed: ReadonlySet<string>;
  /** The same case under the law without the reforms, where that law was given. */
  asIs: AssessedCase | undefined;
  /** The rules the law is asked for, before those that they rest on. */
  order: readonly string[];
  targets: readonly string[];
  next: NextQuestion | undefined;
  /** Every source shown that no named person has checked. */
  unchecked: readonly Citation[];
  /** What the case file says should come out and does not. */
  failed: readonly (Expectation & { found: Verdict })[];
};

/** A case in its first State, and in each of its States. Without a State it is asked once, and there are none. */
export type AssessedStates = AssessedCase & { byState: readonly (AssessedCase & { state: string })[] };

/** A fact that a rule must never depend on, and where that is written. */
type Ban = { fact: string; cites: readonly Citation[] };

/** What a rule must never read; an answer shows these sources too. */
export function bansOf(law: Law, rule: string): Ban[] {
  return (law.rules[rule]?.neverReads ?? []).map(({ fact, cites }) => ({
    fact,
    cites: cites.map((ref) => getCitation(law, ref)),
  }));
}

type Put = Pick<CaseFile, 'facts' | 'people' | 'expect' | 'states' | 'on'> & {
  /** What is expected besides in one of the States. */
  expectIn?: Readonly<Record<string, readonly Expectation[]>>;
  /** The law without the reforms that were applied: what only they bring is told apart. */
  without?: Law;
};

/** Puts a case to the law, with whatever reforms were applied to it, in each of its States. */
export function assessCase(law: Law, { states = [], expectIn = {}, ...put }: Put): AssessedStates {
  const expected = (state: string) => [...(put.expect ?? []), ...(expectIn[state] ?? [])];
  const byState = states.map((state) => ({
    state,
    ...assessIn(law, { ...put, expect: expected(state) }, state),
  }));
  return { ...(byState[0] ?? assessIn(law, put)), byState };
}

function assessIn(asRead: Law, { without, ...put }: Put, state?: string): AssessedCase {
  const { facts, people, on, expect = [] } = put;
  const law = lawFor(asRead, { state, on });
  const told: Told = { facts, people, on };
  const assessment = assess(law, { ...told, state });
  const asIs = without && assessIn(without, { ...put, expect: [] }, state);
  const ids = Object.keys(assessment.rules);
  const targets = topRules(assessment.rules);
  const cited = new Map(
    [...citedIn(assessment), ...ids.flatMap((id) => bansOf(law, id).flatMap(({ cites }) => cites))].map(
      (cite) => [cite.ref, cite] as const,
    ),
  );
  const reaching = Object.values(assessment.duties).filter(({ bound }) => !canNeverBind(bound));
  const all = [...targets, ...reaching.map(({ id }) => id)];
  return {
    law,
    answers: facts,
    told,
    assessment,
    proposed: asIs ? onlyWith(assessment, asIs.assessment) : new Set(),
    asIs,
    order: [...targets, ...ids.filter((id) => !targets.includes(id))],
    targets,
    next: nextPressingFirst(law, { ...told, people: people ?? {}, state, targets: all }),
    unchecked: [...cited.values()].filter(({ status }) => status !== 'checked'),
    failed: failedExpectations(law, { ...told, state, expect }),
  };
}

function onlyWith(now: Assessment, without: Assessment): Set<string> {
  const brought = (kind: 'rules' | 'duties') =>
    Object.values(now[kind]).filter(
      ({ id, burden }) =>
        (kind === 'duties' && without.duties[id] === undefined) ||
        (burden === 'yes' && without[kind][id]?.burden !== 'yes'),
    );
  return new Set([...brought('rules'), ...brought('duties')].map(({ id }) => id));
}

function citedIn({ rules, duties, values }: Assessment): Citation[] {
  return [
    ...Object.values(rules).flatMap(({ tree }) => citationsIn(tree)),
    ...Object.values(duties).flatMap(({ cites }) => cites),
    ...Object.values(values).flatMap(({ cites, given }) => [
      ...cites,
      ...(given?.said === 'state' ? given.cites : []),
    ]),
  ];
}
