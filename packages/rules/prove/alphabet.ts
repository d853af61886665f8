import { canonicalJson } from '../canonical.ts';
import type { Comparison, Fact, Law, Limb } from '../law.ts';
import { limbsOf, partsOfLimb } from '../limb.ts';
import { compares } from '../meaning.ts';
import type { Answer } from '../told.ts';
import { REASONS } from '../told.ts';
import { type Atom, widthOf } from './atoms.ts';

/** The parts of a law that a proof reads. */
export type Provable = Pick<
  Law,
  'facts' | 'groups' | 'rules' | 'duties' | 'values' | 'overlays' | 'together' | 'contradictions'
>;

/** A limb that rests on no other that a proof looks into. */
type Leaf = Extract<Limb, { kind: 'fact' | 'compare' | 'years' | 'group' | 'unsaid' }>;

export function isLeaf(limb: Limb): limb is Leaf {
  return 'fact' in limb || limb.kind === 'group' || limb.kind === 'unsaid';
}

/** Everything that the limbs of a law ask, its variables in the order in which the law first names it. */
export type Alphabet = {
  /** The same words are the same atom. */
  leaf: (limb: Leaf) => Atom;
  fact: (id: string) => Atom;
  /** The atom that stands for a rule where a proof takes its verdict as given. */
  rule: (id: string) => Atom;
  /** Every atom so far. */
  atoms: () => readonly Atom[];
};

/** The alphabet of a law, its variants and its overlays. */
export function createAlphabet(law: Provable): Alphabet {
  const limbs = everyLimb(law);
  const thresholds = thresholdsOf(limbs);
  const atoms = new Map<string, Atom>();
  const unsaid = new Map<Limb, number>();
  let level = 0;
  const atomOf = (id: string, said: Omit<Atom, 'id' | 'level'>): Atom => {
    const found = atoms.get(id);
    if (found) return found;
    const atom = { id, ...said, level };
    level += widthOf(atom);
    atoms.set(id, atom);
    return atom;
  };
  const fact = (id: string): Atom => {
    const found = law.facts[id];
    const name = found?.type.kind === 'date' ? `years since ${id}` : id;
    const answers = answersOf(found, thresholds.get(id) ?? []);
    return atomOf(`fact ${id}`, { name, answers, reasons: REASONS });
  };
  const leaf = (limb: Leaf): Atom => {
    if ('fact' in limb) return fact(limb.fact);
    if (limb.kind === 'group') {
      return atomOf(wordsOf(limb), {
        name: `${limb.quantifier} of ${limb.group}`,
        answers: ['yes', 'no'],
        reasons: REASONS,
        people: limb.limb,
      });
    }
    const number = unsaid.get(limb) ?? unsaid.size;
    unsaid.set(limb, number);
    return atomOf(`unsaid ${number}`, {
      name: 'what the State says',
      answers: ['yes', 'no'],
      reasons: ['not_recorded'],
    });
  };
  const rule = (id: string) => atomOf(`rule ${id}`, { name: id, answers: ['yes', 'no'], reasons: REASONS });
  for (const limb of limbs) if (isLeaf(limb)) leaf(limb);
  return { leaf, fact, rule, atoms: () => [...atoms.values()] };
}

/** Every limb of the law in the order in which they are written; what is asked of a group's people is not taken apart. */
function everyLimb(law: Provable): Limb[] {
  const found: Limb[] = [];
  const visit = (limb: Limb): void => {
    found.push(limb);
    if (limb.kind !== 'group') partsOfLimb(limb).forEach(visit);
  };
  for (const kind of [law.rules, law.duties, law.values]) {
    for (const provision of Object.values(kind)) limbsOf(provision).forEach(visit);
  }
  for (const { ops } of Object.values(law.overlays)) {
    for (const operation of ops) if ('limb' in operation) visit(operation.limb);
  }
  for (const { when } of [...law.together, ...law.contradictions]) if (when) visit(when);
  return found;
}

type Threshold = { comparison: Comparison; bound: number };

function thresholdsOf(limbs: readonly Limb[]): ReadonlyMap<string, readonly Threshold[]> {
  const found = new Map<string, Threshold[]>();
  for (const limb of limbs) {
    if (limb.kind !== 'compare' && limb.kind !== 'years') continue;
    found.set(limb.fact, [...(found.get(limb.fact) ?? []), limb]);
  }
  return found;
}

/**
 * For a number, and for the years since a day, one of each stretch that the law tells apart. A day that is told and
 * cannot be reckoned with yet counts as not asked, as it does for a presumption.
 */
function answersOf(fact: Fact | undefined, thresholds: readonly Threshold[]): Atom['answers'] {
  if (fact?.type.kind === 'number') return stretches(fact.type, thresholds);
  if (fact?.type.kind === 'date') return stretches({ min: 0, max: Number.POSITIVE_INFINITY }, thresholds);
  return ['yes', 'no'];
}

function stretches({ min, max }: { min: number; max: number }, thresholds: readonly Threshold[]): number[] {
  const starts = thresholds.map(({ comparison, bound }) =>
    comparison === '<' || comparison === '>=' ? bound : bound + 1,
  );
  return [...new Set([min, ...starts.filter((start) => start > min && start <= max)])].sort((a, b) => a - b);
}

/** What an outcome says to a leaf: yes, no, or nothing. */
export function saysTo(limb: Leaf, outcome: Answer): 'yes' | 'no' | undefined {
  if (limb.kind === 'compare' || limb.kind === 'years') {
    if (typeof outcome !== 'number') return undefined;
    return compares(outcome, limb.comparison, limb.bound) ? 'yes' : 'no';
  }
  return yesOrNo(outcome);
}

export function yesOrNo(outcome: Answer): 'yes' | 'no' | undefined {
  return outcome === 'yes' || outcome === 'no' ? outcome : undefined;
}

/** A limb over people, as it is written but for its sources and labels. */
function wordsOf(limb: Limb): string {
  const bare = (part: Limb): unknown => {
    const { cites: _, label: __, overlay: ___, ...said } = part;
    if ('limb' in said) return { ...said, limb: bare(said.limb) };
    return 'limbs' in said ? { ...said, limbs: said.limbs.map(bare) } : said;
  };
  return `group ${canonicalJson(bare(limb))}`;
}
