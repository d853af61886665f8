import type { Answer, Answers, Citation, Comparison, Law, Limb, Presumption, Rule } from './law.ts';
import { getCitation, recordOf } from './law.ts';
import { answerTo, combine, isPresumed, type Verdicts, verdictOfLeaf } from './meaning.ts';

/** One limb, rule or fact of an answer, with what it rests on. Every limb is evaluated, needed or not. */
export type TreeNode = Verdicts & {
  kind: Limb['kind'] | 'predicate';
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
  /** For a comparison: what the number is held against. */
  against?: { comparison: Comparison; bound: number };
  /** For at_least. */
  count?: number;
  /** Present where the rule states one; `used` if it closed the gap. */
  presumption?: { value: 'yes' | 'no'; used: boolean; when: TreeNode; cites: readonly Citation[] };
};

export type RuleResult = Verdicts & { id: string; label: string; tree: TreeNode };

export type Assessment = {
  lawHash: string;
  answers: Answers;
  rules: Readonly<Record<string, RuleResult>>;
};

/**
 * Puts the answers to every rule of the law. An answer that is missing counts as not asked; answers to facts the law
 * does not know are passed over. Pure: the same law and answers give the same assessment.
 */
export function assess(law: Law, { facts }: { facts: Answers }): Assessment {
  const evaluation: Evaluation = { law, facts, done: new Map() };
  const results = Object.keys(law.rules).map((id) => [id, resultOf(id, evaluation)] as const);
  return { lawHash: law.hash, answers: { ...facts }, rules: recordOf(results) };
}

type Evaluation = { law: Law; facts: Answers; done: Map<string, TreeNode> };

function resultOf(id: string, evaluation: Evaluation): RuleResult {
  const tree = ruleTree(id, evaluation);
  return { id, label: tree.label ?? id, strict: tree.strict, burden: tree.burden, tree };
}

function ruleTree(id: string, evaluation: Evaluation): TreeNode {
  const done = evaluation.done.get(id);
  if (done) return done;
  const rule = evaluation.law.rules[id];
  if (!rule) throw new Error(`The law has no rule ${id}.`);
  const limb = limbTree(rule.limb, rule, evaluation);
  const presumption = rule.presume && presumptionOf(rule.presume, { limb, rule, evaluation });
  const tree: TreeNode = {
    kind: 'predicate',
    rule: id,
    label: rule.label,
    cites: rule.cites.map((ref) => getCitation(evaluation.law, ref)),
    strict: limb.strict,
    burden: presumption?.used ? presumption.value : limb.burden,
    children: [limb],
    ...(presumption ? { presumption } : {}),
  };
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
    cites: presume.cites.map((ref) => getCitation(evaluation.law, ref)),
  };
}

function limbTree(limb: Limb, rule: Rule, evaluation: Evaluation): TreeNode {
  const common = {
    rule: rule.id,
    cites: limb.cites.map((ref) => getCitation(evaluation.law, ref)),
    ...(limb.label === undefined ? {} : { label: limb.label, own: limb.label }),
  };
  if (limb.kind === 'fact' || limb.kind === 'compare') {
    const answer = answerTo(limb.fact, evaluation.facts);
    const verdict = verdictOfLeaf(limb, answer);
    const label = limb.label ?? evaluation.law.facts[limb.fact]?.label ?? limb.fact;
    return {
      ...common,
      label,
      kind: limb.kind,
      strict: verdict,
      burden: verdict,
      children: [],
      fact: { id: limb.fact, answer },
      ...(limb.kind === 'compare' ? { against: { comparison: limb.comparison, bound: limb.bound } } : {}),
    };
  }
  if (limb.kind === 'rule') {
    const tree = ruleTree(limb.rule, evaluation);
    return {
      ...common,
      label: limb.label ?? tree.label ?? limb.rule,
      kind: 'rule',
      strict: tree.strict,
      burden: tree.burden,
      children: [tree],
    };
  }
  const limbs = limb.kind === 'not' ? [limb.limb] : limb.limbs;
  const children = limbs.map((part) => limbTree(part, rule, evaluation));
  return {
    ...common,
    kind: limb.kind,
    strict: combine(
      limb,
      children.map(({ strict }) => strict),
    ),
    burden: combine(
      limb,
      children.map(({ burden }) => burden),
    ),
    children,
    ...(limb.kind === 'at_least' ? { count: limb.count } : {}),
  };
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
    node.children.forEach(visit);
    if (node.presumption) visit(node.presumption.when);
  };
  visit(tree);
  return [...found.values()];
}
