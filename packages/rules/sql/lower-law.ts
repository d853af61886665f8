import type { Law, Limb, Rule } from '../law.ts';
import type { Formula, FormulaBook } from './formula.ts';
import { lowerGroup, lowerLeaf, type ToldFacts } from './lower-leaf.ts';
import { openForOther } from './lower-reasons.ts';

/** The two verdicts of a provision as formulas. */
type Formulas = { strict: Formula; burden: Formula };

export type ProvisionKind = 'rule' | 'duty' | 'value';
type LoweredProvision = Formulas & { kind: ProvisionKind; id: string };

/** One pass over a resolved law: each rule is lowered once. */
type Lowering = { law: Law; book: FormulaBook; told: ToldFacts; rules: Map<string, Formulas> };

/** The formulas of a resolved law: of its rules, of its duties (owed) and of its values (they apply), in that order. */
export function lowerLaw(law: Law, book: FormulaBook, told: ToldFacts): LoweredProvision[] {
  const lowering: Lowering = { law, book, told, rules: new Map() };
  const provisions = (kind: ProvisionKind, list: readonly { id: string; limb: Limb }[]) =>
    list.map(({ id, limb }) => ({ kind, id, ...lowerLimb(limb, lowering) }));
  return [
    ...Object.keys(law.rules).map((id) => ({ kind: 'rule' as const, id, ...lowerRule(id, lowering) })),
    ...provisions('duty', Object.values(law.duties)),
    ...provisions('value', Object.values(law.values)),
  ];
}

/** The verdicts of a rule: what it says, its presumption, what defeats it. Throws if the law has no such rule. */
function lowerRule(id: string, lowering: Lowering): Formulas {
  const done = lowering.rules.get(id);
  if (done) return done;
  const rule = lowering.law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const { book } = lowering;
  const limb = lowerLimb(rule.limb, lowering);
  const exceptions = rule.exceptions.map(({ limb: defeats, burden }) => {
    const found = lowerLimb(defeats, lowering);
    // What the State has to show and nobody knows is not shown, and defeats nothing.
    return burden === 'state' ? { ...found, burden: book.shown(found.burden) } : found;
  });
  const formulas: Formulas = {
    strict: book.and([limb.strict, ...exceptions.map(({ strict }) => book.not(strict))]),
    burden: book.and([
      presumed(rule, limb.burden, lowering),
      ...exceptions.map(({ burden }) => book.not(burden)),
    ]),
  };
  lowering.rules.set(id, formulas);
  return formulas;
}

function presumed({ limb, presume }: Rule, held: Formula, lowering: Lowering): Formula {
  if (!presume) return held;
  const { book } = lowering;
  const when = lowerLimb(presume.when, lowering).burden;
  const burdenOf = (part: Limb) => lowerLimb(part, lowering).burden;
  const other = openForOther(limb, presume.reasons, { ...lowering, burdenOf });
  return book.presumed(presume.value, held, book.and([when, book.not(other)]));
}

/** The verdicts of a limb. */
function lowerLimb(limb: Limb, lowering: Lowering): Formulas {
  const { book } = lowering;
  if (limb.kind === 'rule') return lowerRule(limb.rule, lowering);
  if (limb.kind === 'unsaid') return both(book.constant('unknown'));
  if (limb.kind === 'group') return both(lowerGroup(limb, lowering));
  if ('fact' in limb) return both(lowerLeaf(limb, lowering.told.facts, lowering));
  if (limb.kind === 'not') {
    const { strict, burden } = lowerLimb(limb.limb, lowering);
    return { strict: book.not(strict), burden: book.not(burden) };
  }
  const parts = limb.limbs.map((part) => lowerLimb(part, lowering));
  const join = (which: keyof Formulas) => {
    const list = parts.map((part) => part[which]);
    if (limb.kind === 'at_least') return book.atLeast(limb.count, list);
    return limb.kind === 'all' ? book.and(list) : book.or(list);
  };
  return { strict: join('strict'), burden: join('burden') };
}

function both(formula: Formula): Formulas {
  return { strict: formula, burden: formula };
}
