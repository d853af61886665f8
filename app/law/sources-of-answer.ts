import type { Citation, TreeNode } from '@clew/rules';

/**
 * Where an answer is written, what it rests on first: of a rule that one of several limbs fulfils, the sources of the
 * limbs that do, then the rule's own. Each once.
 */
export function sourcesOfAnswer(tree: TreeNode): Citation[] {
  return [...new Map([...carrying(tree), ...tree.cites].map((cite) => [cite.ref, cite])).values()];
}

/** The sources of the limbs that carry a yes, as deep as one limb is enough. */
function carrying({ kind, burden, children }: TreeNode): readonly Citation[] {
  const isAlternative = kind === 'any' || kind === 'at_least';
  if (burden !== 'yes' || !(isAlternative || kind === 'predicate' || kind === 'rule')) return [];
  return children
    .filter((child) => child.burden === 'yes')
    .flatMap((child) => {
      const deeper = carrying(child);
      return deeper.length > 0 || !isAlternative ? deeper : child.cites;
    });
}
