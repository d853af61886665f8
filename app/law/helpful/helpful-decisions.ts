import { type Answer, type Decision, factsOf, heldOn, isKnown, type Verdict } from '@clew/rules';
import { wasAskedAbout } from '../asked-about.ts';
import type { AssessedCase } from '../assess-case.ts';
import { type AnyDecision, isTest } from '../library/load-shelf.ts';
import { rulesOfIssue } from './issue-rules.ts';
import { speaksAgainst } from './signs.ts';
import { type Weighed, weightOf } from './weight.ts';

/** A rule or duty that a case turns on and that a decision answered, and what that means for the person. */
export type Shared = {
  rule: string;
  /** What the court decided: unknown where it decided nothing of it, or nobody read what. */
  there: Verdict;
  /** What comes out in this case. */
  here: Verdict;
  /** `fulfilled`: it was owed there and found fulfilled, so that nothing of it was breached; that helps nobody. */
  means: 'helps' | 'against' | 'fulfilled' | 'open';
};

/** A fact that carried a decision, beside what is told of it in this case. */
export type SharedFact = { fact: string; there: Answer; here: Answer };

/** A decision on what a case turns on. */
export type HelpfulDecision = {
  decision: AnyDecision;
  /** Nothing where no State and day are named. */
  weighed: Weighed | undefined;
  /** Empty for a decision that is told without facts: it is found by its issues. */
  shared: readonly Shared[];
  same: readonly SharedFact[];
  /** What carried it there and is not known here. */
  open: readonly SharedFact[];
  /** What was otherwise there. */
  other: readonly SharedFact[];
};

/**
 * The decisions on what a case turns on: those that help, those that go against, those that leave it open. Each stands once;
 * one that helps in one thing and goes against in another stands under `both`.
 */
export type HelpfulDecisions = {
  helps: readonly HelpfulDecision[];
  both: readonly HelpfulDecision[];
  against: readonly HelpfulDecision[];
  open: readonly HelpfulDecision[];
};

/**
 * The decisions on what a case turns on: those that answered a rule or duty of which something was told here, on at least
 * one fact that is the same here. A court that said yes to what protects and no to what takes away helps; one can help in
 * one thing and go against in another. What it did not decide helps nobody, whatever the rules answer on its facts. First those from its own courts or under a treaty
 * that bound it, given up to the day, then those with more facts in common, then the youngest.
 */
export function helpfulDecisions(
  assessed: AssessedCase,
  decisions: readonly AnyDecision[],
): HelpfulDecisions {
  const turning = turningOn(assessed, decisions);
  const found = decisions
    .flatMap((decision) => matched(decision, assessed, turning) ?? [])
    .sort(
      (one, other) => rankOf(one) - rankOf(other) || (one.decision.decided < other.decision.decided ? 1 : -1),
    );
  const listOf = ({ shared }: HelpfulDecision): keyof HelpfulDecisions => {
    const has = (...which: Shared['means'][]) => shared.some(({ means }) => which.includes(means));
    const isLost = has('against', 'fulfilled');
    if (has('helps')) return isLost ? 'both' : 'helps';
    return isLost ? 'against' : 'open';
  };
  const of = (list: keyof HelpfulDecisions) => found.filter((one) => listOf(one) === list);
  return { helps: of('helps'), both: of('both'), against: of('against'), open: of('open') };
}

/** A rule of fewer facts says too little of a case to find a decision by it alone: that somebody is abroad, say. */
const MOST_BARE = 4;

/** The rules of which something was told, each with the facts under it; and those whose yes speaks against the person. */
type Turning = { rules: ReadonlyMap<string, readonly string[]>; adverse: ReadonlySet<string> };

/** Only what a decision can be found by is looked at: of the rest nothing has to be worked out. */
function turningOn(assessed: AssessedCase, decisions: readonly AnyDecision[]): Turning {
  const { law, assessment, targets } = assessed;
  const { rules, duties } = assessment;
  const wanted = new Set(
    decisions.flatMap((decision) =>
      isTest(decision)
        ? expectedOf(decision).map(({ rule }) => rule)
        : decision.issues.flatMap((issue) => rulesOfIssue(issue, law)),
    ),
  );
  const asked = [...wanted].filter((id) => (rules[id] ?? duties[id]) && wasAskedAbout(assessed, id));
  return {
    rules: new Map(asked.map((id) => [id, factsOf(law, id)])),
    adverse: speaksAgainst({ ...rules, ...duties }, [...targets, ...Object.keys(duties)]),
  };
}

function expectedOf({ expect, expectIn }: Decision): Decision['expect'] {
  return [...expect, ...Object.values(expectIn).flat()];
}

function matched(
  decision: AnyDecision,
  assessed: AssessedCase,
  turning: Turning,
): HelpfulDecision | undefined {
  const { law, assessment } = assessed;
  const { state, on } = assessment;
  const weighed =
    state === undefined || on === undefined ? undefined : weightOf(law, decision, { state, on });
  if (!isTest(decision)) {
    const isOn = decision.issues.some((issue) =>
      rulesOfIssue(issue, law).some((id) => turning.rules.has(id)),
    );
    return isOn ? { decision, weighed, shared: [], same: [], open: [], other: [] } : undefined;
  }
  const under = new Set<string>();
  const alike = (facts: readonly string[]) =>
    facts.some((fact) => isSame(decision.facts[fact], assessed.answers[fact]));
  const isAlike = alike(Object.keys(decision.facts));
  const lost = new Set([...decision.lost, ...decision.fulfilled]);
  const shared = sharedRules(decision, assessed, turning).filter(({ rule }) => {
    const facts = (turning.rules.get(rule) ?? []).filter((fact) => Object.hasOwn(decision.facts, fact));
    // What was lost there is shown also where just the facts that lost it are not these: that is what tells the two apart.
    const isIn = alike(facts) || (isAlike && lost.has(rule));
    if (isIn) for (const fact of facts) under.add(fact);
    return isIn;
  });
  if (shared.every(({ rule }) => (turning.rules.get(rule)?.length ?? 0) < MOST_BARE)) return undefined;
  const facts = [...under].map(
    (fact): SharedFact => ({
      fact,
      there: decision.facts[fact] ?? 'not_asked',
      here: assessed.answers[fact] ?? 'not_asked',
    }),
  );
  const same = facts.filter(({ there, here }) => isSame(there, here));
  const open = facts.filter(({ here, there }) => !isKnown(here) && isKnown(there));
  const other = facts.filter((one) => !same.includes(one) && !open.includes(one) && isKnown(one.there));
  return { decision, weighed, shared, same, open, other };
}

/**
 * What is expected of the decision in any State, with what the court decided of it there. Where it decided otherwise of one
 * State than of another, each stands.
 */
function sharedRules(
  decision: Decision,
  { law, assessment }: AssessedCase,
  { rules, adverse }: Turning,
): Shared[] {
  const there = new Map<string, Set<Verdict>>();
  for (const state of decision.states) {
    for (const { rule, which } of [...decision.expect, ...(decision.expectIn[state] ?? [])]) {
      // How a State reads a treaty's rule says nothing of another State.
      const isElsewhere =
        law.rules[rule]?.national !== undefined && !decision.states.includes(assessment.state ?? '');
      if (!rules.has(rule) || isElsewhere) continue;
      const held = heldOn(decision, { rule, which, state });
      const before = there.get(rule) ?? new Set();
      there.set(rule, held === undefined ? before : before.add(held));
    }
  }
  return [...there].flatMap(([rule, decided]) =>
    (decided.size === 0 ? (['unknown'] as const) : [...decided]).map((verdict) => ({
      rule,
      there: verdict,
      here: (assessment.rules[rule] ?? assessment.duties[rule])?.burden ?? 'unknown',
      means: meaningOf(decision, { rule, verdict, isAdverse: adverse.has(rule) }),
    })),
  );
}

type Answered = { rule: string; verdict: Verdict; isAdverse: boolean };

function meaningOf({ lost, fulfilled }: Decision, { rule, verdict, isAdverse }: Answered): Shared['means'] {
  if (lost.includes(rule)) return 'against';
  if (fulfilled.includes(rule)) return 'fulfilled';
  if (verdict === 'unknown') return 'open';
  return (verdict === 'yes') === isAdverse ? 'against' : 'helps';
}

const CHILD = 18;

/** Whether an answer is the same for what is compared here; of two ages, whether both are a child's. */
function isSame(there: Answer | undefined, here: Answer | undefined): boolean {
  if (there === undefined || here === undefined || !isKnown(there) || !isKnown(here)) return false;
  if (typeof there === 'number' && typeof here === 'number') return there < CHILD === here < CHILD;
  return there === here;
}

const WEIGHTS = { own: 0, unknown: 1, persuasive: 1 } as const;

/** Told without facts stands last; then by weight; then by how many facts are the same. */
function rankOf({ shared, weighed, same }: HelpfulDecision): number {
  const told = shared.length === 0 ? 100_000 : 0;
  return (
    told +
    (weighed ? (weighed.isLater ? 1 : WEIGHTS[weighed.weight]) * 1000 : 0) -
    same.filter(({ there }) => there === 'yes').length * 10 -
    same.length
  );
}
