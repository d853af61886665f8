import type { TreeNode } from '@clew/rules';

/** What a verdict rests on: answers, or a presumption that closed a gap. */
export type Ground = { kind: 'fact'; node: TreeNode } | { kind: 'presumption'; node: TreeNode };

/**
 * The answers that brought a node's verdict after presumptions: for a yes those that say so, for a no those that rule
 * it out, for unknown those that are open. Each fact once, in the order of the law.
 */
export function groundsOf(tree: TreeNode): Ground[] {
  const found = new Map<string, Ground>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.presumption?.used) {
      found.set(`presumption ${node.rule}`, { kind: 'presumption', node });
      return;
    }
    if (node.fact) found.set(node.fact.id, { kind: 'fact', node });
    // Under a negation the verdicts are turned round, so what bears it out is the limb itself.
    else if (node.kind === 'not') node.children.forEach(visit);
    else node.children.filter((child) => child.burden === node.burden).forEach(visit);
  };
  visit(tree);
  return [...found.values()];
}

/** The rules that no other rule rests on: what a law is asked for. */
export function topRules(trees: Readonly<Record<string, { tree: TreeNode }>>): string[] {
  const used = new Set<string>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'rule') for (const child of node.children) used.add(child.rule);
    node.children.forEach(visit);
    if (node.presumption) visit(node.presumption.when);
  };
  for (const { tree } of Object.values(trees)) visit(tree);
  return Object.keys(trees).filter((id) => !used.has(id));
}
