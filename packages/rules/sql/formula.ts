import type { Comparison } from '../law.ts';
import type { Verdict } from '../three.ts';
import type { Reason } from '../told.ts';

/** What a formula reads of one record, or of one person of a group. */
export type Leaf =
  | { kind: 'fact'; fact: string }
  | { kind: 'compare'; fact: string; comparison: Comparison; bound: number }
  | { kind: 'years'; fact: string; comparison: Comparison; bound: number }
  /**
   * Yes where a fact keeps a limb open for a reason that is none of these, else no. `isDay`: the limb counts years; a day
   * that is told and cannot be counted from waits for the day on which the law is asked, which counts as not asked.
   */
  | { kind: 'reason'; fact: string; except: readonly Reason[]; isDay: boolean }
  /** Whether so many people of a group meet a formula. Never yes or never no while the group may have more people. */
  | { kind: 'members'; group: string; least: number; member: Formula }
  /** Yes if one person of a group who was named meets a formula of two values, else no. */
  | { kind: 'any-member'; group: string; member: Formula }
  /** Yes where the group may have more people for a reason that is none of these, else no. */
  | { kind: 'group-reason'; group: string; except: readonly Reason[] };

/**
 * A formula of three values. Equal formulas of one book are one object, so that what two laws, or the two verdicts of a
 * rule, have in common is there once. `shown`: unknown counts as no. `open`: yes where its part is unknown, else no.
 * `presumed`: the value where its part is unknown and `when` is yes.
 */
export type Formula = { readonly key: number } & (
  | { op: 'constant'; value: Verdict }
  | { op: 'leaf'; leaf: Leaf }
  | { op: 'and' | 'or'; parts: readonly Formula[] }
  | { op: 'at-least'; count: number; parts: readonly Formula[] }
  | { op: 'not' | 'shown' | 'open'; part: Formula }
  | { op: 'presumed'; value: 'yes' | 'no'; part: Formula; when: Formula }
);

type Shape = Formula extends infer One ? (One extends Formula ? Omit<One, 'key'> : never) : never;

/** Makes formulas. What is settled without a record is folded away. */
export type FormulaBook = {
  constant(value: Verdict): Formula;
  leaf(leaf: Leaf): Formula;
  and(parts: readonly Formula[]): Formula;
  or(parts: readonly Formula[]): Formula;
  atLeast(count: number, parts: readonly Formula[]): Formula;
  not(part: Formula): Formula;
  shown(part: Formula): Formula;
  open(part: Formula): Formula;
  presumed(value: 'yes' | 'no', part: Formula, when: Formula): Formula;
};

/** An empty book. */
export function openBook(): FormulaBook {
  const made = new Map<string, Formula>();
  const make = (shape: Shape): Formula => {
    const name = nameOf(shape);
    const old = made.get(name);
    if (old) return old;
    const formula: Formula = { ...shape, key: made.size };
    made.set(name, formula);
    return formula;
  };
  const constant = (value: Verdict) => make({ op: 'constant', value });
  const list = (op: 'and' | 'or', parts: readonly Formula[]): Formula => {
    const [settles, idle] = op === 'and' ? (['no', 'yes'] as const) : (['yes', 'no'] as const);
    if (parts.some((part) => isConstant(part, settles))) return constant(settles);
    const left = [...new Set(parts)].filter((part) => !isConstant(part, idle));
    const [only, ...more] = left;
    if (!only) return constant(idle);
    return more.length === 0 ? only : make({ op, parts: left });
  };
  return {
    constant,
    leaf: (leaf) => make({ op: 'leaf', leaf }),
    and: (parts) => list('and', parts),
    or: (parts) => list('or', parts),
    atLeast: (count, parts) => {
      if (count <= 0) return constant('yes');
      if (count > parts.length) return constant('no');
      if (count === 1) return list('or', parts);
      return count === parts.length ? list('and', parts) : make({ op: 'at-least', count, parts });
    },
    not: (part) => {
      if (part.op === 'not') return part.part;
      if (part.op !== 'constant' || part.value === 'unknown')
        return part.op === 'constant' ? part : make({ op: 'not', part });
      return constant(part.value === 'yes' ? 'no' : 'yes');
    },
    shown: (part) => {
      if (part.op !== 'constant') return make({ op: 'shown', part });
      return constant(part.value === 'yes' ? 'yes' : 'no');
    },
    open: (part) => {
      if (part.op !== 'constant') return make({ op: 'open', part });
      return constant(part.value === 'unknown' ? 'yes' : 'no');
    },
    presumed: (value, part, when) => {
      const isIdle = isConstant(when, 'no') || isConstant(when, 'unknown');
      const isSettled = isConstant(part, 'yes') || isConstant(part, 'no');
      return isIdle || isSettled ? part : make({ op: 'presumed', value, part, when });
    },
  };
}

function isConstant(formula: Formula, value: Verdict): boolean {
  return formula.op === 'constant' && formula.value === value;
}

/** The formulas that stand directly in a formula, as often as they do. A person's formula stands in its group's leaf. */
export function partsOfFormula(formula: Formula): readonly Formula[] {
  if ('parts' in formula) return formula.parts;
  if (formula.op === 'presumed') return [formula.part, formula.when];
  return 'part' in formula ? [formula.part] : [];
}

function nameOf(shape: Shape): string {
  return JSON.stringify(shape, (_, value: unknown) => {
    const isFormula = typeof value === 'object' && value !== null && 'key' in value;
    return isFormula ? value.key : value;
  });
}
