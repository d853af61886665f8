import type { Citation, TreeNode } from '@clew/rules';

/**
 * Where an answer is written. Of a yes that one of several limbs is enough for, the sources of the limbs that carry it: what
 * the rule names for a limb that does not, says nothing of this case. Of any other answer the rule's own. Each once.
 */
export function sourcesOfAnswer(tree: TreeNode): Citation[] {
  return [...new Map(carrying(tree).map((cite) => [cite.ref, cite])).values()];
}

function carrying({ burden, cites, children }: TreeNode): readonly Citation[] {
  const [body] = children;
  if (burden !== 'yes' || body === undefined || !isAlternative(body)) return cites;
  return routesOf(body).flatMap((route) => {
    const own = sourcesOfRoute(route);
    // A limb that names no source of its own stands on the rule's.
    return own.length > 0 ? own : cites;
  });
}

function isAlternative({ kind }: TreeNode): boolean {
  return kind === 'any' || kind === 'at_least';
}

function routesOf(body: TreeNode): TreeNode[] {
  return body.children.filter((child) => child.burden === 'yes');
}

/**
 * What a limb names, as closely as the rule it leads to tells which part of it; nothing where it names none. Only in the
 * instruments that the limb names: what a rule further down rests on may be no more than what something is called.
 */
function sourcesOfRoute(limb: TreeNode): readonly Citation[] {
  const { cites, children } = limb;
  if (isAlternative(limb)) {
    const deeper = routesOf(limb).map(sourcesOfRoute);
    return deeper.some((some) => some.length === 0) ? [...cites, ...deeper.flat()] : deeper.flat();
  }
  const [inner] = children;
  if (limb.kind !== 'rule' || inner === undefined) return cites;
  const named = new Set(cites.map(({ instrument }) => instrument));
  const [body] = inner.children;
  const deeper = body !== undefined && isAlternative(body) ? routesOf(body).map(sourcesOfRoute) : [];
  const within = deeper.flat().filter(({ instrument }) => named.has(instrument));
  return within.length > 0 && deeper.every((some) => some.length > 0) ? within : cites;
}
