import { type Evaluation, limbTree, ruleTree } from './build-tree.ts';
import { getCitations } from './citation.ts';
import { counted } from './counted.ts';
import type { Day } from './date.ts';
import { type Due, dueOf, type ValueDays } from './due.ts';
import type { Citation } from './instrument.ts';
import type { Duty, Law, Value } from './law.ts';
import { recordOf } from './law.ts';
import type { Verdicts } from './meaning.ts';
import { type Binding, bindingOf } from './parties.ts';
import { lawFor, type Where } from './resolve.ts';
import type { Answers, People, Told } from './told.ts';
import type { TreeNode } from './tree.ts';
import { type Finding, floorFindings, type StateValue, stateValue } from './value.ts';

export type RuleResult = Verdicts & { id: string; label: string; tree: TreeNode };

/** A duty of the law in this case. Its verdicts say whether it is owed. */
export type DutyResult = Verdicts &
  Pick<Duty, 'id' | 'label' | 'bearer' | 'act' | 'strength' | 'breach'> & {
    cites: readonly Citation[];
    /** Why it is owed or not. */
    tree: TreeNode;
    due: Due;
    /** Whether the State that was named is bound by what the duty rests on. */
    bound?: Binding;
    overlays: readonly string[];
  };

/** A number of the law in this case. Its verdicts say whether it applies. */
export type ValueResult = Verdicts &
  Pick<Value, 'id' | 'label' | 'unit' | 'value' | 'floor'> & {
    cites: readonly Citation[];
    tree: TreeNode;
    /** What the State that was named gives. */
    given?: StateValue;
    /** Whether the State that was named is bound by what sets the number. */
    bound?: Binding;
    overlays: readonly string[];
  };

export type Assessment = {
  lawHash: string;
  answers: Answers;
  people: People;
  /** The overlays that were applied, in order. */
  reforms: readonly string[];
  state: string | undefined;
  on: Day | undefined;
  rules: Readonly<Record<string, RuleResult>>;
  duties: Readonly<Record<string, DutyResult>>;
  values: Readonly<Record<string, ValueResult>>;
  /** What a person should look at, such as a State that gives less than the treaty's floor. */
  findings: readonly Finding[];
};

/**
 * What is put to the law: the answers, the people in the case, the day on which it is asked, the State whose own law is
 * looked up, and the overlays, in order.
 */
export type Asked = Told & Where;

/**
 * Puts the answers to every rule, duty and value of the law. An answer that is missing counts as not asked; answers to
 * facts that the law does not know are passed over. One State at a time: for several ask several times. Pure: the same
 * law and question give the same assessment. Throws where `withOverlays` refuses the overlays.
 */
export function assess(asRead: Law, { facts, people = NOBODY, state, on, overlays = [] }: Asked): Assessment {
  const law = lawFor(asRead, { state, on, overlays });
  const evaluation: Evaluation = { law, people, on, ...counted(law, { facts, people, on }), done: new Map() };
  const at = state === undefined ? undefined : { state, on };
  const values = Object.values(law.values).map((value) => valueResult(value, at, evaluation));
  const daysOf = (id: string) => {
    const value = values.find((one) => one.id === id);
    // A State that gives less than the treaty's floor does not bring the treaty's own day forward.
    if (!value) return undefined;
    const days = Math.max(value.given?.value ?? value.value, value.floor ?? 0);
    if (value.given?.said !== 'state') return { days };
    const { orLater, isFirstDayCounted, months } = value.given;
    return {
      days,
      ...(orLater === undefined ? {} : { orLater }),
      ...(isFirstDayCounted ? { isFirstDayCounted } : {}),
      ...(months === undefined ? {} : { months: { count: months, leastDays: value.floor ?? 0 } }),
    };
  };
  return {
    lawHash: law.hash,
    answers: kept(facts),
    people: kept(people),
    reforms: law.reforms,
    state,
    on,
    rules: resultsOf(law.rules, evaluation),
    duties: recordOf(
      Object.values(law.duties).map((duty) => [duty.id, dutyResult(duty, { at, daysOf, evaluation })]),
    ),
    values: recordOf(values.map((value) => [value.id, value])),
    findings: values.flatMap((result) => {
      const value = law.values[result.id];
      return value ? floorFindings(value, result.given) : [];
    }),
  };
}

const NOBODY: People = Object.freeze({});

/** What was put, so that the answer goes on saying it: a copy, unless nobody can change it. */
function kept<T extends object>(told: T): T {
  return Object.isFrozen(told) ? told : { ...told };
}

/** The rules of a law in their order: to list a record anew for each case would cost more than a rule does. */
const ruleIds = new WeakMap<Law['rules'], readonly string[]>();

function resultsOf(rules: Law['rules'], evaluation: Evaluation): Assessment['rules'] {
  const ids = ruleIds.get(rules) ?? Object.keys(rules);
  if (Object.isFrozen(rules)) ruleIds.set(rules, ids);
  const results = Object.create(null) as Record<string, RuleResult>;
  for (const id of ids) results[id] = resultOf(id, evaluation);
  return results;
}

function resultOf(id: string, evaluation: Evaluation): RuleResult {
  const tree = ruleTree(id, evaluation);
  return { id, label: tree.label ?? id, strict: tree.strict, burden: tree.burden, tree };
}

type At = { state: string; on: Day | undefined } | undefined;
type InCase = { at: At; daysOf: (value: string) => ValueDays | undefined; evaluation: Evaluation };

/** Written out member by member: a hundred duties copied by spreading cost more than evaluating them. */
function dutyResult(duty: Duty, { at, daysOf, evaluation }: InCase): DutyResult {
  const { law, facts } = evaluation;
  const tree = limbTree(duty.limb, duty, evaluation);
  const result: DutyResult = {
    id: duty.id,
    label: duty.label,
    bearer: duty.bearer,
    act: duty.act,
    strength: duty.strength,
    breach: duty.breach,
    strict: tree.strict,
    burden: tree.burden,
    tree,
    cites: getCitations(law, duty.cites),
    overlays: duty.overlays ?? NO_OVERLAYS,
    due: dueOf(duty.by, { owed: tree.burden, facts, daysOf }),
  };
  const bound = at && boundIn(duty, law, at);
  if (bound) result.bound = bound;
  return result;
}

const NO_OVERLAYS: readonly string[] = Object.freeze([]);

/** A proposal that guidance makes binds whom the instrument binds that it would amend, once that is amended. */
function boundIn({ cites, overlays = [] }: Duty, law: Law, at: NonNullable<At>): Binding | undefined {
  const amended = overlays.flatMap((id) => law.overlays[id]?.amends ?? []);
  return bindingOf(law, cites, at) ?? bindingOf(law, amended, at);
}

function valueResult(value: Value, at: At, evaluation: Evaluation): ValueResult {
  const tree = limbTree(value.limb, value, evaluation);
  const { strict, burden } = tree;
  const bound = at && bindingOf(evaluation.law, value.cites, at);
  return {
    ...{ id: value.id, label: value.label, unit: value.unit, value: value.value, strict, burden, tree },
    ...(value.floor === undefined ? {} : { floor: value.floor }),
    cites: getCitations(evaluation.law, value.cites),
    overlays: value.overlays ?? [],
    ...(at ? { given: stateValue(value, at, evaluation.law) } : {}),
    ...(bound ? { bound } : {}),
  };
}
