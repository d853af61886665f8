import { answerTo, isKnown } from './answer.ts';
import { counted } from './counted.ts';
import { type Day, isDate, yearsBetween } from './date.ts';
import type { Burden, Comparison, Law, Limb, Quantifier, Rule } from './law.ts';
import { partsOfLimb } from './limb.ts';
import { and, atLeast, not, or, type Verdict } from './three.ts';
import type { Answer, Answers, Group, Reason, Told } from './told.ts';

/** `strict`: on the facts alone. `burden`: after the presumptions and burdens that the law itself states. */
export type Verdicts = { strict: Verdict; burden: Verdict };

export type Leaf = Extract<Limb, { kind: 'fact' | 'compare' | 'years' }>;
export type OverPeople = Extract<Limb, { kind: 'group' }>;

/** What an answer says to a limb that reads it. `on` is the day on which the law is asked. */
export function verdictOfLeaf(limb: Leaf, answer: Answer, on: Day | undefined): Verdict {
  if (limb.kind === 'fact') return answer === 'yes' || answer === 'no' ? answer : 'unknown';
  if (limb.kind === 'years') {
    if (on === undefined || typeof answer !== 'string' || !isDate(answer) || answer > on) return 'unknown';
    return compares(yearsBetween(answer, on), limb.comparison, limb.bound) ? 'yes' : 'no';
  }
  if (typeof answer !== 'number') return 'unknown';
  return compares(answer, limb.comparison, limb.bound) ? 'yes' : 'no';
}

/** Whether a number stands in a comparison to its bound. */
export function compares(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

/**
 * What the verdicts on each of a group's people say. While not all of them are named, those that nobody named could be
 * either: “some” is then never no, “every” never yes.
 */
export function verdictOfPeople(limb: Quantifier, members: readonly Verdict[], isComplete: boolean): Verdict {
  const known = isComplete ? members : [...members, 'unknown' as const];
  if (limb.quantifier === 'some') return or(known);
  if (limb.quantifier === 'every') return and(known);
  const open = isComplete ? 0 : Math.max(0, limb.count - 1);
  return atLeast(limb.count, [...known, ...Array<Verdict>(open).fill('unknown')]);
}

const NOBODY: Group = { complete: 'not_asked', members: [] };

/** The people of a group in a case. */
export function groupOf(group: string, people: Told['people']): Group {
  return people && Object.hasOwn(people, group) ? (people[group] ?? NOBODY) : NOBODY;
}

/** What the verdicts of its parts say about a limb. */
function combine(limb: Limb, values: readonly Verdict[]): Verdict {
  if (limb.kind === 'all') return and(values);
  if (limb.kind === 'any') return or(values);
  if (limb.kind === 'at_least') return atLeast(limb.count, values);
  return not(values[0] ?? 'unknown');
}

/**
 * Whether a rule's presumption fires, by the verdicts of its limb and of its condition. It closes a gap and never
 * speaks against what is known; and it waits where the gap is one that the law does not mean.
 */
export function isPresumed(rule: Rule, verdicts: { limb: Verdict; when: Verdict }, asked: Asked): boolean {
  if (!rule.presume || verdicts.limb !== 'unknown' || verdicts.when !== 'yes') return false;
  const { reasons } = rule.presume;
  return openReasons(rule.limb, asked).every((reason) => reasons.includes(reason));
}

/** Why the facts that keep a limb open have no answer, in the order met. */
function openReasons(limb: Limb, { law, facts, people, on }: Asked): Reason[] {
  const whole: Evaluation = { law, facts, people, on, done: new Map() };
  return [...new Set(reasonsIn(limb, whole, { whole, seen: new Set() }))];
}

/** The whole case, to which a rule is put wherever it is named, and the rules that were looked into. */
type Looking = { whole: Evaluation; seen: Set<string> };

function reasonsIn(part: Limb, evaluation: Evaluation, looking: Looking): Reason[] {
  if (limbVerdicts(part, evaluation).burden !== 'unknown') return [];
  if ('fact' in part) {
    const answer = answerTo(part.fact, evaluation.facts);
    // A day that is told and still says nothing waits for the day on which the law is asked.
    return [isKnown(answer) ? 'not_asked' : answer];
  }
  if (part.kind === 'unsaid') return ['not_recorded'];
  if (part.kind === 'group') return reasonsOfPeople(part, evaluation, looking);
  if (part.kind === 'rule') return reasonsOfRule(part.rule, looking);
  return partsOfLimb(part).flatMap((inner) => reasonsIn(inner, evaluation, looking));
}

function reasonsOfPeople(limb: OverPeople, evaluation: Evaluation, looking: Looking): Reason[] {
  const { complete, members } = groupOf(limb.group, evaluation.people);
  const unnamed: Reason[] = complete === 'yes' ? [] : [complete === 'no' ? 'not_recorded' : complete];
  return [
    ...unnamed,
    ...members.flatMap((member) => reasonsIn(limb.limb, ofMember(member, evaluation), looking)),
  ];
}

function reasonsOfRule(id: string, looking: Looking): Reason[] {
  const rule = looking.whole.law.rules[id];
  if (!rule || looking.seen.has(id)) return [];
  looking.seen.add(id);
  // An exception that the State has to show keeps nothing open.
  const exceptions = rule.exceptions.filter(({ burden }) => burden !== 'state');
  return [rule, ...exceptions].flatMap((part) => reasonsIn(part.limb, looking.whole, looking));
}

/**
 * `reached`: it defeats the rule. `not-reached`: it is ruled out. `closed`: nobody knows, and the State, who has to show
 * it, has not. `open`: nobody knows, and that keeps the rule open.
 */
export type ExceptionState = 'reached' | 'not-reached' | 'closed' | 'open';

/** What an exception does to the rule after burdens. */
export function stateOfException(verdict: Verdict, burden: Burden | undefined): ExceptionState {
  if (verdict === 'unknown') return burden === 'state' ? 'closed' : 'open';
  return verdict === 'yes' ? 'reached' : 'not-reached';
}

/** The verdicts of a rule that holds unless one of its exceptions does. */
export function unlessAny(
  holds: Verdicts,
  exceptions: readonly { verdicts: Verdicts; state: ExceptionState }[],
): Verdicts {
  const shown = exceptions.filter(({ state }) => state !== 'closed');
  return {
    strict: and([holds.strict, ...exceptions.map(({ verdicts }) => not(verdicts.strict))]),
    burden: and([holds.burden, ...shown.map(({ verdicts }) => not(verdicts.burden))]),
  };
}

/**
 * The verdicts of one rule, as `assess` gives them but without the tree. The law is taken as it is: for a State see
 * `lawFor`. Throws if the law has no such rule.
 */
export function verdictsOf(law: Law, rule: string, told: Told): Verdicts {
  return ruleVerdicts(rule, evaluationOf(law, told));
}

/** The verdicts of every rule, duty and value of a law, by id. */
export type VerdictsOfAll = Readonly<Record<'rules' | 'duties' | 'values', ReadonlyMap<string, Verdicts>>>;

/** What `assess` says of every rule, duty and value, without the trees, in one pass. The law is taken as it is. */
export function verdictsOfAll(law: Law, told: Told): VerdictsOfAll {
  const evaluation = evaluationOf(law, told);
  const ofLimbs = (provisions: readonly { id: string; limb: Limb }[]) =>
    new Map(provisions.map(({ id, limb }) => [id, limbVerdicts(limb, evaluation)]));
  return {
    rules: new Map(Object.keys(law.rules).map((id) => [id, ruleVerdicts(id, evaluation)])),
    duties: ofLimbs(Object.values(law.duties)),
    values: ofLimbs(Object.values(law.values)),
  };
}

/** The verdicts of one limb of the law. Throws if it names a rule that the law has not. */
export function verdictsOfLimb(law: Law, limb: Limb, told: Told): Verdicts {
  return limbVerdicts(limb, evaluationOf(law, told));
}

type Asked = { law: Law; facts: Answers; people: Told['people']; on: Day | undefined };
type Evaluation = Asked & { done: Map<string, Verdicts> };

function evaluationOf(law: Law, told: Told): Evaluation {
  const { facts, people, on } = counted(law, told);
  return { law, facts, people, on, done: new Map() };
}

/** The same case, as far as one of a group's people is spoken of. */
function ofMember(member: Answers, evaluation: Evaluation): Evaluation {
  return { ...evaluation, facts: member, done: new Map() };
}

function ruleVerdicts(id: string, evaluation: Evaluation): Verdicts {
  const done = evaluation.done.get(id);
  if (done) return done;
  const rule = evaluation.law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const { strict, burden } = limbVerdicts(rule.limb, evaluation);
  const { presume } = rule;
  const when = presume ? limbVerdicts(presume.when, evaluation).burden : 'unknown';
  const fires = isPresumed(rule, { limb: burden, when }, evaluation);
  const exceptions = rule.exceptions.map((exception) => {
    const found = limbVerdicts(exception.limb, evaluation);
    return { verdicts: found, state: stateOfException(found.burden, exception.burden) };
  });
  // A presumption says that the conditions hold; what defeats them is looked at after it.
  const verdicts = unlessAny({ strict, burden: fires && presume ? presume.value : burden }, exceptions);
  evaluation.done.set(id, verdicts);
  return verdicts;
}

function limbVerdicts(limb: Limb, evaluation: Evaluation): Verdicts {
  if ('fact' in limb) {
    const verdict = verdictOfLeaf(limb, answerTo(limb.fact, evaluation.facts), evaluation.on);
    return { strict: verdict, burden: verdict };
  }
  if (limb.kind === 'rule') return ruleVerdicts(limb.rule, evaluation);
  if (limb.kind === 'unsaid') return { strict: 'unknown', burden: 'unknown' };
  if (limb.kind === 'group') {
    const { complete, members } = groupOf(limb.group, evaluation.people);
    const found = members.map((member) => limbVerdicts(limb.limb, ofMember(member, evaluation)).strict);
    const verdict = verdictOfPeople(limb, found, complete === 'yes');
    return { strict: verdict, burden: verdict };
  }
  const parts = (limb.kind === 'not' ? [limb.limb] : limb.limbs).map((part) =>
    limbVerdicts(part, evaluation),
  );
  const both = (which: keyof Verdicts) => parts.map((part) => part[which]);
  return { strict: combine(limb, both('strict')), burden: combine(limb, both('burden')) };
}
