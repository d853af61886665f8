import { partsOf, type TreeNode, type Verdict } from '@clew/rules';

/** What a verdict rests on: answers, or a presumption that closed a gap. */
export type Ground = { kind: 'fact'; node: TreeNode } | { kind: 'presumption'; node: TreeNode };

/** The verdict that an exception brings about by itself. */
const DECIDES = { reached: 'no', open: 'unknown', closed: undefined, 'not-reached': undefined } as const;

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
    for (const { node: exception, state } of node.exceptions ?? []) {
      if (DECIDES[state] === node.burden) visit(exception);
    }
    if (node.presumption?.used) {
      if (node.presumption.value === node.burden)
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
    partsOf(node).forEach(visit);
  };
  for (const { tree } of Object.values(trees)) visit(tree);
  return Object.keys(trees).filter((id) => !used.has(id));
}

/**
 * The legal tests of a law: rules that no other rule of their own family rests on. `trafficking.victim` is one, though
 * the protections rest on it; `trafficking.means` is a part of it.
 */
export function testRules(trees: Readonly<Record<string, { tree: TreeNode }>>): string[] {
  const parts = new Set<string>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    // How a State reads a test does not make it a part of that reading.
    if (node.kind === 'rule' && trees[node.rule]?.tree.national === undefined) {
      for (const child of node.children)
        if (familyOf(child.rule) === familyOf(node.rule)) parts.add(child.rule);
    }
    partsOf(node).forEach(visit);
  };
  for (const { tree } of Object.values(trees)) visit(tree);
  return Object.keys(trees).filter((id) => !parts.has(id));
}

/**
 * Whether something that was asked keeps a node open by itself: an answer that is not known, withheld or not recorded,
 * and that stands under no other legal test. What is open only with another test, or only for want of questions, is not.
 */
export function isOpenByItself(tree: TreeNode, tests: ReadonlySet<string>): boolean {
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): boolean => {
    if (seen.has(node) || node.burden !== 'unknown') return false;
    seen.add(node);
    if (node !== tree && node.kind === 'predicate' && tests.has(node.rule)) return false;
    if (node.fact) return node.fact.answer !== 'not_asked';
    return node.kind === 'member' ? node.children.some(visit) : partsOf(node).some(visit);
  };
  return visit(tree);
}

function familyOf(id: string): string {
  return id.split('.')[0] ?? id;
}

const AFTER = {
  presumption: 'after what the law presumes',
  burden: 'as the State has not shown an exception',
  both: 'after what the law presumes and the State has not shown',
} as const;

/** What closed the gap between the two verdicts of a node, in words for a terminal. */
export function gapsWords(tree: TreeNode): string {
  const { presumed, burdened } = gapsClosed(tree);
  const after = presumed && burdened ? AFTER.both : burdened ? AFTER.burden : AFTER.presumption;
  return `${after}; by the facts alone ${ALONE[tree.strict]}`;
}

const ALONE: Readonly<Record<Verdict, string>> = { yes: 'yes', no: 'no', unknown: 'not known' };

/** What closed gaps anywhere under a node: a presumption, or a burden of the State. */
export function gapsClosed(tree: TreeNode): { presumed: boolean; burdened: boolean } {
  const closed = { presumed: false, burdened: false };
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node) || node.strict === node.burden) return;
    seen.add(node);
    closed.presumed ||= node.presumption?.used === true;
    closed.burdened ||= node.exceptions?.some(({ state }) => state === 'closed') === true;
    partsOf(node).forEach(visit);
  };
  visit(tree);
  return closed;
}
