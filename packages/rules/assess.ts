import type { Day } from './date.ts';
import { type Due, dueOf } from './due.ts';
import type { Answers, Citation, Duty, Law, Value } from './law.ts';
import { getCitation, recordOf } from './law.ts';
import type { Verdicts } from './meaning.ts';
import { withOverlays } from './overlay.ts';
import { type Evaluation, limbTree, ruleTree, type TreeNode } from './tree.ts';
import { type Finding, floorFindings, type StateValue, stateValues, type Where } from './value.ts';

export type RuleResult = Verdicts & { id: string; label: string; tree: TreeNode };

/** A duty of the law in this case. Its verdicts say whether it is owed. */
export type DutyResult = Verdicts &
  Pick<Duty, 'id' | 'label' | 'bearer' | 'act' | 'strength' | 'breach'> & {
    cites: readonly Citation[];
    /** Why it is owed or not. */
    tree: TreeNode;
    due: Due;
    overlays: readonly string[];
  };

/** A number of the law in this case. Its verdicts say whether it applies. */
export type ValueResult = Verdicts &
  Pick<Value, 'id' | 'label' | 'unit' | 'value' | 'floor'> & {
    cites: readonly Citation[];
    tree: TreeNode;
    /** What each State that was named gives. */
    states: readonly StateValue[];
    overlays: readonly string[];
  };

export type Assessment = {
  lawHash: string;
  answers: Answers;
  /** The overlays that were applied, in order. */
  reforms: readonly string[];
  states: readonly string[];
  on: Day | undefined;
  rules: Readonly<Record<string, RuleResult>>;
  duties: Readonly<Record<string, DutyResult>>;
  values: Readonly<Record<string, ValueResult>>;
  /** What a person should look at, such as a State that gives less than the treaty's floor. */
  findings: readonly Finding[];
};

/** What is put to the law: the answers, the States and the day by which its values are chosen, and the overlays, in order. */
export type Asked = {
  facts: Answers;
  states?: readonly string[];
  on?: Day | undefined;
  overlays?: readonly string[];
};

/**
 * Puts the answers to every rule, duty and value of the law. An answer that is missing counts as not asked; answers to
 * facts that the law does not know are passed over. Pure: the same law and question give the same assessment.
 * Throws where `withOverlays` refuses the overlays.
 */
export function assess(asRead: Law, { facts, states = [], on, overlays = [] }: Asked): Assessment {
  const law = reformedLaw(asRead, overlays);
  const evaluation: Evaluation = { law, facts, done: new Map() };
  const values = Object.values(law.values).map((value) => valueResult(value, { states, on }, evaluation));
  return {
    lawHash: law.hash,
    answers: { ...facts },
    reforms: law.reforms,
    states: [...states],
    on,
    rules: recordOf(Object.keys(law.rules).map((id) => [id, resultOf(id, evaluation)])),
    duties: recordOf(Object.values(law.duties).map((duty) => [duty.id, dutyResult(duty, evaluation)])),
    values: recordOf(values.map((value) => [value.id, value])),
    findings: values.flatMap((result) => {
      const value = law.values[result.id];
      return value ? floorFindings(value, result.states) : [];
    }),
  };
}

function reformedLaw(law: Law, overlays: readonly string[]): Law {
  if (overlays.length === 0) return law;
  const reformed = withOverlays(law, overlays);
  if (reformed.ok) return reformed.law;
  throw new Error(reformed.problems.map(({ message }) => message).join(' '));
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
    overlays: duty.overlays ?? [],
    due: dueOf(by, { owed: burden, facts: evaluation.facts }),
  };
}

function valueResult(value: Value, where: Where, evaluation: Evaluation): ValueResult {
  const tree = limbTree(value.limb, value, evaluation);
  const { strict, burden } = tree;
  return {
    ...{ id: value.id, label: value.label, unit: value.unit, value: value.value, strict, burden, tree },
    ...(value.floor === undefined ? {} : { floor: value.floor }),
    cites: value.cites.map((ref) => getCitation(evaluation.law, ref)),
    overlays: value.overlays ?? [],
    states: stateValues(value, where, evaluation.law),
  };
}
