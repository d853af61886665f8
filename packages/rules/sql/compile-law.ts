import type { Day } from '../date.ts';
import type { Law } from '../law.ts';
import { lawFor } from '../resolve.ts';
import { makeAtMost } from './at-most.ts';
import { type DialectName, dialectOf } from './dialect.ts';
import { type Formula, openBook } from './formula.ts';
import { lowerLaw, type ProvisionKind } from './lower-law.ts';
import type { RecordLayout } from './records.ts';
import { type RowStatement, rowStatement } from './row-statement.ts';
import type { Scan } from './source.ts';
import { type Near, type WordStatements, wordStatements } from './word-statements.ts';

/** The two verdicts of a provision: what it says, and what holds after burdens and presumptions. */
export type Which = 'strict' | 'burden';

/** What a population is asked, and where it stands. */
export type PopulationQuestion<W extends Which = Which> = {
  layout: RecordLayout;
  dialect: DialectName;
  state?: string;
  on?: Day;
  /** Lists of overlays, each in its order. The law without any of them always comes first. */
  overlays?: readonly (readonly string[])[];
  /** Whether it is counted who moves under the overlays. It is, unless this says no: then the rest is counted faster. */
  moves?: 'no';
  /** Which verdicts are asked for: both, unless this names one. */
  verdicts?: readonly W[];
};

/**
 * What one provision is under one law, and the column of each verdict that was asked for. A duty is yes where it is owed,
 * a value where it applies. Verdicts that cannot differ share a column.
 */
export type ResultColumns<W extends Which = Which> = {
  kind: ProvisionKind;
  id: string;
  /** 0: without overlays; 1: with the first list; and so on. */
  law: number;
} & Readonly<Record<W, string>>;

/** A law as statements. What they are true of stands beside them: keep it with every result. */
export type CompiledLaw<W extends Which = Which> = {
  lawHash: string;
  state: string | undefined;
  on: Day | undefined;
  dialect: DialectName;
  /** The overlays of each law that is answered; the first list is empty. */
  overlays: readonly (readonly string[])[];
  /** The verdicts that were asked for. */
  verdicts: readonly W[];
  results: readonly ResultColumns<W>[];
  /** Pairs of columns, without overlays and with, whose records are counted together. */
  moves: readonly (readonly [string, string])[];
  /** One statement: a row a record, `record_id` and a boolean a column; NULL is unknown. */
  verdictsSql: RowStatement;
  /** Statements on 64 records at a time. */
  words: WordStatements;
};

/**
 * A law as SQL: the verdicts of every rule, duty and value, without overlays and with each list of them, in one scan of
 * the records. What a list of overlays leaves as it is, is computed once. The statements' size grows with the law's.
 * Throws where the overlays are refused, on a rule that is not there, and on a name that the engine would cut.
 */
export function compileLaw<W extends Which = Which>(
  law: Law,
  question: PopulationQuestion<W>,
): CompiledLaw<W> {
  const { layout, state, on, overlays = [] } = question;
  // Without a list the type is that of both.
  const verdicts = question.verdicts ?? (BOTH as readonly Which[] as readonly W[]);
  const dialect = dialectOf(question.dialect);
  const scan: Scan = { layout, dialect, on };
  const book = openBook();
  const lists = [[], ...overlays];
  const told = toldBy(layout, on);
  const formulas = lists.flatMap((list, index) =>
    lowerLaw(lawFor(law, { state, on, overlays: list }), book, told).map((found) => ({
      ...found,
      law: index,
    })),
  );
  const outputs = new Map<Formula, string>();
  const columnOf = (formula: Formula): string => {
    const column = outputs.get(formula) ?? `v${outputs.size}`;
    outputs.set(formula, column);
    return column;
  };
  const results = formulas.map(({ kind, id, law: index, ...both }) => ({
    ...{ kind, id, law: index },
    ...eachOf(verdicts, (which) => columnOf(both[which])),
  }));
  const touched = movesOf(results, verdicts);
  const moves = question.moves === 'no' ? [] : touched;
  return {
    lawHash: law.hash,
    ...{ state, on, dialect: question.dialect, overlays: lists, verdicts, results, moves },
    verdictsSql: rowStatement(outputs, scan),
    words: wordStatements({ outputs, moves, near: nearOf(touched, outputs) }, scan),
  };
}

const BOTH = ['strict', 'burden'] as const;

/** A value for each verdict that was asked for. */
export function eachOf<W extends Which, T>(
  verdicts: readonly W[],
  make: (which: W) => T,
): Readonly<Record<W, T>> {
  return Object.fromEntries(verdicts.map((which) => [which, make(which)])) as Record<W, T>;
}

function toldBy(layout: RecordLayout, on: Day | undefined) {
  const groups = Object.entries(layout.groups).map(([id, { facts }]) => [id, new Set(facts)] as const);
  return { facts: new Set(layout.facts), groups: Object.fromEntries(groups), hasDay: on !== undefined };
}

/** What each list of overlays may change: the column before, and the one after, once each. */
function movesOf<W extends Which>(
  results: readonly ResultColumns<W>[],
  verdicts: readonly W[],
): (readonly [string, string])[] {
  const before = new Map(results.filter(({ law }) => law === 0).map((result) => [nameOf(result), result]));
  const found = new Map<string, readonly [string, string]>();
  for (const after of results) {
    const base = before.get(nameOf(after));
    if (!base) continue;
    for (const which of verdicts) {
      const pair = [base[which], after[which]] as const;
      if (pair[0] !== pair[1]) found.set(pair.join(), pair);
    }
  }
  return [...found.values()];
}

/** The columns that are counted by what an overlay adds to another or takes from it: often little, and so counted fast. */
function nearOf(
  touched: readonly (readonly [string, string])[],
  outputs: ReadonlyMap<Formula, string>,
): Map<string, Near> {
  const atMost = makeAtMost();
  const formulas = new Map([...outputs].map(([formula, column]) => [column, formula]));
  const bases = new Set(touched.map(([base]) => base));
  const near = new Map<string, Near>();
  for (const [base, column] of touched) {
    const [before, after] = [formulas.get(base), formulas.get(column)];
    if (!before || !after || bases.has(column)) continue;
    if (atMost(before, after)) near.set(column, { base, isMore: true });
    else if (atMost(after, before)) near.set(column, { base, isMore: false });
  }
  return near;
}

/** A provision's name among all kinds. */
export function nameOf({ kind, id }: { kind: ProvisionKind; id: string }): string {
  return `${kind} ${id}`;
}
