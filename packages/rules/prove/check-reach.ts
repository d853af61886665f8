import { readsOfRule } from '../check-law.ts';
import type { Exception, Rule } from '../law.ts';
import { readsOf } from '../limb.ts';
import { nameOf } from '../overlay.ts';
import type { Problem } from '../problem.ts';
import { FALSE, type Node } from './bdd.ts';
import { conditionsOf, type Sides, sidesOfLimb, sidesOfRule } from './encode.ts';
import { type Proof, problemIn } from './proof.ts';
import { dependentsOf, type World } from './worlds.ts';

/**
 * Proves that every rule can hold and that its conditions can fail, and that every exception can be reached: that some
 * answers meet its rule's conditions and it. What rests on a rule that an overlay repealed may be emptied on purpose.
 */
export function checkReach(world: World, proof: Proof): Problem[] {
  const repealed = repealedIn(world);
  const emptied = repealed.length === 0 ? new Set() : dependentsOf(world.readers, repealed);
  const rules = Object.values(world.rules).filter(({ id }) => world.isTouched(id) && !emptied.has(id));
  const fixed = new Map(
    rules.flatMap((rule) => {
      const verdict = fixedVerdict(rule, world, proof);
      return verdict ? [[rule.id, verdict] as const] : [];
    }),
  );
  return rules.flatMap((rule): Problem[] => {
    // What follows from another rule's flaw is not told again.
    if (readsOfRule(rule).rules.some((id) => fixed.has(id))) return [];
    const verdict = fixed.get(rule.id);
    if (verdict) return toldFixed(rule, verdict, { world, proof });
    return rule.exceptions.flatMap((exception) => toldUnreached(rule, exception, { world, proof }));
  });
}

type At = { world: World; proof: Proof };

/** An overlay repeals a rule by asking for one of nothing. */
function repealedIn({ rules }: World): string[] {
  return Object.values(rules).flatMap(({ id, limb }) =>
    limb.kind === 'any' && limb.limbs.length === 0 ? [id] : [],
  );
}

function canBe(node: Node, { bdd, possible }: Proof): boolean {
  return bdd.and(node, possible) !== FALSE;
}

function fixedVerdict({ id }: Rule, { encoding }: World, proof: Proof): 'never' | 'always' | undefined {
  const either = ({ strict, burden }: Sides, which: 'yes' | 'no') =>
    canBe(strict[which], proof) || canBe(burden[which], proof);
  if (!either(sidesOfRule(id, encoding), 'yes')) return 'never';
  return either(conditionsOf(id, encoding), 'no') ? undefined : 'always';
}

function toldFixed({ id, place }: Rule, verdict: 'never' | 'always', { world, proof }: At): Problem[] {
  if (!proof.isNew(`fixed ${id}`)) return [];
  const message =
    verdict === 'never'
      ? `No answers at all meet “${id}”: its limbs, or its limbs and its exceptions, rule each other out. Mend the limb that asks for too much.`
      : `No answers at all fail the conditions of “${id}”: its limbs leave nothing out, so it decides nothing. Mend the limb that asks for too little.`;
  return [problemIn(world, { code: verdict === 'never' ? 'never-met' : 'always-met', place, message })];
}

function toldUnreached({ id, place }: Rule, { limb }: Exception, { world, proof }: At): Problem[] {
  const conditions = conditionsOf(id, world.encoding);
  const defeats = sidesOfLimb(limb, world.encoding);
  const meets = (which: keyof Sides) => proof.bdd.and(conditions[which].yes, defeats[which].yes);
  if (canBe(meets('strict'), proof) || canBe(meets('burden'), proof)) return [];
  const name = nameOf(limb) || readsOf(limb).facts.join(', ');
  if (!proof.isNew(`unreachable ${id} ${name}`)) return [];
  const message = `The exception “${name}” of “${id}” can never be reached: where it holds the conditions of “${id}” do not. Take it out, or mend what keeps the two apart.`;
  return [problemIn(world, { code: 'unreachable-exception', place, message })];
}
