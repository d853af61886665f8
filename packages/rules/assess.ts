import type { Answer, Answers, Citation, Comparison, Law, Limb, Presumption, Rule } from './law.ts';
import { getCitation, REASONS, recordOf } from './law.ts';
import { and, atLeast, not, or, type Verdict } from './three.ts';

/** `strict`: on the facts alone. `burden`: after the presumptions that the law itself states. */
export type Verdicts = { strict: Verdict; burden: Verdict };

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

/** The verdicts of one rule. Throws if the law has no such rule. */
export function verdictsOf(law: Law, rule: string, facts: Answers): Verdicts {
  const { strict, burden } = ruleTree(rule, { law, facts, done: new Map() });
  return { strict, burden };
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
    // A presumption closes a gap. It never speaks against what is known.
    used: limb.burden === 'unknown' && when.burden === 'yes',
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
    const verdict =
      limb.kind === 'fact'
        ? verdictOfAnswer(answer)
        : verdictOfComparison(answer, limb.comparison, limb.bound);
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

function combine(limb: Limb, values: readonly Verdict[]): Verdict {
  if (limb.kind === 'all') return and(values);
  if (limb.kind === 'any') return or(values);
  if (limb.kind === 'at_least') return atLeast(limb.count, values);
  return not(values[0] ?? 'unknown');
}

/** The answer given to a fact, or “not asked”. Reads own members only, so that a hostile key finds nothing. */
export function answerTo(fact: string, facts: Answers): Answer {
  return Object.hasOwn(facts, fact) ? (facts[fact] ?? 'not_asked') : 'not_asked';
}

/** Whether somebody answered: yes, no or a number. */
export function isKnown(answer: Answer): answer is 'yes' | 'no' | number {
  return !(REASONS as readonly Answer[]).includes(answer);
}

function verdictOfAnswer(answer: Answer): Verdict {
  return answer === 'yes' || answer === 'no' ? answer : 'unknown';
}

function verdictOfComparison(answer: Answer, comparison: Comparison, bound: number): Verdict {
  if (typeof answer !== 'number') return 'unknown';
  const holds = { '<': answer < bound, '<=': answer <= bound, '>': answer > bound, '>=': answer >= bound }[
    comparison
  ];
  return holds ? 'yes' : 'no';
}

/** Every reference shown anywhere in a tree, once each, in the order met. */
export function citationsIn(tree: TreeNode): Citation[] {
  const found = new Map<string, Citation>();
  const visit = (node: TreeNode): void => {
    for (const cite of [...node.cites, ...(node.presumption?.cites ?? [])]) found.set(cite.ref, cite);
    node.children.forEach(visit);
    if (node.presumption) visit(node.presumption.when);
  };
  visit(tree);
  return [...found.values()];
}
