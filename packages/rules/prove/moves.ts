import { isKnown } from '../answer.ts';
import type { Fact, Limb } from '../law.ts';
import { partsOfLimb, readsOf } from '../limb.ts';
import type { Answer } from '../told.ts';
import type { Alphabet } from './alphabet.ts';
import { type Atom, isNamedIn, settledAt, widthOf } from './atoms.ts';
import { type Bdd, FALSE, type Node, TRUE } from './bdd.ts';
import type { Sides } from './encode.ts';

/** An atom on the move: to an outcome, from any of these. */
export type Move = {
  atom: Atom;
  to: Answer;
  from: readonly Answer[];
  /** In these cases only. */
  where?: Node;
  /** An answer is taken away: what rested on it may be unknown now, and still never no. */
  isLessTold?: boolean;
};

/** How a fact that makes a person vulnerable can appear in what the law asks. */
export function movesOfFact({ id, group }: Fact, alphabet: Alphabet): Move[] {
  return group === undefined ? toYes(alphabet.fact(id)) : movesOfPeople(id, alphabet.atoms());
}

/** How a rule that makes a person vulnerable can come to hold, whatever makes it hold. */
export function movesOfRule(id: string, alphabet: Alphabet): Move[] {
  return toYes(alphabet.rule(id));
}

/**
 * How what a rule rests on can make it hold: every atom, going from one outcome to another, in the cases in which that
 * alone brings one of the rule's verdicts to yes. This finds what reads the facts under the rule past the rule. An
 * answer that is taken away can do so too, where the rule is then presumed.
 */
export function movesUnderRule({ strict, burden }: Sides, alphabet: Alphabet, bdd: Bdd): Move[] {
  const levels = new Set([...bdd.support(strict.yes), ...bdd.support(burden.yes)]);
  const under = alphabet.atoms().filter((atom) => isNamedIn(atom, levels));
  return under.flatMap((atom) => {
    const outcomes: readonly Answer[] = [...atom.answers, ...atom.reasons];
    return outcomes.flatMap((to): Move[] => {
      const settled = settledAt(atom, to);
      const brought = (yes: Node) => bdd.ite(yes, FALSE, bdd.restrict(yes, settled));
      const where = bdd.or(brought(strict.yes), brought(burden.yes));
      const fromAny = (list: readonly Answer[]): Move[] => {
        const from = list.filter((outcome) => bdd.restrict(where, settledAt(atom, outcome)) !== FALSE);
        const isLessTold = !isKnown(to) && list === atom.answers;
        return from.length === 0 ? [] : [{ atom, to, from, where, isLessTold }];
      };
      return where === FALSE ? [] : [...fromAny(atom.answers), ...fromAny(atom.reasons)];
    });
  });
}

function toYes(atom: Atom): Move[] {
  return [{ atom, to: 'yes', from: ['no', ...atom.reasons] }];
}

/**
 * What is asked of each of a group's people moves a limb over them the way in which the limb reads it. Where the limb
 * stays open, another of them may now be the one who keeps it so, for another reason.
 */
function movesOfPeople(fact: string, atoms: readonly Atom[]): Move[] {
  return atoms.flatMap((atom) => {
    if (!atom.people) return [];
    const { reasons } = atom;
    const signs = signsOf(fact, atom.people);
    if (signs.size === 0) return [];
    const left = (['no', 'yes'] as const).filter((answer) => signs.has(answer === 'no'));
    const toUnknown = reasons.map((to): Move => {
      return { atom, to, from: [...left, ...reasons.filter((reason) => reason !== to)] };
    });
    const down: Move = { atom, to: 'no', from: ['yes', ...reasons] };
    return [...(signs.has(true) ? toYes(atom) : []), ...(signs.has(false) ? [down] : []), ...toUnknown];
  });
}

/** Whether a limb reads a fact as it is, negated, or both. */
function signsOf(fact: string, limb: Limb, sign = true): ReadonlySet<boolean> {
  if (!readsOf(limb).facts.includes(fact)) return new Set();
  if ('fact' in limb) return new Set([sign]);
  const inner = limb.kind === 'not' ? !sign : sign;
  return new Set(partsOfLimb(limb).flatMap((part) => [...signsOf(fact, part, inner)]));
}

/** Which atoms, moving, can bring a verdict down. */
export type Weak = {
  /** Those that can take something out of where a verdict is yes, or bring something into where it is no. */
  in: (rail: Node, side: 'yes' | 'no') => ReadonlySet<Atom>;
};

const NONE: ReadonlySet<Atom> = new Set();

/**
 * Whether an atom can bring a verdict down shows where the function tests it, with all before it settled. So every node
 * is looked at once, for all vulnerabilities, rules and worlds together.
 */
export function createWeak(moves: readonly Move[], alphabet: Alphabet, bdd: Bdd): Weak {
  const byAtom = new Map<Atom, Move[]>();
  for (const move of moves) byAtom.set(move.atom, [...(byAtom.get(move.atom) ?? []), move]);
  const atomAt = alphabet.atoms().flatMap((atom) => Array<Atom>(widthOf(atom)).fill(atom));
  const done = { yes: new Map<Node, ReadonlySet<Atom>>(), no: new Map<Node, ReadonlySet<Atom>>() };
  const visit = (f: Node, side: 'yes' | 'no'): ReadonlySet<Atom> => {
    if (f === FALSE || f === TRUE) return NONE;
    const before = done[side].get(f);
    if (before) return before;
    const atom = atomAt[bdd.levelOf(f)];
    const below = atom ? exitsOf(f, atom.level + widthOf(atom), bdd) : [];
    const found = below.map((node) => visit(node, side)).filter((set) => set.size > 0);
    const isWeak = (atom && byAtom.get(atom))?.some((move) => !isKept(f, move, { side, bdd })) ?? false;
    const all =
      found.length === 0 && !isWeak
        ? NONE
        : new Set([...found.flatMap((set) => [...set]), ...(atom && isWeak ? [atom] : [])]);
    done[side].set(f, all);
    return all;
  };
  return { in: visit };
}

/** What is left of a function once all its variables before `end` are settled, in every way. */
function exitsOf(start: Node, end: number, bdd: Bdd): readonly Node[] {
  if (start === FALSE || start === TRUE || bdd.levelOf(start) >= end) return [start];
  return [...exitsOf(bdd.lowOf(start), end, bdd), ...exitsOf(bdd.highOf(start), end, bdd)];
}

type At = { side: 'yes' | 'no'; bdd: Bdd };

function isKept(f: Node, { atom, to, from, isLessTold }: Move, { side, bdd }: At): boolean {
  if (isLessTold && side === 'yes') return true;
  const then = bdd.restrict(f, settledAt(atom, to));
  const isWithin = (small: Node, great: Node) => bdd.ite(great, FALSE, small) === FALSE;
  return from.every((outcome) => {
    const now = bdd.restrict(f, settledAt(atom, outcome));
    return side === 'yes' ? isWithin(now, then) : isWithin(then, now);
  });
}
