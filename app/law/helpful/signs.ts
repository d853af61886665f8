import { partsOf, type TreeNode } from '@clew/rules';

/**
 * Whether a rule's yes speaks for what a case asks for, or against it: what stands under an odd number of negations and
 * exceptions speaks against. A rule that stands on both sides, or on neither, speaks for it.
 */
export function speaksAgainst(
  trees: Readonly<Record<string, { tree: TreeNode }>>,
  tops: readonly string[],
): Set<string> {
  const signs = { for: new Set<string>(), against: new Set<string>() };
  const seen = { for: new Set<TreeNode>(), against: new Set<TreeNode>() };
  const visit = (node: TreeNode, sign: 'for' | 'against'): void => {
    if (seen[sign].has(node)) return;
    seen[sign].add(node);
    if (node.kind === 'predicate') signs[sign].add(node.rule);
    const other = sign === 'for' ? 'against' : 'for';
    const exceptions = new Set((node.exceptions ?? []).map((exception) => exception.node));
    for (const part of partsOf(node)) visit(part, exceptions.has(part) || node.kind === 'not' ? other : sign);
  };
  for (const id of tops) {
    const tree = trees[id]?.tree;
    if (tree) visit(tree, 'for');
  }
  return new Set([...signs.against].filter((id) => !signs.for.has(id)));
}
