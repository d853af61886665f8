import { type Answers, assess, type Decision, type Law } from '@clew/rules';
import type { AnyDecision } from './load-shelf.ts';

/** One answer that the law has to give in a decision, and the one that it gives. */
type Answered = {
  state: string;
  rule: string;
  /** On the facts alone, or after presumptions. */
  which: 'strict' | 'burden';
  wanted: 'yes' | 'no' | 'unknown';
  given: 'yes' | 'no' | 'unknown';
};

const known = new WeakMap<Law, WeakMap<Decision, readonly Answered[]>>();

/** What the law says of a decision's facts, State by State, beside what it has to say. Worked out once for a law. */
export function answersIn(law: Law, decision: Decision): readonly Answered[] {
  const of = known.get(law) ?? new WeakMap<Decision, readonly Answered[]>();
  known.set(law, of);
  const before = of.get(decision);
  if (before) return before;
  const answers = decision.states.flatMap((state) => answersFor(law, decision, state));
  of.set(decision, answers);
  return answers;
}

function answersFor(law: Law, decision: Decision, state: string): Answered[] {
  const { expect, expectIn, people, on } = decision;
  const facts: Answers = { ...decision.facts, ...decision.also };
  const { rules, duties, values } = assess(law, { facts, people, state, on });
  return [...expect, ...(expectIn[state] ?? [])].map(({ rule, which, verdict }) => ({
    ...{ state, rule, which, wanted: verdict },
    given: (rules[rule] ?? duties[rule] ?? values[rule])?.[which] ?? 'unknown',
  }));
}

/** An account in three parts: what happened, what the court held, and what is put to the rules. */
export function partsOfAccount({ account, holding }: Pick<AnyDecision, 'account' | 'holding'>): {
  facts: readonly string[];
  holding: readonly string[];
  put: readonly string[];
} {
  const first = account.findIndex((_, at) => holding.every((one, index) => account[at + index] === one));
  if (first < 0 || holding.length === 0) return { facts: account, holding, put: [] };
  return { facts: account.slice(0, first), holding, put: account.slice(first + holding.length) };
}
