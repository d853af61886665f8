import type { Together } from '../law.ts';
import type { Problem } from '../problem.ts';
import { isNamedIn } from './atoms.ts';
import { type Node, TRUE } from './bdd.ts';
import { anyOf, atLeast, sidesOfLimb, sidesOfRule } from './encode.ts';
import { exampleOf, type Proof, problemIn } from './proof.ts';
import { readsOfTogether, type World } from './worlds.ts';

/**
 * Proves of every `together` that so many of its rules hold as it says, in every case in which all is known and its
 * condition holds. A State's reading that nobody has written cannot be known: there nothing is claimed.
 */
export function checkTogether(world: World, proof: Proof): Problem[] {
  return proof.law.together.flatMap((together) => {
    return world.isTouched(...readsOfTogether(together)) ? checkOne(together, world, proof) : [];
  });
}

function checkOne(together: Together, world: World, proof: Proof): Problem[] {
  const { bdd } = proof;
  const { encoding } = world;
  const holding = together.of.map((id) => sidesOfRule(id, encoding).strict.yes);
  const when = together.when ? sidesOfLimb(together.when, encoding).strict.yes : TRUE;
  if (readsUnsaid([...holding, when], proof)) return [];
  const gap = together.need === 'at-most-one' ? 0 : bdd.and(when, bdd.not(anyOf(holding, bdd)));
  const overlap = together.need === 'at-least-one' ? 0 : bdd.and(when, atLeast(2, holding, bdd));
  return [
    ...told('gap', { node: gap, together, world, proof }),
    ...told('overlap', { node: overlap, together, world, proof }),
  ];
}

function readsUnsaid(nodes: readonly Node[], { bdd, alphabet }: Proof): boolean {
  const unsaid = alphabet.atoms().filter(({ id }) => id.startsWith('unsaid '));
  return nodes.some((node) => {
    const levels = bdd.support(node);
    return unsaid.some((atom) => isNamedIn(atom, levels));
  });
}

type Found = { node: Node; together: Together; world: World; proof: Proof };

function told(code: 'gap' | 'overlap', { node, together, world, proof }: Found): Problem[] {
  const known = new Map(proof.alphabet.atoms().map(({ level }) => [level, true] as const));
  const example = exampleOf(node, proof, { settled: known, weight: () => 1 });
  if (!example || !proof.isNew(`${code} ${together.id}`)) return [];
  const { id, of, place } = together;
  const list = of.map((rule) => `“${rule}”`).join(', ');
  const message =
    code === 'gap'
      ? `“${id}” says that one of ${list} holds, yet with ${example.told} none does, whatever else is known. Widen one of them, or say under “when” which cases are meant.`
      : `“${id}” says that no two of ${list} hold at once, yet with ${example.told} two do. Narrow one of them, or say under “when” which cases are meant.`;
  return [problemIn(world, { code, place, message })];
}
