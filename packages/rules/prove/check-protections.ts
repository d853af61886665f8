import { provisionsOf } from '../check-law.ts';
import type { Provision } from '../law.ts';
import type { Problem } from '../problem.ts';
import type { Answer } from '../told.ts';
import { outcomeIn, settledAt, whereAtom } from './atoms.ts';
import { FALSE, type Node, TRUE } from './bdd.ts';
import {
  changedEncoding,
  type Encoding,
  type Rails,
  type Sides,
  sidesOfLimb,
  sidesOfRule,
} from './encode.ts';
import type { Move } from './moves.ts';
import { exampleOf, type Proof, problemIn } from './proof.ts';
import type { Vulnerability } from './vulnerabilities.ts';
import { dependentsOf, type World } from './worlds.ts';

/**
 * Proves that no protection is weakened by a vulnerability: where a fact or rule that is marked as one goes from no or
 * unknown to yes and nothing else changes, no verdict of what is marked as protection goes down, from yes to unknown or
 * no, or from unknown to no. For a rule that is shown twice: for whatever rests on its verdict, and for every one answer
 * that makes it hold. Answers that contradict one another count: a person may give them, and is told what they lead to.
 */
export function checkProtections(world: World, proof: Proof): Problem[] {
  const protections = provisionsOf(world).filter(({ protection }) => protection);
  const touched = protections.filter(({ id }) => world.isTouched(id));
  const { facts, rules } = proof.vulnerabilities;
  const at = { encoding: world.encoding, world, proof };
  return [
    ...touched.flatMap((protection) => lostIn(protection, facts, at)),
    ...rules.flatMap((rule) => lostByRule(rule, touched, { world, proof })),
    ...protections.flatMap((protection) => lostUnder(protection, at)),
  ];
}

/** Whatever makes a rule hold, what rests on it must not give less because it does. */
function lostByRule(rule: Vulnerability, touched: readonly Provision[], at: Omit<At, 'encoding'>): Problem[] {
  const { world } = at;
  const above = dependentsOf(world.readers, [rule.id]);
  const resting = touched.filter(({ id }) => id !== rule.id && above.has(id));
  if (resting.length === 0) return [];
  const encoding = changedEncoding(world.encoding, { given: rule.id, isTouched: (id) => above.has(id) });
  return resting.flatMap((protection) => lostIn(protection, [rule], { encoding, ...at }));
}

/** What makes a rule hold must not take away what reads it past the rule. */
function lostUnder(protection: Provision, at: At): Problem[] {
  const { world, proof } = at;
  const by = proof.vulnerabilities
    .under(world)
    .filter(({ id }) => id !== protection.id && world.isTouched(id, protection.id));
  return by.length === 0 ? [] : lostIn(protection, by, at);
}

type At = { encoding: Encoding; world: World; proof: Proof };

function lostIn(protection: Provision, by: readonly Vulnerability[], at: At): Problem[] {
  const { encoding, world, proof } = at;
  const isRule = world.rules[protection.id] !== undefined;
  const sides = isRule ? sidesOfRule(protection.id, encoding) : sidesOfLimb(protection.limb, encoding);
  const rails = [sides.strict, sides.burden];
  const weak = rails.flatMap(({ yes, no }) => [proof.weak.in(yes, 'yes'), proof.weak.in(no, 'no')]);
  if (weak.every((atoms) => atoms.size === 0)) return [];
  return by.flatMap((vulnerability) => lostBy(vulnerability, { protection, sides, world, proof }));
}

type Lost = { protection: Provision; sides: Sides; world: World; proof: Proof };

function lostBy({ id, moves }: Vulnerability, { protection, sides, world, proof }: Lost): Problem[] {
  for (const move of moves) {
    for (const which of ['strict', 'burden'] as const) {
      const rails = sides[which];
      const example = exampleOf(lowered(rails, move, proof), proof, { within: TRUE });
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
function lowered({ yes, no }: Rails, move: Move, { bdd, weak }: Proof): Node {
  const { atom, to, from, where = TRUE, isLessTold } = move;
  if (!weak.in(yes, 'yes').has(atom) && !weak.in(no, 'no').has(atom)) return FALSE;
  const settled = settledAt(atom, to);
  const lost = isLessTold ? FALSE : bdd.ite(bdd.restrict(yes, settled), FALSE, yes);
  const refused = bdd.ite(no, FALSE, bdd.restrict(no, settled));
  const isBefore = whereAtom(atom, (outcome) => from.includes(outcome), bdd);
  return bdd.and(bdd.or(lost, refused), bdd.and(isBefore, where));
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
