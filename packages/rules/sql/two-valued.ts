import { type Formula, type Leaf, partsOfFormula } from './formula.ts';
import type { RecordLayout } from './records.ts';

/** Whether a leaf is only known because the layout says that every record answers its fact. */
export function isPromised(leaf: Leaf, { answered = [] }: RecordLayout): boolean {
  const isAnswer = leaf.kind === 'fact' || leaf.kind === 'compare' || leaf.kind === 'years';
  return isAnswer && answered.includes(leaf.fact);
}

/** Says of formulas whether they are yes or no for every record of such a layout, never unknown. */
export function twoValuedIn(layout: RecordLayout): (formula: Formula) => boolean {
  const found = new Map<Formula, boolean>();
  const isTwoValued = (formula: Formula): boolean => {
    const done = found.get(formula);
    if (done !== undefined) return done;
    const is = isTwoValuedOp(formula);
    found.set(formula, is);
    return is;
  };
  const isTwoValuedOp = (formula: Formula): boolean => {
    switch (formula.op) {
      case 'constant':
        return formula.value !== 'unknown';
      case 'leaf':
        return isTwoValuedLeaf(formula.leaf, layout);
      case 'shown':
      case 'open':
        return true;
      case 'presumed':
        return isTwoValued(formula.part);
      default:
        return partsOfFormula(formula).every(isTwoValued);
    }
  };
  return isTwoValued;
}

function isTwoValuedLeaf(leaf: Leaf, layout: RecordLayout): boolean {
  const isSaid = leaf.kind === 'reason' || leaf.kind === 'group-reason' || leaf.kind === 'any-member';
  return isSaid || isPromised(leaf, layout);
}
