import { isKnown } from '../answer.ts';
import type { Limb } from '../law.ts';
import type { Answer, Reason } from '../told.ts';
import { type Bdd, FALSE, type Node, TRUE, type WeightOf } from './bdd.ts';

/**
 * What a proof does not look into: a fact, a limb over people, a State's reading that nobody has written, a rule that is
 * taken as it comes out. It has exactly one outcome: one of its answers, or one of its reasons why there is none.
 */
export type Atom = {
  id: string;
  /** How an example names it. */
  name: string;
  /** An answer stands for all that the law tells no difference between. At least one. */
  answers: readonly Exclude<Answer, Reason>[];
  /** At least one. */
  reasons: readonly Reason[];
  /** Its variables follow one another: the first says whether it is known, the others count in the one list or the other. */
  level: number;
  /** For a limb over people: what is asked of each of them. */
  people?: Limb;
};

function bitsFor(list: readonly unknown[]): number {
  return Math.ceil(Math.log2(list.length));
}

function listOf(atom: Atom, known: boolean): readonly Answer[] {
  return known ? atom.answers : atom.reasons;
}

/** How many variables an atom has. */
export function widthOf({ answers, reasons }: Pick<Atom, 'answers' | 'reasons'>): number {
  return 1 + Math.max(bitsFor(answers), bitsFor(reasons));
}

/** Where the atom has one of the outcomes. Every assignment of its variables gives it exactly one. */
export function whereAtom(atom: Atom, has: (outcome: Answer) => boolean, bdd: Bdd): Node {
  const side = (known: boolean): Node => {
    const list = listOf(atom, known);
    const from = (bit: number, code: number): Node => {
      if (bit === bitsFor(list)) return has(at(list, code)) ? TRUE : FALSE;
      const [high, low] = [from(bit + 1, code * 2 + 1), from(bit + 1, code * 2)];
      return high === low ? low : bdd.ite(bdd.variable(atom.level + 1 + bit), high, low);
    };
    return from(0, 0);
  };
  return bdd.ite(bdd.variable(atom.level), side(true), side(false));
}

/** A code past the last means the last. */
function at(list: readonly Answer[], code: number): Answer {
  return list[Math.min(list.length - 1, code)] ?? 'not_asked';
}

/** The variables of an atom, settled so that it has this outcome. Throws if it never has. */
export function settledAt(atom: Atom, outcome: Answer): ReadonlyMap<number, boolean> {
  const known = isKnown(outcome);
  const list = listOf(atom, known);
  const code = list.indexOf(outcome);
  if (code < 0) throw new Error(`${atom.id} is never ${outcome}.`);
  const bits = bitsFor(list);
  const settled = new Map([[atom.level, known]]);
  for (let bit = 0; bit < bits; bit++) {
    settled.set(atom.level + 1 + bit, ((code >> (bits - 1 - bit)) & 1) === 1);
  }
  return settled;
}

/** The outcome that an assignment gives to an atom. A variable that it does not name is false. */
export function outcomeIn(atom: Atom, way: ReadonlyMap<number, boolean>): Answer {
  const list = listOf(atom, way.get(atom.level) === true);
  let code = 0;
  for (let bit = 0; bit < bitsFor(list); bit++) {
    code = code * 2 + (way.get(atom.level + 1 + bit) === true ? 1 : 0);
  }
  return at(list, code);
}

/** Whether an assignment names any variable of the atom. */
export function isNamedIn(atom: Atom, levels: { has: (level: number) => boolean }): boolean {
  const end = atom.level + widthOf(atom);
  for (let level = atom.level; level < end; level++) if (levels.has(level)) return true;
  return false;
}

/** An answer weighs more than none, and a reason less, so that an example says no more than it has to. */
export function fewestAnswers(atoms: readonly Atom[]): WeightOf {
  const first = new Set(atoms.map(({ level }) => level));
  return (level, value) => (value ? (first.has(level) ? 8 : 1) : 0);
}
