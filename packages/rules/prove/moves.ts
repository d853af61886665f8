import type { Answer, Fact, Limb } from '../law.ts';
import { partsOfLimb, readsOf } from '../limb.ts';
import type { Alphabet, Provable } from './alphabet.ts';
import { type Atom, settledAt, widthOf } from './atoms.ts';
import { type Bdd, FALSE, type Node, TRUE } from './bdd.ts';

/** An atom on the move: to an outcome, from any of these. */
export type Move = { atom: Atom; to: Answer; from: readonly Answer[] };

/** How a fact that makes a person vulnerable can appear in what the law asks. */
export function movesOfFact({ id, group }: Fact, alphabet: Alphabet): Move[] {
  return group === undefined ? toYes(alphabet.fact(id)) : movesOfPeople(id, alphabet.atoms());
}

/** How a rule that makes a person vulnerable can come to hold. */
export function movesOfRule(id: string, alphabet: Alphabet): Move[] {
  return toYes(alphabet.rule(id));
}

function toYes(atom: Atom): Move[] {
  return [{ atom, to: 'yes', from: ['no', ...atom.reasons] }];
}

/** What is asked of each of a group's people moves a limb over them the way in which the limb reads it. */
function movesOfPeople(fact: string, atoms: readonly Atom[]): Move[] {
  return atoms.flatMap((atom) => {
    if (!atom.people) return [];
    const { reasons } = atom;
    const signs = signsOf(fact, atom.people);
    const toUnknown = (from: Answer) => reasons.map((to): Move => ({ atom, to, from: [from] }));
    const down: Move = { atom, to: 'no', from: ['yes', ...reasons] };
    return [
      ...(signs.has(true) ? [...toYes(atom), ...toUnknown('no')] : []),
      ...(signs.has(false) ? [down, ...toUnknown('yes')] : []),
    ];
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
export function createWeak({ facts, rules }: Provable, alphabet: Alphabet, bdd: Bdd): Weak {
  const moves = [
    ...Object.values(facts).flatMap((fact) => (fact.vulnerability ? movesOfFact(fact, alphabet) : [])),
    ...Object.values(rules).flatMap((rule) => (rule.vulnerability ? movesOfRule(rule.id, alphabet) : [])),
  ];
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

function isKept(f: Node, { atom, to, from }: Move, { side, bdd }: At): boolean {
  const then = bdd.restrict(f, settledAt(atom, to));
  const isWithin = (small: Node, great: Node) => bdd.ite(great, FALSE, small) === FALSE;
  return from.every((outcome) => {
    const now = bdd.restrict(f, settledAt(atom, outcome));
    return side === 'yes' ? isWithin(now, then) : isWithin(then, now);
  });
}
