import type { Problem } from '../problem.ts';
import { type Sides, sidesOfLimb } from './encode.ts';
import { exampleOf, type Proof, problemIn } from './proof.ts';
import type { World } from './worlds.ts';

/** Proves that two duties of which one says “never_with” the other are never owed at once. */
export function checkDuties(world: World, proof: Proof): Problem[] {
  const { bdd } = proof;
  const { duties, encoding, isTouched } = world;
  return Object.values(duties).flatMap((duty) =>
    duty.neverWith.flatMap((id): Problem[] => {
      const other = duties[id];
      if (!other || !isTouched(duty.id, id)) return [];
      const [one, two] = [sidesOfLimb(duty.limb, encoding), sidesOfLimb(other.limb, encoding)];
      const both = (which: keyof Sides) => bdd.and(one[which].yes, two[which].yes);
      const example = exampleOf(bdd.or(both('strict'), both('burden')), proof);
      if (!example || !proof.isNew(`duties ${[duty.id, id].sort().join(' ')}`)) return [];
      const message = `“${duty.id}” and “${id}” must never be owed at once, yet with ${example.told} both are. Narrow what one of them hangs on, or take it out of “never_with”.`;
      return [problemIn(world, { code: 'contradictory-duties', place: duty.place, message })];
    }),
  );
}
