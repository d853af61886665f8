import { answerTo } from './answer.ts';
import { deepFreeze } from './canonical.ts';
import { getCitations } from './citation.ts';
import type { Day } from './date.ts';
import type { Exception, Law, Limb, Presumption, Provision, Rule } from './law.ts';
import {
  groupOf,
  isPresumed,
  type Leaf,
  type OverPeople,
  stateOfException,
  unlessAny,
  verdictOfLeaf,
  verdictOfPeople,
} from './meaning.ts';
import { not, outOf, type Verdict } from './three.ts';
import type { Answer, Answers, Told } from './told.ts';
import { REASONS } from './told.ts';
import type { ExceptionNode, TreeNode } from './tree.ts';

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
  const tree = ruleBuilderOf(rule, evaluation.law)(evaluation);
  evaluation.done.set(id, tree);
  return tree;
}

/** Made once for each rule, as for each limb. */
const ruleBuilders = new WeakMap<Rule, Omit<Built, 'rule'>>();

function ruleBuilderOf(rule: Rule, law: Law): Build {
  const before = ruleBuilders.get(rule);
  const { instruments, facts } = law;
  if (before?.of.instruments === instruments && before.of.facts === facts) return before.build;
  const build = makeRuleBuilder(rule, law);
  if (Object.isFrozen(rule)) ruleBuilders.set(rule, { of: { instruments, facts }, build });
  return build;
}

function makeRuleBuilder(rule: Rule, law: Law): Build {
  const { id, label, presume, overlays, reading, national } = rule;
  const cites = getCitations(law, rule.cites);
  const limbOf = [builderOf(rule.limb, id, law)];
  const fixed: Fixed = { rule: id, label, cites };
  const presumedOf = presume && presumptionBuilder(presume, rule, law);
  const exceptionsOf = rule.exceptions.map((exception) => exceptionBuilder(exception, id, law));
  return (evaluation) => {
    const children = limbOf.map((build) => build(evaluation));
    const limb = children[0] as TreeNode;
    const presumption = presumedOf?.(limb, evaluation);
    const exceptions = exceptionsOf.length === 0 ? NO_EXCEPTIONS : exceptionsOf.map((one) => one(evaluation));
    const holds = { strict: limb.strict, burden: presumption?.used ? presumption.value : limb.burden };
    const { strict, burden } =
      exceptions.length === 0
        ? holds
        : unlessAny(
            holds,
            exceptions.map(({ node, state }) => ({ verdicts: node, state })),
          );
    const tree: TreeNode = new BuiltNode(fixed, { kind: 'predicate', strict, burden, children });
    if (presumption) tree.presumption = presumption;
    if (exceptions.length > 0) tree.exceptions = exceptions;
    if (overlays) tree.overlays = overlays;
    if (reading) tree.reading = reading;
    if (national !== undefined) tree.national = national;
    return tree;
  };
}

const NO_EXCEPTIONS: readonly ExceptionNode[] = [];

function exceptionBuilder({ limb, burden }: Exception, rule: string, law: Law) {
  const build = builderOf(limb, rule, law);
  return (evaluation: Evaluation): ExceptionNode => {
    const node = build(evaluation);
    const state = stateOfException(node.burden, burden);
    return burden === undefined ? { node, state } : { node, state, burden };
  };
}

type Presumed = NonNullable<TreeNode['presumption']>;

function presumptionBuilder(presume: Presumption, rule: Rule, law: Law) {
  const { value } = presume;
  const cites = getCitations(law, presume.cites);
  const build = builderOf(presume.when, rule.id, law);
  return (limb: TreeNode, evaluation: Evaluation): Presumed => {
    const when = build(evaluation);
    const used = isPresumed(rule, { limb: limb.burden, when: when.burden }, evaluation);
    return { value, used, when, cites };
  };
}

/** The tree of one limb of a rule or duty. */
export function limbTree(limb: Limb, rule: Pick<Provision, 'id'>, evaluation: Evaluation): TreeNode {
  return builderOf(limb, rule.id, evaluation.law)(evaluation);
}

/** Builds the tree of one limb for a case. */
type Build = (evaluation: Evaluation) => TreeNode;
type Built = { rule: string; of: Pick<Law, 'instruments' | 'facts'>; build: Build };

/** Made once for each limb: a law that was read never changes. */
const builders = new WeakMap<Limb, Built>();

function builderOf(limb: Limb, rule: string, law: Law): Build {
  const before = builders.get(limb);
  const { instruments, facts } = law;
  const isSame = before?.of.instruments === instruments && before.of.facts === facts;
  if (isSame && before.rule === rule) return before.build;
  const build = makeBuilder(limb, rule, law);
  if (Object.isFrozen(limb)) builders.set(limb, { rule, of: { instruments, facts }, build });
  return build;
}

function makeBuilder(limb: Limb, rule: string, law: Law): Build {
  const fixed: Fixed = {
    rule,
    cites: getCitations(law, limb.cites),
    ...(limb.label === undefined ? {} : { label: limb.label, own: limb.label }),
    ...(limb.overlay === undefined ? {} : { overlays: [limb.overlay] }),
  };
  if ('fact' in limb) return leafBuilder(limb, { label: law.facts[limb.fact]?.label ?? limb.fact, ...fixed });
  if (limb.kind === 'group') {
    const inner = builderOf(limb.limb, rule, law);
    return (evaluation) => ({ ...fixed, ...peopleTree(limb, inner, evaluation) });
  }
  if (limb.kind === 'unsaid')
    return () => new BuiltNode(fixed, { kind: 'unsaid', strict: 'unknown', burden: 'unknown', children: [] });
  if (limb.kind === 'rule') {
    const named: Fixed = { label: law.rules[limb.rule]?.label ?? limb.rule, ...fixed };
    const only = [limb.rule];
    return (evaluation) => {
      const children = only.map((id) => ruleTree(id, evaluation));
      const { strict, burden } = children[0] as TreeNode;
      return new BuiltNode(named, { kind: 'rule', strict, burden, children });
    };
  }
  if (limb.kind === 'not') {
    const only = [builderOf(limb.limb, rule, law)];
    return (evaluation) => {
      const children = only.map((build) => build(evaluation));
      const child = children[0] as TreeNode;
      return new BuiltNode(fixed, {
        kind: 'not',
        strict: not(child.strict),
        burden: not(child.burden),
        children,
      });
    };
  }
  const parts = limb.limbs.map((part) => builderOf(part, rule, law));
  return joinedBuilder(limb, parts, fixed);
}

type Joined = Extract<Limb, { kind: 'all' | 'any' | 'at_least' }>;

/** All, any and so many of its parts: as many of them as are needed have to be yes. */
function joinedBuilder(limb: Joined, parts: readonly Build[], fixed: Fixed): Build {
  const { kind } = limb;
  const needed = limb.kind === 'at_least' ? limb.count : limb.kind === 'any' ? 1 : parts.length;
  return (evaluation) => {
    const children = parts.map((part) => part(evaluation));
    // Counted in four numbers: this runs for every limb of every case.
    let [strictYes, strictOpen, burdenYes, burdenOpen] = [0, 0, 0, 0];
    for (const child of children) {
      if (child.strict === 'yes') strictYes++;
      else if (child.strict === 'unknown') strictOpen++;
      if (child.burden === 'yes') burdenYes++;
      else if (child.burden === 'unknown') burdenOpen++;
    }
    const strict = outOf(needed, strictYes, strictOpen);
    const burden = outOf(needed, burdenYes, burdenOpen);
    const node: TreeNode = new BuiltNode(fixed, { kind, strict, burden, children });
    if (kind === 'at_least') node.count = needed;
    return node;
  };
}

const WORDS: ReadonlySet<Answer> = new Set(['yes', 'no', ...REASONS]);
const MOST_KEPT = 150;

/** What a word or an age says is the same in every case and on every day. All numbers and days would fill the memory. */
function isKept(answer: Answer): boolean {
  if (typeof answer !== 'number') return WORDS.has(answer);
  return Number.isInteger(answer) && answer >= 0 && answer <= MOST_KEPT;
}

function leafBuilder(limb: Leaf, fixed: Fixed): Build {
  const byAnswer = new Map<Answer, TreeNode>();
  return ({ facts, on }) => {
    const answer = answerTo(limb.fact, facts);
    const before = byAnswer.get(answer);
    if (before) return before;
    const node = leafNode(limb, fixed, { answer, verdict: verdictOfLeaf(limb, answer, on) });
    if (isKept(answer)) byAnswer.set(answer, deepFreeze(node));
    return node;
  };
}

/** A literal of its own, for what it makes is kept. */
function leafNode(limb: Leaf, fixed: Fixed, { answer, verdict }: { answer: Answer; verdict: Verdict }) {
  const node: TreeNode = {
    ...fixed,
    kind: limb.kind,
    strict: verdict,
    burden: verdict,
    children: [],
    fact: { id: limb.fact, answer },
  };
  if (limb.kind !== 'fact') node.against = { comparison: limb.comparison, bound: limb.bound };
  return node;
}

/** What a node says whatever the answers are. */
type Fixed = Pick<TreeNode, 'rule' | 'cites' | 'label' | 'own' | 'overlays'>;
type Said = Pick<TreeNode, 'kind' | 'strict' | 'burden' | 'children'>;

/**
 * Made by a class, and lists of children by `map`: V8 counts what each literal in the source makes, and once it takes a
 * few that stay for the rule it lays all others among what stays too, from where cases are cleared away slowly.
 */
class BuiltNode implements TreeNode {
  declare rule: string;
  declare cites: TreeNode['cites'];
  declare label?: string;
  declare own?: string;
  declare kind: TreeNode['kind'];
  declare strict: Verdict;
  declare burden: Verdict;
  declare children: TreeNode['children'];
  declare overlays?: readonly string[];

  constructor({ rule, cites, label, own, overlays }: Fixed, { kind, strict, burden, children }: Said) {
    this.rule = rule;
    this.cites = cites;
    if (label !== undefined) this.label = label;
    if (own !== undefined) this.own = own;
    this.kind = kind;
    this.strict = strict;
    this.burden = burden;
    this.children = children;
    if (overlays) this.overlays = overlays;
  }
}

/** What is said of each of a group's people, and what that comes to. */
function peopleTree(limb: OverPeople, build: Build, evaluation: Evaluation) {
  const { group, quantifier } = limb;
  const { complete, members } = groupOf(group, evaluation.people);
  const children = members.map((facts, index): TreeNode => {
    const inner = build({ ...evaluation, facts, done: new Map() });
    const { rule, strict, burden } = inner;
    const member = { group, number: index + 1 };
    return { kind: 'member', rule, cites: [], strict, burden, children: [inner], member };
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
