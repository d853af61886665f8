import type { Place, Problem } from '../problem.ts';
import type { Provable } from './alphabet.ts';
import { type Limits, TooLarge } from './bdd.ts';
import { checkDeadFacts } from './check-dead-facts.ts';
import { checkDuties } from './check-duties.ts';
import { checkProtections } from './check-protections.ts';
import { checkReach } from './check-reach.ts';
import { checkTogether } from './check-together.ts';
import { createProof, type Proof } from './proof.ts';
import { TooManyWorlds, type World, worldsOf } from './worlds.ts';

/**
 * Everything that a law must keep in every case, proved over all answers at once: as read, as each State reads it, and
 * under overlays, alone and together. Returns what does not hold, each with an example of answers where there is one, and a problem
 * instead where the law is too large to prove. `placeOf` tells where a fact is written. References must be known and
 * rules free of circles.
 */
export function proveLaw(law: Provable, placeOf: (fact: string) => Place, limits?: Limits): Problem[] {
  try {
    const proof = createProof(law, worldsOf(law, limits));
    return [...proof.worlds.flatMap((world) => checksOf(world, proof)), ...checkDeadFacts(proof, placeOf)];
  } catch (error) {
    return tooLarge(error, law);
  }
}

const TOO_LARGE =
  'This law is too large to prove: whether its protections, exceptions and duties keep what they promise could not be worked out. Split the rule with the most limbs, or take limbs out that stand in it twice.';

/**
 * The same of some overlays of a law that was proved without them: each alone, beside every other one, and as each State
 * reads what it changes. An overlay cannot take the last reader of a fact that the law itself reads.
 */
export function proveOverlays(law: Provable, only: readonly string[]): Problem[] {
  try {
    const proof = createProof(law, worldsOf(law, undefined, only));
    return proof.worlds.slice(1).flatMap((world) => checksOf(world, proof));
  } catch (error) {
    return tooLarge(error, law, only);
  }
}

function checksOf(world: World, proof: Proof): Problem[] {
  return [
    ...checkReach(world, proof),
    ...checkProtections(world, proof),
    ...checkTogether(world, proof),
    ...checkDuties(world, proof),
  ];
}

/** A law of thousands of facts can be too deep to walk before it is too wide. Any other fault is thrown on. */
function tooLarge(error: unknown, law: Provable, only: readonly string[] = []): Problem[] {
  if (!(error instanceof TooLarge) && !(error instanceof RangeError)) throw error;
  // Whoever wrote the overlay has the text of that alone: of the law, which was proved without it, they have no line.
  const place = only.map((id) => law.overlays[id]?.place).find((one) => one !== undefined);
  if (error instanceof TooManyWorlds) return [tooMany(law, place)];
  return [{ code: 'too-large-to-prove', ...(place ?? placeOfLargest(law)), message: TOO_LARGE }];
}

/** Told where the last overlay is written, or the longest rule where there is none. */
function tooMany(law: Provable, own: Place | undefined): Problem {
  const overlays = Object.values(law.overlays);
  const place = own ?? overlays.at(-1)?.place ?? placeOfLargest(law);
  const message = `This law is too large to prove: its ${overlays.length} overlays, applied alone and together, and the readings of its States give more laws than can be looked at. Take overlays apart into laws of their own, or take some out.`;
  return { code: 'too-large-to-prove', ...place, message };
}

/** Where the rule stands that is written at the greatest length. */
function placeOfLargest({ rules }: Provable): Place {
  const [first] = Object.values(rules).sort((a, b) => b.source.length - a.source.length);
  return first?.place ?? { file: 'law', line: 1 };
}
