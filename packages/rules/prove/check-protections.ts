import { provisionsOf } from '../check-law.ts';
import type { Answer, Limb, Provision } from '../law.ts';
import { partsOfLimb, readsOf } from '../limb.ts';
import type { Problem } from '../problem.ts';
import { type Atom, outcomeIn, settledAt, whereAtom, widthOf } from './atoms.ts';
import { FALSE, type Node, TRUE } from './bdd.ts';
import { changedEncoding, type Encoding, type Rails, sidesOfLimb, sidesOfRule } from './encode.ts';
import { exampleOf, type Proof, problemIn } from './proof.ts';
import { dependentsOf, readersIn, type World } from './worlds.ts';

/** An atom on the move: to an outcome, from any of these. */
type Move = { atom: Atom; to: Answer; from: (outcome: Answer) => boolean };

/** A sign of vulnerability, the ways in which it can appear, and the law in which it does. */
type Vulnerability = { id: string; moves: readonly Move[]; encoding: Encoding };

/**
 * Proves that no protection is weakened by a vulnerability: where a fact or rule that is marked as one goes from no or
 * unknown to yes and nothing else changes, no verdict of what is marked as protection goes down, from yes to unknown or
 * no, or from unknown to no.
 */
export function checkProtections(world: World, proof: Proof): Problem[] {
  const protections = provisionsOf(world).filter(({ id, protection }) => protection && world.isTouched(id));
  if (protections.length === 0) return [];
  return vulnerabilitiesOf(world, proof).flatMap((vulnerability) =>
    protections.flatMap((protection) => lostBy(vulnerability, { protection, world, proof })),
  );
}

function vulnerabilitiesOf(world: World, { law, alphabet }: Proof): Vulnerability[] {
  const { encoding } = world;
  const facts = Object.values(law.facts).filter(({ vulnerability }) => vulnerability);
  const rules = Object.values(world.rules).filter(({ vulnerability }) => vulnerability);
  const readers = rules.length === 0 ? new Map() : readersIn(world);
  return [
    ...facts.map(({ id, group }) => ({
      id,
      encoding,
      moves: group === undefined ? toYes(alphabet.fact(id)) : movesOfPeople(id, alphabet.atoms()),
    })),
    ...rules.map(({ id }) => {
      // Whatever makes it hold, what rests on it must not give less because it does.
      const above = dependentsOf(readers, [id]);
      const change = { given: id, isTouched: (rule: string) => above.has(rule) };
      return { id, encoding: changedEncoding(encoding, change), moves: toYes(alphabet.rule(id)) };
    }),
  ];
}

function toYes(atom: Atom): Move[] {
  return [{ atom, to: 'yes', from: (outcome) => outcome !== 'yes' }];
}

/** What is asked of each of a group's people moves a limb over them the way in which the limb reads it. */
function movesOfPeople(fact: string, atoms: readonly Atom[]): Move[] {
  return atoms.flatMap((atom) => {
    if (!atom.people) return [];
    const signs = signsOf(fact, atom.people);
    const up = [...toYes(atom), ...atom.reasons.map((to) => ({ atom, to, from: isOutcome('no') }))];
    const down = [
      { atom, to: 'no' as const, from: (outcome: Answer) => outcome !== 'no' },
      ...atom.reasons.map((to) => ({ atom, to, from: isOutcome('yes') })),
    ];
    return [...(signs.has(true) ? up : []), ...(signs.has(false) ? down : [])];
  });
}

function isOutcome(wanted: Answer): (outcome: Answer) => boolean {
  return (outcome) => outcome === wanted;
}

/** Whether a limb reads a fact as it is, negated, or both. */
function signsOf(fact: string, limb: Limb, sign = true): ReadonlySet<boolean> {
  if (!readsOf(limb).facts.includes(fact)) return new Set();
  if ('fact' in limb) return new Set([sign]);
  const inner = limb.kind === 'not' ? !sign : sign;
  return new Set(partsOfLimb(limb).flatMap((part) => [...signsOf(fact, part, inner)]));
}

type At = { protection: Provision; world: World; proof: Proof };

function lostBy({ id, moves, encoding }: Vulnerability, { protection, world, proof }: At): Problem[] {
  if (protection.id === id) return [];
  const isRule = world.rules[protection.id] !== undefined;
  const sides = isRule ? sidesOfRule(protection.id, encoding) : sidesOfLimb(protection.limb, encoding);
  for (const move of moves) {
    for (const which of ['strict', 'burden'] as const) {
      const rails = sides[which];
      const example = exampleOf(lowered(rails, move, proof), proof);
      if (!example) continue;
      if (!proof.isNew(`protection ${protection.id} ${id}`)) return [];
      const before = outcomeIn(move.atom, example.way);
      const when = which === 'strict' ? 'on the facts alone' : 'after presumptions';
      const verdict = (settled: Answer) => verdictAt({ rails, example: example.way, move, settled, proof });
      const message = `“${protection.id}” protects, and “${id}” makes a person more vulnerable; yet with ${example.told} the protection is ${verdict(before)} ${when} while “${move.atom.name}” is ${before}, and only ${verdict(move.to)} once that is ${move.to}. A vulnerability must never take a protection away: mend the rule, or take one of the two marks out.`;
      return [problemIn(world, { code: 'protection-lost', place: protection.place, message })];
    }
  }
  return [];
}

/** Where a move of the atom brings the verdict down, by the answers before it. */
function lowered(rails: Rails, move: Move, proof: Proof): Node {
  if (!canDrop(rails, move, proof)) return FALSE;
  const { bdd, possible } = proof;
  const { atom, to, from } = move;
  const settled = settledAt(atom, to);
  const lost = bdd.ite(bdd.restrict(rails.yes, settled), FALSE, rails.yes);
  const refused = bdd.ite(rails.no, FALSE, bdd.restrict(rails.no, settled));
  const before = bdd.and(whereAtom(atom, from, bdd), bdd.restrict(possible, settled));
  return bdd.and(bdd.or(lost, refused), before);
}

/** Whether a move can bring the verdict down. Looks only at what is left once everything asked before is settled. */
function canDrop({ yes, no }: Rails, { atom, to, from }: Move, { bdd }: Proof): boolean {
  const after = settledAt(atom, to);
  const before = [...atom.answers, ...atom.reasons].filter(from).map((outcome) => settledAt(atom, outcome));
  const isWithin = (small: Node, great: Node) => bdd.ite(great, FALSE, small) === FALSE;
  const end = atom.level + widthOf(atom);
  const isKept = (rail: Node, kept: (before: Node, after: Node) => boolean) =>
    bdd.remainders(rail, atom.level, end).every((rest) => {
      const then = bdd.restrict(rest, after);
      return before.every((settled) => kept(bdd.restrict(rest, settled), then));
    });
  return !isKept(yes, isWithin) || !isKept(no, (now, then) => isWithin(then, now));
}

type Told = {
  rails: Rails;
  example: ReadonlyMap<number, boolean>;
  move: Move;
  settled: Answer;
  proof: Proof;
};

function verdictAt({ rails, example, move, settled, proof: { bdd } }: Told): string {
  const way = new Map([...example, ...settledAt(move.atom, settled)]);
  if (bdd.restrict(rails.yes, way) === TRUE) return 'yes';
  return bdd.restrict(rails.no, way) === TRUE ? 'no' : 'unknown';
}
