import type { Provable } from './alphabet.ts';
import type { Sides } from './encode.ts';
import { sidesOfRule } from './encode.ts';
import { type Move, movesOfFact, movesOfRule, movesUnderRule } from './moves.ts';
import type { Ground, World } from './worlds.ts';

/** A sign of vulnerability and the ways in which it can appear. */
export type Vulnerability = { id: string; moves: readonly Move[] };

/** Everything that is marked as making a person vulnerable. */
export type Vulnerabilities = {
  /** The facts, each with the ways in which it can be answered yes. */
  facts: readonly Vulnerability[];
  /** The rules as they are, taken as given. */
  rules: readonly Vulnerability[];
  /** The same rules, each with what can make it hold in a world. */
  under: (world: World) => readonly Vulnerability[];
  /** Every move of any of them in any world. */
  moves: readonly Move[];
};

/** What a law marks as a vulnerability, over its worlds. */
export function vulnerabilitiesOf(law: Provable, { bdd, alphabet, worlds }: Ground): Vulnerabilities {
  const facts = Object.values(law.facts).flatMap((fact) =>
    fact.vulnerability ? [{ id: fact.id, moves: movesOfFact(fact, alphabet) }] : [],
  );
  const marked = Object.values(law.rules).filter(({ vulnerability }) => vulnerability);
  const rules = marked.map(({ id }) => ({ id, moves: movesOfRule(id, alphabet) }));
  const done = new Map<string, readonly Move[]>();
  const movesUnder = (sides: Sides): readonly Move[] => {
    // Most worlds do not change what makes a rule hold.
    const key = `${sides.strict.yes} ${sides.burden.yes}`;
    const moves = done.get(key) ?? movesUnderRule(sides, alphabet, bdd);
    done.set(key, moves);
    return moves;
  };
  const under = ({ encoding }: World) =>
    marked.map(({ id }) => ({ id, moves: movesUnder(sidesOfRule(id, encoding)) }));
  for (const world of worlds) under(world);
  const moves = [...[...facts, ...rules].map((each) => each.moves), ...done.values()].flat();
  return { facts, rules, under, moves };
}
