import {
  type Citation,
  type Day,
  type Due,
  type DutyResult,
  type Law,
  lawFor,
  type RuleResult,
  type Told,
  type ValueResult,
} from '@clew/rules';
import { type AssessedCase, assessCase } from '../../assess-case.ts';
import { groundsOf } from '../../grounds.ts';
import { compareTrees, reformsUnder, type TreeChange } from './compare-trees.ts';

export type AnyResult = RuleResult | DutyResult | ValueResult;

/** What a rule, a duty or a number rests on. */
export function citesOfResult(result: AnyResult | undefined): readonly Citation[] {
  if (result === undefined) return [];
  return 'cites' in result ? result.cites : result.tree.cites;
}

/**
 * One rule, duty or value that is otherwise with the reforms. `answer`: a verdict is another. `number`: the same verdict,
 * and another number or day. `reason`: the same answer for other reasons. `new` and `gone`: only one of the laws has it.
 */
export type ProvisionChange = TreeChange & {
  kind: 'rule' | 'duty' | 'value';
  id: string;
  what: 'answer' | 'number' | 'reason' | 'new' | 'gone';
  before?: AnyResult;
  after?: AnyResult;
  /** The reforms that changed it, or something that it rests on. */
  by: readonly string[];
  /** True where its own words are as they were, and only something that it rests on came out otherwise. */
  isThrough: boolean;
};

/** Why a reform leaves a case as it is. */
type Unmoved = { reform: string } & (
  | { why: 'no-rule' }
  /** What it changes, which comes out as before. */
  | { why: 'same'; ids: readonly string[] }
);

/** A case under the law as it is and under reforms, in one State or in none. */
export type BeforeAfter = {
  state: string | undefined;
  reforms: readonly string[];
  before: AssessedCase;
  after: AssessedCase;
  /** What is otherwise: answers first, then numbers, then what is new or gone, then reasons. */
  changed: readonly ProvisionChange[];
  /** How many rules, duties and values stay as they are. */
  staying: number;
  /** The reforms that change no answer, number or reason here. */
  unmoved: readonly Unmoved[];
};

type Asked = Told & { state?: string | undefined; on?: Day | undefined; reforms: readonly string[] };

/**
 * Puts a case to the law before and after reforms, in the order in which they are named. They must be such as
 * `withOverlays` accepts; it throws where they are not.
 */
export function beforeAfter(law: Law, { facts, people, on, state, reforms }: Asked): BeforeAfter {
  const put = {
    ...{ facts, people: people ?? {} },
    ...(on === undefined ? {} : { on }),
    ...(state === undefined ? {} : { states: [state] }),
  };
  const before = assessCase(law, put);
  // A reform changes the law as the State reads it, so that the State's reading comes first.
  const after = assessCase(lawFor(law, { state, on, overlays: reforms }), put);
  const pairs = pairsOf(before, after);
  const changed = pairs.flatMap((pair) => changeOf(pair, { law, reforms }));
  return {
    ...{ state, reforms, before, after },
    changed: changed.sort((one, other) => rank(one) - rank(other)),
    staying: pairs.length - changed.length,
    unmoved: reforms.flatMap((id) => unmovedBy(id, law, changed)),
  };
}

type Pair = { kind: ProvisionChange['kind']; id: string; before?: AnyResult; after?: AnyResult };

function pairsOf(before: AssessedCase, after: AssessedCase): Pair[] {
  const kinds = { rules: 'rule', duties: 'duty', values: 'value' } as const;
  return (['rules', 'duties', 'values'] as const).flatMap((part) => {
    const [was, is] = [before.assessment[part], after.assessment[part]];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].map(
      (id): Pair => ({
        kind: kinds[part],
        id,
        ...(was[id] ? { before: was[id] } : {}),
        ...(is[id] ? { after: is[id] } : {}),
      }),
    );
  });
}

const ORDER: readonly ProvisionChange['what'][] = ['answer', 'number', 'new', 'gone', 'reason'];

/** What its own limbs changed stands before what only rests on that. */
function rank({ what, isThrough }: ProvisionChange): number {
  return ORDER.indexOf(what) * 2 + (isThrough ? 1 : 0);
}

type Under = { law: Law; reforms: readonly string[] };

function changeOf(pair: Pair, under: Under): ProvisionChange[] {
  const trees = compareTrees(pair.before?.tree, pair.after?.tree);
  const what = whatOf(pair);
  if (what === undefined) return [];
  const own = changedBy(pair, under);
  const by = [...new Set([...own, ...reformsUnder(pair.after?.tree)])];
  return [{ ...pair, ...trees, what, by, isThrough: own.length === 0 }];
}

/** The reforms that changed the provision itself, or took it out of the law. */
function changedBy({ id, after }: Pair, { law, reforms }: Under): readonly string[] {
  if (after) return 'overlays' in after ? after.overlays : (after.tree.overlays ?? []);
  return reforms.filter((reform) => law.overlays[reform]?.ops.some(({ target }) => target === id));
}

function whatOf({ before, after }: Pair): ProvisionChange['what'] | undefined {
  if (!before) return 'new';
  if (!after) return 'gone';
  if (before.strict !== after.strict || before.burden !== after.burden) return 'answer';
  if (numberOf(before) !== numberOf(after)) return 'number';
  return groundsKey(before) === groundsKey(after) ? undefined : 'reason';
}

function numberOf(result: AnyResult): string {
  if ('due' in result) return JSON.stringify(dueOf(result.due));
  return 'value' in result ? JSON.stringify([result.value, result.floor, result.given?.value]) : '';
}

function dueOf(due: Due): unknown {
  return due.kind === 'not-owed' ? null : due;
}

/** The answers and presumptions that brought the verdict. */
function groundsKey({ tree }: AnyResult): string {
  const keys = groundsOf(tree).map(({ kind, node }) => `${kind} ${node.fact?.id ?? node.rule}`);
  return keys.sort().join('\n');
}

function unmovedBy(reform: string, law: Law, changed: readonly ProvisionChange[]): Unmoved[] {
  if (changed.some(({ by }) => by.includes(reform))) return [];
  const ops = law.overlays[reform]?.ops ?? [];
  if (ops.length === 0) return [{ reform, why: 'no-rule' }];
  return [{ reform, why: 'same', ids: [...new Set(ops.map(({ target }) => target))] }];
}
