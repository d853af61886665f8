import { assess, type Day, type Law, lawFor, type Verdict, withOverlays } from '@clew/rules';
import type { LawChange } from '../../diff/law-changes.ts';
import { type Touched, touchedBy } from '../../diff/touched.ts';
import type { AnyDecision } from '../../library/index.ts';

/** A judgment whose answers would be others: rule by rule, after presumptions. */
export type DecisionEffect = {
  id: string;
  title: string;
  state: string;
  changed: readonly { id: string; before: Verdict | 'none'; after: Verdict | 'none' }[];
};

/** What a reform does to the law: proved over every case there can be, and tried on the judgments. */
export type Effect = {
  touched: readonly Touched[];
  decisions: readonly DecisionEffect[];
  /** How many judgments were put to the law. */
  tried: number;
};

type On = { decisions: readonly AnyDecision[]; today: Day };

/** What one reform of a law would change. Throws where the law has none of that id. */
export function effectOf(law: Law, reform: string, { decisions, today }: On): Effect {
  const reformed = withOverlays(law, [reform]);
  if (!reformed.ok) throw new Error(reformed.problems.map(({ message }) => message).join(' '));
  const touched = touchedBy(changesIn(law, reform), { before: law, after: reformed.law }, today);
  const tests = decisions.flatMap((one) => (one.leftOut === undefined ? [one] : []));
  const found = tests.flatMap((decision) =>
    decision.states.flatMap((state): DecisionEffect[] => {
      const { id, title } = decision;
      const changed = changedIn(law, reform, { ...decision, state });
      return changed.length === 0 ? [] : [{ id, title, state, changed }];
    }),
  );
  return { touched, decisions: found, tried: tests.length };
}

/** What the operations change, as two texts of a law would be found to differ. */
function changesIn({ overlays, rules, duties, values }: Law, reform: string): LawChange[] {
  const ops = overlays[reform]?.ops ?? [];
  const kinds = { rule: rules, duty: duties, value: values } as const;
  return [...new Set(ops.map(({ target }) => target))].map((id): LawChange => {
    const [kind = 'duty'] = (['rule', 'duty', 'value'] as const).filter((one) =>
      Object.hasOwn(kinds[one], id),
    );
    const isNew = ops.some(({ op, target }) => op === 'add-duty' && target === id);
    const isGone = kind !== 'rule' && ops.some(({ op, target }) => op === 'repeal' && target === id);
    return { kind, id, label: id, what: isNew ? 'added' : isGone ? 'removed' : 'changed', says: [] };
  });
}

type Tried = Pick<Extract<AnyDecision, { leftOut?: undefined }>, 'facts' | 'also' | 'people' | 'on'> & {
  state: string;
};

function changedIn(
  law: Law,
  reform: string,
  { facts, also, people, on, state }: Tried,
): DecisionEffect['changed'] {
  const put = { facts: { ...facts, ...also }, people };
  const before = assess(lawFor(law, { state, on }), put);
  const after = assess(lawFor(law, { state, on, overlays: [reform] }), put);
  return (['rules', 'duties', 'values'] as const).flatMap((part) => {
    const ids = new Set([...Object.keys(before[part]), ...Object.keys(after[part])]);
    return [...ids].flatMap((id): DecisionEffect['changed'] => {
      const was = before[part][id]?.burden ?? 'none';
      const is = after[part][id]?.burden ?? 'none';
      return was === is ? [] : [{ id, before: was, after: is }];
    });
  });
}
