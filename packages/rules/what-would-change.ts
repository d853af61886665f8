import { answerTo, isKnown } from './answer.ts';
import { closureOf } from './check-law.ts';
import { counted } from './counted.ts';
import type { Comparison, Fact, Law, Limb, Rule } from './law.ts';
import { limbsOf, partsOfLimb } from './limb.ts';
import { compares, stateOfException, verdictsOf, verdictsOfLimb } from './meaning.ts';
import type { Verdict } from './three.ts';
import type { Answer, Answers, Told } from './told.ts';

/** Answers that would bring another verdict, and which. */
export type Change = {
  changes: readonly { fact: string; from: Answer; to: 'yes' | 'no' | number }[];
  becomes: Verdict;
};

/**
 * What would change a rule's verdict after presumptions: every single fact whose other answer does; and for a yes or
 * a no that no single fact brings, a smallest way found to it. Open facts come before answers that were given.
 * A withheld fact is named like any other: to say what would settle it is not to ask.
 */
export function whatWouldChange(law: Law, rule: string, asTold: Told): Change[] {
  const told = counted(law, asTold);
  const now = verdictsOf(law, rule, told).burden;
  const singles = [...closureOf(law.rules, law.rules[rule]).keys()].flatMap((id) => {
    const fact = law.facts[id];
    return fact && fact.group === undefined ? singleChanges({ law, rule, told, fact, now }) : [];
  });
  const goals = (['yes', 'no'] as const).filter(
    (goal) => goal !== now && !singles.some(({ becomes }) => becomes === goal),
  );
  const ways = goals.flatMap((goal) => {
    const way = wayTo(goal, { law, rule, told });
    return way ? [way] : [];
  });
  return [...singles, ...ways].sort((a, b) => costOf(a) - costOf(b));
}

function costOf({ changes }: Change): number {
  return changes.reduce((sum, { from }) => sum + (isKnown(from) ? 100 : 1), 0);
}

type Single = { law: Law; rule: string; told: Told; fact: Fact; now: Verdict };

function singleChanges({ law, rule, told, fact, now }: Single): Change[] {
  const from = answerTo(fact.id, told.facts);
  const seen = new Set<Verdict>([now]);
  return candidates(law, fact).flatMap((to) => {
    if (to === from) return [];
    const becomes = verdictsOf(law, rule, withAnswers(told, { [fact.id]: to })).burden;
    if (seen.has(becomes)) return [];
    seen.add(becomes);
    return [{ changes: [{ fact: fact.id, from, to }], becomes }];
  });
}

/** Yes and no; for a number one value on each side of every bound the law compares it with. */
function candidates(law: Law, fact: Fact): ('yes' | 'no' | number)[] {
  if (fact.type.kind === 'yes-no') return ['yes', 'no'];
  if (fact.type.kind === 'date') return [];
  const { min, max } = fact.type;
  const bounds = Object.values(law.rules).flatMap((rule) =>
    limbsOf(rule).flatMap((limb) => comparisonsOf(limb, fact.id)),
  );
  return [...new Set(bounds.flatMap(({ bound }) => [bound - 1, bound, bound + 1]))].filter(
    (value) => value >= min && value <= max,
  );
}

function comparisonsOf(limb: Limb, fact: string): { comparison: Comparison; bound: number }[] {
  if (limb.kind === 'compare') return limb.fact === fact ? [limb] : [];
  return partsOfLimb(limb).flatMap((part) => comparisonsOf(part, fact));
}

/** The numbers of which every rule of the law says the same as of one: from, and up to but not with. */
export type NumberRange = { from?: number; below?: number };

/** The widest range round a number in which the law tells no two numbers apart; without bounds on a side where none is. */
export function rangeOf(law: Law, fact: string, number: number): NumberRange {
  const bounds = Object.values(law.rules).flatMap((rule) =>
    limbsOf(rule).flatMap((limb) => comparisonsOf(limb, fact)),
  );
  // Below 18 and 18 or more part at 18; up to 18 and over 18 part at 19.
  const cuts = bounds.map(({ comparison, bound }) =>
    comparison === '<' || comparison === '>=' ? bound : bound + 1,
  );
  const from = cuts.filter((cut) => cut <= number);
  const below = cuts.filter((cut) => cut > number);
  return {
    ...(from.length > 0 ? { from: Math.max(...from) } : {}),
    ...(below.length > 0 ? { below: Math.min(...below) } : {}),
  };
}

function withAnswers(told: Told, answers: Answers): Told {
  return { ...told, facts: { ...told.facts, ...answers } };
}

type Goal = 'yes' | 'no';
type Search = { law: Law; rule: string; told: Told; done: Map<string, Way | undefined> };
type Way = ReadonlyMap<string, 'yes' | 'no' | number>;

function wayTo(goal: Goal, { law, rule, told }: Omit<Search, 'done'>): Change | undefined {
  const start = law.rules[rule];
  const way = start && wayOfRule(start, goal, { law, rule, told, done: new Map() });
  if (!way || way.size === 0) return undefined;
  const changed = withAnswers(told, Object.fromEntries(way));
  // A fact that stands in two limbs may pull both ways: only a way that arrives is told.
  if (verdictsOf(law, rule, changed).burden !== goal) return undefined;
  return {
    changes: [...way].map(([fact, to]) => ({ fact, from: answerTo(fact, told.facts), to })),
    becomes: goal,
  };
}

function wayOf(limb: Limb, goal: Goal, search: Search): Way | undefined {
  const other: Goal = goal === 'yes' ? 'no' : 'yes';
  switch (limb.kind) {
    case 'fact':
      return answerTo(limb.fact, search.told.facts) === goal ? new Map() : new Map([[limb.fact, goal]]);
    case 'compare':
      return wayToNumber(limb, goal, search);
    // No single answer of the case changes how many years have passed, who is in it, or what nobody has written.
    case 'years':
    case 'group':
    case 'unsaid':
      return verdictsOfLimb(search.law, limb, search.told).burden === goal ? new Map() : undefined;
    case 'rule':
      return wayThroughRule(limb.rule, goal, search);
    case 'not':
      return wayOf(limb.limb, other, search);
    case 'all':
      return joined(limb.limbs, goal === 'yes' ? limb.limbs.length : 1, { goal, search });
    case 'any':
      return joined(limb.limbs, goal === 'yes' ? 1 : limb.limbs.length, { goal, search });
    case 'at_least':
      return joined(limb.limbs, goal === 'yes' ? limb.count : limb.limbs.length - limb.count + 1, {
        goal,
        search,
      });
  }
}

function wayThroughRule(id: string, goal: Goal, search: Search): Way | undefined {
  const name = `${goal} ${id}`;
  if (search.done.has(name)) return search.done.get(name);
  const rule = search.law.rules[id];
  const isThere = rule && verdictsOf(search.law, id, search.told).burden === goal;
  const way = isThere ? new Map() : rule && wayOfRule(rule, goal, search);
  search.done.set(name, way);
  return way;
}

/** To yes: the conditions met and no exception in the way. To no: one condition failed, or one exception shown. */
function wayOfRule({ limb, exceptions }: Rule, goal: Goal, search: Search): Way | undefined {
  const defeats = exceptions.map((exception) => exception.limb);
  if (defeats.length === 0) return wayOf(limb, goal, search);
  if (goal === 'no') {
    const ways = [wayOf(limb, 'no', search), ...defeats.map((part) => wayOf(part, 'yes', search))];
    return cheapest(ways, search);
  }
  const inTheWay = exceptions.filter((exception) => {
    const verdict = verdictsOfLimb(search.law, exception.limb, search.told).burden;
    const state = stateOfException(verdict, exception.burden);
    return state === 'open' || state === 'reached';
  });
  const ways = [
    wayOf(limb, 'yes', search),
    ...inTheWay.map((exception) => wayOf(exception.limb, 'no', search)),
  ];
  return ways.every((way) => way !== undefined) ? new Map(ways.flatMap((way) => [...way])) : undefined;
}

function cheapest(ways: readonly (Way | undefined)[], search: Search): Way | undefined {
  return ways.filter((way) => way !== undefined).sort((a, b) => wayCost(a, search) - wayCost(b, search))[0];
}

/** The cheapest `count` of the limbs brought to the goal together. */
function joined(
  limbs: readonly Limb[],
  count: number,
  { goal, search }: { goal: Goal; search: Search },
): Way | undefined {
  const ways = limbs.flatMap((limb) => wayOf(limb, goal, search) ?? []);
  if (ways.length < count) return undefined;
  const chosen = ways.sort((a, b) => wayCost(a, search) - wayCost(b, search)).slice(0, count);
  return new Map(chosen.flatMap((way) => [...way]));
}

function wayCost(way: Way, { law, told: { facts } }: Search): number {
  return [...way.keys()].reduce(
    (sum, fact) =>
      sum + (isKnown(answerTo(fact, facts)) ? 100 : 1) + (law.facts[fact]?.sensitivity ?? 0) / 100,
    0,
  );
}

function wayToNumber(
  limb: Limb & { kind: 'compare' },
  goal: Goal,
  { law, told: { facts } }: Search,
): Way | undefined {
  const fact = law.facts[limb.fact];
  if (fact?.type.kind !== 'number') return undefined;
  const { min, max } = fact.type;
  const holds = (value: number) => compares(value, limb.comparison, limb.bound) === (goal === 'yes');
  const now = answerTo(limb.fact, facts);
  if (typeof now === 'number' && holds(now)) return new Map();
  const value = [limb.bound - 1, limb.bound, limb.bound + 1].find(
    (candidate) => candidate >= min && candidate <= max && holds(candidate),
  );
  return value === undefined ? undefined : new Map([[limb.fact, value]]);
}

/** The facts a rule, duty or value can read, in the order of the law; for a duty also the day its deadline counts from. */
export function factsOf(law: Law, id: string): string[] {
  const duty = law.duties[id];
  const day = duty?.by && duty.by.kind !== 'words' ? [duty.by.from] : [];
  return [...closureOf(law.rules, law.rules[id] ?? duty ?? law.values[id]).keys(), ...day];
}
