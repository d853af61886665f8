import type { Citation, ExceptionState, TreeNode } from '@clew/rules';
import { partsOf } from '@clew/rules';

/** A part of a provision's own explanation: an answer, another rule that it rests on, a presumption, or an exception. */
export type Limb = {
  kind: 'limb' | 'presumption' | 'exception';
  node: TreeNode;
  /** How many of the lists above it are turned round by “not”. */
  isTurned: boolean;
  /** For a presumption: whether it was used. */
  used?: boolean;
  /** For an exception: what became of it. */
  state?: ExceptionState;
};

/** A limb that came, went or came out otherwise. Without `before` it is new, without `after` it is gone. */
export type LimbChange = {
  before?: Limb;
  after?: Limb;
  cites: readonly Citation[];
  /** The reforms that changed it, or something that it rests on. */
  by: readonly string[];
};

/** What differs between two explanations of one provision, limb by limb, and how many limbs stay as they are. */
export type TreeChange = { limbs: readonly LimbChange[]; staying: number };

/**
 * Compares two explanations of one provision. Only its own limbs count: what another rule rests on is told with that
 * rule. A limb is the same where it asks the same, wherever in its lists it stands.
 */
export function compareTrees(before: TreeNode | undefined, after: TreeNode | undefined): TreeChange {
  const [was, is] = [limbsByKey(before), limbsByKey(after)];
  const limbs: LimbChange[] = [];
  let staying = 0;
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [one, other] = [was.get(key), is.get(key)];
    if (one && other && isSame(one, other)) staying++;
    else limbs.push(changeOf(one, other, reformsUnder(after)));
  }
  return { limbs, staying };
}

function changeOf(one: Limb | undefined, other: Limb | undefined, ofRule: readonly string[]): LimbChange {
  const node = other?.node ?? one?.node;
  const under = reformsUnder(other?.node);
  return {
    ...(one ? { before: one } : {}),
    ...(other ? { after: other } : {}),
    cites: node ? citesOf(node) : [],
    // What is gone has no mark of its own: whatever changed the rule took it out.
    by: under.length > 0 ? under : ofRule,
  };
}

/** Its own sources; those of the rule it leads to where it has none. */
function citesOf(node: TreeNode): readonly Citation[] {
  if (node.cites.length > 0) return node.cites;
  const [inner] = node.children;
  return node.kind === 'rule' && inner ? inner.cites : [];
}

function isSame(one: Limb, other: Limb): boolean {
  return (
    one.node.strict === other.node.strict &&
    one.node.burden === other.node.burden &&
    one.node.fact?.answer === other.node.fact?.answer &&
    one.used === other.used &&
    one.state === other.state
  );
}

function limbsByKey(tree: TreeNode | undefined): ReadonlyMap<string, Limb> {
  const found = new Map<string, Limb>();
  for (const limb of tree ? limbsOf(tree) : []) {
    const key = `${limb.kind} ${limb.isTurned} ${nameOf(limb.node)}`;
    let place = 0;
    while (found.has(`${key} ${place}`)) place++;
    found.set(`${key} ${place}`, limb);
  }
  return found;
}

function limbsOf(tree: TreeNode): Limb[] {
  const found: Limb[] = [];
  const visit = (node: TreeNode, isTurned: boolean): void => {
    const isList = node.kind === 'all' || node.kind === 'any' || node.kind === 'at_least';
    if (node !== tree && node.kind === 'predicate') return;
    if (!isList && node.kind !== 'not' && node.kind !== 'predicate') {
      found.push({ kind: 'limb', node, isTurned });
      return;
    }
    // A list with a name of its own is something that people speak of.
    if (isList && node.own !== undefined) found.push({ kind: 'limb', node, isTurned });
    for (const child of node.children) visit(child, node.kind === 'not' ? !isTurned : isTurned);
  };
  visit(tree, false);
  const { presumption, exceptions = [] } = tree;
  if (presumption)
    found.push({ kind: 'presumption', node: presumption.when, isTurned: false, used: presumption.used });
  for (const { node, state } of exceptions) found.push({ kind: 'exception', node, isTurned: false, state });
  return found;
}

function nameOf(node: TreeNode): string {
  if (node.own !== undefined) return `own ${node.own}`;
  const { against, people, fact } = node;
  if (fact) return `fact ${fact.id} ${node.kind} ${against ? `${against.comparison} ${against.bound}` : ''}`;
  const [inner] = node.children;
  if (node.kind === 'rule') return `rule ${inner?.rule ?? ''}`;
  if (people) return `people ${people.group} ${people.quantifier} ${node.count ?? ''} ${node.label ?? ''}`;
  return `${node.kind} ${node.label ?? ''}`;
}

/** Every reform that changed this or anything that it rests on. */
export function reformsUnder(tree: TreeNode | undefined): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const id of node.overlays ?? []) found.add(id);
    partsOf(node).forEach(visit);
  };
  if (tree) visit(tree);
  return [...found];
}
