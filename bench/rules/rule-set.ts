import {
  type Answer,
  type Answers,
  type Fact,
  type Law,
  type Limb,
  type Rule,
  verdictsOf,
} from '@clew/rules';
import type { Draw } from '../frame/draw.ts';

/** A condition in the words that every peer has. “Not” stands only before a fact, a comparison or a rule. */
export type Plain =
  | { kind: 'all' | 'any'; parts: readonly Plain[] }
  | { kind: 'fact'; fact: string; is: boolean }
  | { kind: 'rule'; rule: string; is: boolean }
  | { kind: 'compare'; fact: string; comparison: '<' | '<=' | '>' | '>='; bound: number };

/** Rules of our own law, each after those it rests on, and the facts they read. */
export type RuleSet = {
  law: Law;
  rules: readonly { id: string; plain: Plain }[];
  facts: readonly Fact[];
};

/**
 * The first rules of a law that every peer can say: nothing but facts, numbers, all, any and not. Presumptions are left
 * out of the comparison: it is about verdicts on the facts alone. Throws if there are fewer.
 */
export function commonRules(law: Law, count: number): RuleSet {
  const chosen = new Map<string, Plain>();
  const take = (id: string): boolean => {
    if (chosen.has(id)) return true;
    const rule = law.rules[id];
    const plain = rule && plainOf(rule);
    if (!plain || !rulesIn(plain).every(take)) return false;
    if (chosen.size < count) chosen.set(id, plain);
    return chosen.has(id);
  };
  for (const id of Object.keys(law.rules)) take(id);
  if (chosen.size < count) throw new Error(`Only ${chosen.size} rules of the law can be said by every peer.`);
  const rules = [...chosen].map(([id, plain]) => ({ id, plain }));
  const read = new Set(rules.flatMap(({ plain }) => factsIn(plain)));
  const facts = Object.values(law.facts).filter(({ id }) => read.has(id));
  const own = Object.fromEntries(rules.map(({ id }) => [id, withoutPresumption(law.rules[id] as Rule)]));
  return { law: { ...law, rules: Object.freeze(own), duties: {}, values: {} }, rules, facts };
}

function withoutPresumption({ presume: _, ...rule }: Rule): Rule {
  return Object.freeze(rule);
}

function plainOf({ limb, exceptions }: Rule): Plain | undefined {
  const parts = [plainLimb(limb, true), ...exceptions.map((exception) => plainLimb(exception.limb, false))];
  return joined('all', parts);
}

function plainLimb(limb: Limb, is: boolean): Plain | undefined {
  if (limb.kind === 'not') return plainLimb(limb.limb, !is);
  if (limb.kind === 'fact') return { kind: 'fact', fact: limb.fact, is };
  if (limb.kind === 'rule') return { kind: 'rule', rule: limb.rule, is };
  if (limb.kind === 'compare') {
    const { fact, bound, comparison } = limb;
    return { kind: 'compare', fact, bound, comparison: is ? comparison : OPPOSITE[comparison] };
  }
  if (limb.kind !== 'all' && limb.kind !== 'any') return undefined;
  const parts = limb.limbs.map((part) => plainLimb(part, is));
  return joined((limb.kind === 'all') === is ? 'all' : 'any', parts);
}

const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function joined(kind: 'all' | 'any', parts: readonly (Plain | undefined)[]): Plain | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? { kind, parts: known } : undefined;
}

function rulesIn(plain: Plain): string[] {
  if (plain.kind === 'rule') return [plain.rule];
  return 'parts' in plain ? plain.parts.flatMap(rulesIn) : [];
}

function factsIn(plain: Plain): string[] {
  if ('fact' in plain) return [plain.fact];
  return 'parts' in plain ? plain.parts.flatMap(factsIn) : [];
}

/** A case: every fact answered, but for a share that nobody knows. */
export function drawCase({ facts }: RuleSet, draw: Draw, unknown: number): Answers {
  return Object.fromEntries(
    facts.flatMap(({ id, type }): [string, Answer][] => {
      if (draw.chance(unknown)) return [];
      if (type.kind === 'number') return [[id, type.min + draw.below(type.max - type.min + 1)]];
      return [[id, draw.chance(0.5) ? 'yes' : 'no']];
    }),
  );
}

/** What Clew says of a case: one sign for each rule, y, n or ?. */
export function answersOf({ law, rules }: RuleSet, facts: Answers): string {
  return rules.map(({ id }) => SIGNS[verdictsOf(law, id, { facts }).strict]).join('');
}

export const SIGNS = { yes: 'y', no: 'n', unknown: '?' } as const;
