import { type Answers, assess, type Decision, heldOn, type Law } from '@clew/rules';
import type { AnyDecision } from './load-shelf.ts';

/** One answer that the law has to give in a decision, the one that it gives, and what the court decided. */
export type Answered = {
  state: string;
  rule: string;
  /** On the facts alone, or after presumptions. */
  which: 'strict' | 'burden';
  wanted: 'yes' | 'no' | 'unknown';
  given: 'yes' | 'no' | 'unknown';
  /** What the court decided. Undefined where it decided nothing of it, or where nobody read what. */
  held: 'yes' | 'no' | undefined;
  /** What was claimed and not granted: the thing itself, or that what was owed was breached. */
  outcome: 'lost' | 'fulfilled' | undefined;
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
    held: heldOn(decision, { rule, which, state }),
    outcome: outcomeOf(decision, rule),
    given: (rules[rule] ?? duties[rule] ?? values[rule])?.[which] ?? 'unknown',
  }));
}

function outcomeOf({ lost, fulfilled }: Decision, rule: string): Answered['outcome'] {
  if (lost.includes(rule)) return 'lost';
  return fulfilled.includes(rule) ? 'fulfilled' : undefined;
}

/**
 * How many answers are as the court decided, of those of which it is known what it decided; and of how many it is not. An
 * unknown is not the court's answer, also where it is all that a lost claim asks of the rules.
 */
export function agreementOf(answers: readonly Answered[]): { met: number; count: number; open: number } {
  const decided = answers.filter(({ held }) => held !== undefined);
  return {
    met: decided.filter(({ held, given }) => held === given).length,
    count: decided.length,
    open: answers.length - decided.length,
  };
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
