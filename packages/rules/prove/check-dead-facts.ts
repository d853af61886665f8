import { provisionsOf, readsOfRule } from '../check-law.ts';
import type { Fact, Provision } from '../law.ts';
import { readsOf } from '../limb.ts';
import { addedDuties } from '../overlay.ts';
import type { Place, Problem } from '../problem.ts';
import type { Provable } from './alphabet.ts';
import { type Atom, settledAt, widthOf } from './atoms.ts';
import { FALSE, type Node, TRUE } from './bdd.ts';
import { type Sides, sidesOfLimb, sidesOfRule } from './encode.ts';
import type { Proof } from './proof.ts';
import type { World } from './worlds.ts';

/**
 * Finds the facts whose answer changes no verdict of any rule, duty or value in any world and no deadline: to ask for
 * them costs a person something and gives them nothing. A fact that stands only in a ban or a contradiction is no question.
 * `placeOf` tells where a fact is written.
 */
export function checkDeadFacts(proof: Proof, placeOf: (fact: string) => Place): Problem[] {
  const { law } = proof;
  const counted = deadlineFacts(law);
  const named = namedFacts(law);
  const read = readFacts(law);
  const readers = proof.worlds.map(readersByFact);
  return Object.values(law.facts).flatMap((fact): Problem[] => {
    if (counted.has(fact.id)) return [];
    if (!read.has(fact.id)) {
      if (named.has(fact.id)) return [];
      const message = `Nothing in the law reads “${fact.id}”. Take it out, or write the rule that needs it.`;
      return [{ code: 'dead-fact', ...placeOf(fact.id), message }];
    }
    const isAlive = proof.worlds.some((world, index) => {
      const direct = readers[index]?.get(fact.id) ?? [];
      return matters(fact, { direct, world, proof });
    });
    if (isAlive) return [];
    const message = `“${fact.id}” is read, but whichever way it is answered, nothing that the law says changes. Take it out of the rules that read it, or mend them.`;
    return [{ code: 'dead-fact', ...placeOf(fact.id), message }];
  });
}

/** By fact, what reads it directly and may come out otherwise in this world. */
function readersByFact(world: World): ReadonlyMap<string, readonly Provision[]> {
  const readers = new Map<string, Provision[]>();
  for (const provision of provisionsOf(world)) {
    if (!world.isTouched(provision.id)) continue;
    for (const fact of readsOfRule(provision).facts) {
      readers.set(fact, [...(readers.get(fact) ?? []), provision]);
    }
  }
  return readers;
}

function deadlineFacts({ duties, overlays }: Provable): ReadonlySet<string> {
  const all = [...Object.values(duties), ...addedDuties(Object.values(overlays))];
  return new Set(all.flatMap(({ by }) => (by && 'from' in by ? [by.from] : [])));
}

function namedFacts(law: Provable): ReadonlySet<string> {
  return new Set([
    ...provisionsOf(law).flatMap(({ neverReads }) => neverReads.map(({ fact }) => fact)),
    ...law.contradictions.flatMap(({ when }) => readsOf(when).facts),
    // A day from which another fact is counted is told in its place.
    ...Object.values(law.facts).flatMap(({ yearsSince }) => yearsSince ?? []),
  ]);
}

function readFacts(law: Provable): ReadonlySet<string> {
  const brought = Object.values(law.overlays).flatMap(({ ops }) =>
    ops.flatMap((operation) => ('limb' in operation ? readsOf(operation.limb).facts : [])),
  );
  return new Set([...provisionsOf(law).flatMap((provision) => readsOfRule(provision).facts), ...brought]);
}

type At = { direct: readonly Provision[]; world: World; proof: Proof };

/** Whether an answer to the fact changes a verdict in this world. What reads it directly is looked at first. */
function matters(fact: Fact, { direct, world, proof }: At): boolean {
  const atoms = atomsOf(fact, proof);
  const isChanged = (provision: Provision): boolean => {
    const sides = world.rules[provision.id]
      ? sidesOfRule(provision.id, world.encoding)
      : sidesOfLimb(provision.limb, world.encoding);
    return atoms.some((atom) => changes(sides, atom, proof));
  };
  return (
    direct.some(isChanged) ||
    provisionsOf(world).some((provision) => world.isTouched(provision.id) && isChanged(provision))
  );
}

/** A fact that is asked of a group's people matters where a limb over them does. */
function atomsOf({ id, group }: Fact, { alphabet }: Proof): Atom[] {
  if (group === undefined) return [alphabet.fact(id)];
  return alphabet.atoms().filter(({ people }) => people && readsOf(people).facts.includes(id));
}

function changes({ strict, burden }: Sides, atom: Atom, proof: Proof): boolean {
  const [first, ...others] = atom.answers.map((answer) => settledAt(atom, answer));
  if (!first) return false;
  const { bdd, possible } = proof;
  const end = atom.level + widthOf(atom);
  const differs = (node: Node, settled: ReadonlyMap<number, boolean>): boolean => {
    const isOther = (rest: Node) => bdd.restrict(rest, first) !== bdd.restrict(rest, settled);
    if (!bdd.remainders(node, atom.level, end).some(isOther)) return false;
    if (possible === TRUE) return true;
    const [one, other] = [bdd.restrict(node, first), bdd.restrict(node, settled)];
    const allowed = bdd.and(bdd.restrict(possible, first), bdd.restrict(possible, settled));
    return bdd.and(bdd.ite(one, bdd.not(other), other), allowed) !== FALSE;
  };
  const nodes = [...new Set([strict.yes, strict.no, burden.yes, burden.no])];
  return others.some((settled) => nodes.some((node) => differs(node, settled)));
}
