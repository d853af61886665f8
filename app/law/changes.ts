import {
  type Change,
  type Citation,
  type Law,
  partsOf,
  type Told,
  type TreeNode,
  whatWouldChange,
} from '@clew/rules';

/**
 * What would change the verdict of a rule, a duty or a value: the smallest sets of answers found, those nobody was asked
 * for first. A duty and a value change with what they hang on.
 */
export function changesOf(law: Law, id: string, told: Told): Change[] {
  const provision = law.duties[id] ?? law.values[id];
  if (!provision) return whatWouldChange(law, id, told);
  const { exceptions = [], variants: _, ...rest } = provision;
  const asRule = { ...law, rules: { ...law.rules, [id]: { ...rest, exceptions } } };
  return whatWouldChange(asRule, id, told);
}

/** Where a tree reads a fact, and the nearest source above it: what the answer is asked for by. */
export function sourcesOfFact(tree: TreeNode, fact: string): readonly Citation[] {
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode, above: readonly Citation[]): readonly Citation[] | undefined => {
    if (seen.has(node)) return undefined;
    seen.add(node);
    const cites = node.cites.length > 0 ? node.cites : above;
    if (node.fact?.id === fact) return cites;
    for (const part of partsOf(node)) {
      const found = visit(part, cites);
      if (found) return found;
    }
    return undefined;
  };
  return visit(tree, []) ?? [];
}
