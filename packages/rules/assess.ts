import { type Due, dueOf } from './due.ts';
import type { Answers, Citation, Duty, Law } from './law.ts';
import { getCitation, recordOf } from './law.ts';
import type { Verdicts } from './meaning.ts';
import { type Evaluation, limbTree, ruleTree, type TreeNode } from './tree.ts';

export type RuleResult = Verdicts & { id: string; label: string; tree: TreeNode };

/** A duty of the law in this case. Its verdicts say whether it is owed. */
export type DutyResult = Verdicts &
  Pick<Duty, 'id' | 'label' | 'bearer' | 'act' | 'strength' | 'breach'> & {
    cites: readonly Citation[];
    /** Why it is owed or not. */
    tree: TreeNode;
    due: Due;
  };

export type Assessment = {
  lawHash: string;
  answers: Answers;
  rules: Readonly<Record<string, RuleResult>>;
  duties: Readonly<Record<string, DutyResult>>;
};

/**
 * Puts the answers to every rule and duty of the law. An answer that is missing counts as not asked; answers to facts the law
 * does not know are passed over. Pure: the same law and answers give the same assessment.
 */
export function assess(law: Law, { facts }: { facts: Answers }): Assessment {
  const evaluation: Evaluation = { law, facts, done: new Map() };
  return {
    lawHash: law.hash,
    answers: { ...facts },
    rules: recordOf(Object.keys(law.rules).map((id) => [id, resultOf(id, evaluation)])),
    duties: recordOf(Object.values(law.duties).map((duty) => [duty.id, dutyResult(duty, evaluation)])),
  };
}

function resultOf(id: string, evaluation: Evaluation): RuleResult {
  const tree = ruleTree(id, evaluation);
  return { id, label: tree.label ?? id, strict: tree.strict, burden: tree.burden, tree };
}

function dutyResult(duty: Duty, evaluation: Evaluation): DutyResult {
  const { id, label, bearer, act, strength, breach, cites, limb, by } = duty;
  const tree = limbTree(limb, duty, evaluation);
  const { strict, burden } = tree;
  return {
    ...{ id, label, bearer, act, strength, breach, strict, burden, tree },
    cites: cites.map((ref) => getCitation(evaluation.law, ref)),
    due: dueOf(by, { owed: burden, facts: evaluation.facts }),
  };
}
