import { answerTo } from './answer.ts';
import { deepFreeze } from './canonical.ts';
import { getCitations } from './citation.ts';
import type { Day } from './date.ts';
import type {
  Answer,
  Answers,
  Burden,
  Citation,
  Comparison,
  Group,
  Law,
  Limb,
  Presumption,
  Provision,
  Rule,
  Told,
} from './law.ts';
import { REASONS } from './law.ts';
import {
  combine,
  type ExceptionState,
  groupOf,
  isPresumed,
  type Leaf,
  type OverPeople,
  stateOfException,
  unlessAny,
  type Verdicts,
  verdictOfLeaf,
  verdictOfPeople,
} from './meaning.ts';

/** One limb, rule or fact of an answer, with what it rests on. Every limb is evaluated, needed or not. */
export type TreeNode = Verdicts & {
  kind: Limb['kind'] | 'predicate' | 'member';
  /** The rule in which this limb stands; for a predicate the rule itself. */
  rule: string;
  /** The English label: of the limb, else of the fact or rule it names. */
  label?: string;
  /** The label that is written beside the limb itself, if there is one: the key of its translation. */
  own?: string;
  cites: readonly Citation[];
  children: readonly TreeNode[];
  /** For a fact: its id and the answer as given; “not_asked” where none was given. */
  fact?: { id: string; answer: Answer };
  /** For a limb over people: of which group, whether all of them are named, and what is asked. */
  people?: { group: string; quantifier: OverPeople['quantifier']; complete: Group['complete'] };
  /** For what is said of one of a group's people: which one, from 1. */
  member?: { group: string; number: number };
  /** For a rule that a State reads in its own way: the State, and since when. */
  reading?: Rule['reading'];
  /** For a rule that stands beside a treaty's: which. */
  national?: string;
  /** For a comparison: what the number is held against. */
  against?: { comparison: Comparison; bound: number };
  /** The overlays that changed this rule, or the one that changed this limb. */
  overlays?: readonly string[];
  /** For at_least. */
  count?: number;
  /** Present where the rule states one; `used` if it closed the gap. */
  presumption?: { value: 'yes' | 'no'; used: boolean; when: TreeNode; cites: readonly Citation[] };
  /** What would defeat the rule, whether it does or not. */
  exceptions?: readonly ExceptionNode[];
};

export type ExceptionNode = { node: TreeNode; state: ExceptionState; burden?: Burden };

/** One pass over a law: each rule is evaluated once. */
export type Evaluation = {
  law: Law;
  facts: Answers;
  people: Told['people'];
  on: Day | undefined;
  done: Map<string, TreeNode>;
};

/** The tree of a rule. Throws if the law has no such rule. */
export function ruleTree(id: string, evaluation: Evaluation): TreeNode {
  const done = evaluation.done.get(id);
  if (done) return done;
  const rule = evaluation.law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const limb = limbTree(rule.limb, rule, evaluation);
  const presumption = rule.presume && presumptionOf(rule.presume, { limb, rule, evaluation });
  const exceptions = rule.exceptions.map(({ limb: defeats, burden }): ExceptionNode => {
    const node = limbTree(defeats, rule, evaluation);
    return {
      node,
      state: stateOfException(node.burden, burden),
      ...(burden === undefined ? {} : { burden }),
    };
  });
  const verdicts = unlessAny(
    { strict: limb.strict, burden: presumption?.used ? presumption.value : limb.burden },
    exceptions.map(({ node, state }) => ({ verdicts: node, state })),
  );
  const tree: TreeNode = {
    kind: 'predicate',
    rule: id,
    label: rule.label,
    cites: getCitations(evaluation.law, rule.cites),
    strict: verdicts.strict,
    burden: verdicts.burden,
    children: [limb],
  };
  if (presumption) tree.presumption = presumption;
  if (exceptions.length > 0) tree.exceptions = exceptions;
  if (rule.overlays) tree.overlays = rule.overlays;
  if (rule.reading) tree.reading = rule.reading;
  if (rule.national !== undefined) tree.national = rule.national;
  evaluation.done.set(id, tree);
  return tree;
}

type Presumed = { limb: TreeNode; rule: Rule; evaluation: Evaluation };

function presumptionOf(
  presume: Presumption,
  { limb, rule, evaluation }: Presumed,
): NonNullable<TreeNode['presumption']> {
  const when = limbTree(presume.when, rule, evaluation);
  return {
    value: presume.value,
    used: isPresumed(rule, { limb: limb.burden, when: when.burden }, evaluation),
    when,
    cites: getCitations(evaluation.law, presume.cites),
  };
}

/** The tree of one limb of a rule or duty. */
export function limbTree(limb: Limb, rule: Pick<Provision, 'id'>, evaluation: Evaluation): TreeNode {
  const made = madeOf(limb, rule.id, evaluation.law);
  if ('fact' in limb) return leafTree(limb, made, evaluation);
  const { fixed } = made;
  if (limb.kind === 'unsaid') {
    return nodeOf(fixed, { kind: 'unsaid', strict: 'unknown', burden: 'unknown', children: [] });
  }
  if (limb.kind === 'group') return { ...fixed, ...peopleTree(limb, rule, evaluation) };
  if (limb.kind === 'rule') {
    const tree = ruleTree(limb.rule, evaluation);
    const { strict, burden } = tree;
    const label = limb.label ?? tree.label ?? limb.rule;
    return nodeOf({ ...fixed, label }, { kind: 'rule', strict, burden, children: [tree] });
  }
  const limbs = limb.kind === 'not' ? [limb.limb] : limb.limbs;
  const children = limbs.map((part) => limbTree(part, rule, evaluation));
  const node = nodeOf(fixed, {
    kind: limb.kind,
    strict: combine(limb, children.map(strictOf)),
    burden: combine(limb, children.map(burdenOf)),
    children,
  });
  if (limb.kind === 'at_least') node.count = limb.count;
  return node;
}

const strictOf = ({ strict }: TreeNode) => strict;
const burdenOf = ({ burden }: TreeNode) => burden;

/** What these say is the same in every case and on every day. Numbers and days would fill the memory. */
const WORDS: ReadonlySet<Answer> = new Set(['yes', 'no', ...REASONS]);

function leafTree(limb: Leaf, { fixed, leaves }: Made, { law, facts, on }: Evaluation): TreeNode {
  const answer = answerTo(limb.fact, facts);
  const before = leaves.get(answer);
  if (before) return before;
  const verdict = verdictOfLeaf(limb, answer, on);
  const label = limb.label ?? law.facts[limb.fact]?.label ?? limb.fact;
  const node = nodeOf(
    { ...fixed, label },
    { kind: limb.kind, strict: verdict, burden: verdict, children: [] },
  );
  node.fact = { id: limb.fact, answer };
  if (limb.kind !== 'fact') node.against = { comparison: limb.comparison, bound: limb.bound };
  if (WORDS.has(answer)) leaves.set(answer, deepFreeze(node));
  return node;
}

type Said = Pick<TreeNode, 'kind' | 'strict' | 'burden' | 'children'>;

/** Written out, for copying members one by one is most of what an assessment costs. */
function nodeOf({ rule, cites, label, own, overlays }: Fixed, said: Said): TreeNode {
  const { kind, strict, burden, children } = said;
  const node: TreeNode =
    label === undefined
      ? { rule, cites, kind, strict, burden, children }
      : own === undefined
        ? { rule, cites, label, kind, strict, burden, children }
        : { rule, cites, label, own, kind, strict, burden, children };
  if (overlays) node.overlays = overlays;
  return node;
}

/** What a node says whatever the answers are. */
type Fixed = Pick<TreeNode, 'rule' | 'cites' | 'label' | 'own' | 'overlays'>;
/** `leaves`: for a limb that reads a fact, its whole node by the word that was answered. */
type Made = {
  rule: string;
  of: Pick<Law, 'instruments' | 'facts'>;
  fixed: Fixed;
  leaves: Map<Answer, TreeNode>;
};

/** Made once for each limb: a law that was read never changes. */
const madeBefore = new WeakMap<Limb, Made>();

function madeOf(limb: Limb, rule: string, law: Law): Made {
  const before = madeBefore.get(limb);
  const { instruments, facts } = law;
  const isSame = before?.of.instruments === instruments && before.of.facts === facts;
  if (isSame && before.rule === rule) return before;
  const fixed: Fixed = {
    rule,
    cites: getCitations(law, limb.cites),
    ...(limb.label === undefined ? {} : { label: limb.label, own: limb.label }),
    ...(limb.overlay === undefined ? {} : { overlays: [limb.overlay] }),
  };
  const made = { rule, of: { instruments, facts }, fixed, leaves: new Map<Answer, TreeNode>() };
  if (Object.isFrozen(limb)) madeBefore.set(limb, made);
  return made;
}

/** What is said of each of a group's people, and what that comes to. */
function peopleTree(limb: OverPeople, rule: Pick<Provision, 'id'>, evaluation: Evaluation) {
  const { group, quantifier } = limb;
  const { complete, members } = groupOf(group, evaluation.people);
  const children = members.map((facts, index): TreeNode => {
    const inner = limbTree(limb.limb, rule, { ...evaluation, facts, done: new Map() });
    const { strict, burden } = inner;
    const member = { group, number: index + 1 };
    return { kind: 'member', rule: rule.id, cites: [], strict, burden, children: [inner], member };
  });
  const found = children.map(({ strict }) => strict);
  const verdict = verdictOfPeople(limb, found, complete === 'yes');
  return {
    kind: 'group' as const,
    strict: verdict,
    burden: verdict,
    children,
    people: { group, quantifier, complete },
    ...(quantifier === 'at_least' ? { count: limb.count } : {}),
  };
}

/** Every node that hangs on a node: its limbs, its presumption's condition, its exceptions. */
export function partsOf(node: TreeNode): TreeNode[] {
  return [
    ...node.children,
    ...(node.presumption ? [node.presumption.when] : []),
    ...(node.exceptions ?? []).map((exception) => exception.node),
  ];
}

/** Every reference shown anywhere in a tree, once each, in the order met. */
export function citationsIn(tree: TreeNode): Citation[] {
  const found = new Map<string, Citation>();
  const seen = new Set<TreeNode>();
  const visit = (node: TreeNode): void => {
    // Rules share their trees: walked each time anew, forty rules that each use another twice would never end.
    if (seen.has(node)) return;
    seen.add(node);
    for (const cite of [...node.cites, ...(node.presumption?.cites ?? [])]) found.set(cite.ref, cite);
    partsOf(node).forEach(visit);
  };
  visit(tree);
  return [...found.values()];
}
