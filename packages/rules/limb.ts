import type { Limb, Provision, Reading } from './law.ts';

/** Every limb in which a rule can read something: its own, its presumption's, its exceptions'. */
export function limbsOf(rule: Pick<Provision, 'limb' | 'presume' | 'exceptions' | 'variants'>): Limb[] {
  return [
    rule.limb,
    ...(rule.presume ? [rule.presume.when] : []),
    ...(rule.exceptions ?? []).map(({ limb }) => limb),
    ...readingsOf(rule).flatMap(({ limb, exceptions }) => [limb, ...exceptions.map((part) => part.limb)]),
  ];
}

/** Every State's reading of a rule. A value's numbers are none. */
export function readingsOf({ variants }: Pick<Provision, 'variants'>): Reading[] {
  return Object.values(variants ?? {}).flatMap((list) => list.filter((part) => 'limb' in part));
}

/** The limbs that stand directly in a limb. */
export function partsOfLimb(limb: Limb): readonly Limb[] {
  if (limb.kind === 'not' || limb.kind === 'group') return [limb.limb];
  return 'limbs' in limb ? limb.limbs : [];
}

/** Everything a limb names directly: facts (those asked of a group's people too) and rules, once each, in written order. */
export function readsOf(limb: Limb): { facts: string[]; rules: string[] } {
  const facts = new Set<string>();
  const rules = new Set<string>();
  const visit = (part: Limb): void => {
    if ('fact' in part) facts.add(part.fact);
    else if (part.kind === 'rule') rules.add(part.rule);
    else partsOfLimb(part).forEach(visit);
  };
  visit(limb);
  return { facts: [...facts], rules: [...rules] };
}
