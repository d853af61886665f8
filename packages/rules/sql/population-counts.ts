import type { Verdict } from '../three.ts';
import { type CompiledLaw, eachOf, nameOf, type ResultColumns, type Which } from './compile-law.ts';

/** How many records have each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** From each verdict without overlays to each with them, how many records. */
export type Moves = Readonly<Record<Verdict, Counts>>;

/** One provision under one law: the counts of each verdict that was asked for. */
export type CountedResult<W extends Which = Which> = Pick<ResultColumns, 'kind' | 'id'> & {
  /** The overlays under which this is so. */
  overlays: readonly string[];
  /** Where the overlays touch a verdict: who moves. Absent where none can or nobody asked, and where the law without them has no such provision. */
  moves?: Readonly<Record<W, Moves>>;
} & Readonly<Record<W, Counts>>;

export type PopulationCounts<W extends Which = Which> = { records: number; results: CountedResult<W>[] };

/** A row as a driver gives it. */
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * What the one row of a counting statement says. Throws if two rows of the population had one `record_id`: each word has
 * one bit for them, and every count would be wrong. Throws if a record does not answer what the layout says all answer.
 */
export function readCounts<W extends Which>(compiled: CompiledLaw<W>, row: SqlRow): PopulationCounts<W> {
  const { verdicts, overlays } = compiled;
  const number = (name: string) => wholeOf(row[name], name);
  const records = number('records');
  if (number('total') !== records) {
    throw new Error(
      `${number('total')} rows have ${records} record_ids: each record must have one of its own.`,
    );
  }
  if (number('gaps') !== 0) {
    throw new Error(
      `In ${number('gaps')} of ${records} records a fact that the layout calls answered is empty, or a day still to come: fill it, or take the fact out of answered.`,
    );
  }
  const counts = (column: string): Counts => {
    const [yes, no] = [number(`${column}_yes`), number(`${column}_no`)];
    return { yes, no, unknown: records - yes - no };
  };
  const before = new Map(compiled.results.filter(({ law }) => law === 0).map((one) => [nameOf(one), one]));
  const results = compiled.results.map((result): CountedResult<W> => {
    const { kind, id, law } = result;
    const base = before.get(nameOf(result));
    const isTouched =
      compiled.moves.length > 0 && base && verdicts.some((which) => base[which] !== result[which]);
    const moved = (which: W) => movesOf([base?.[which] ?? '', result[which]], counts, number);
    return {
      ...{ kind, id, overlays: overlays[law] ?? [] },
      ...eachOf(verdicts, (which) => counts(result[which])),
      ...(isTouched ? { moves: eachOf(verdicts, moved) } : {}),
    };
  });
  return { records, results };
}

type Number = (name: string) => number;

function movesOf(
  [before, after]: [string, string],
  counts: (column: string) => Counts,
  number: Number,
): Moves {
  const [from, to] = [counts(before), counts(after)];
  if (before === after) {
    const none = { yes: 0, no: 0, unknown: 0 };
    return {
      yes: { ...none, yes: from.yes },
      no: { ...none, no: from.no },
      unknown: { ...none, unknown: from.unknown },
    };
  }
  const row = (side: 'yes' | 'no'): Counts => {
    const [yes, no] = [number(`${before}_${after}_${side}_yes`), number(`${before}_${after}_${side}_no`)];
    return { yes, no, unknown: from[side] - yes - no };
  };
  const [yes, no] = [row('yes'), row('no')];
  const left = (side: Verdict) => to[side] - yes[side] - no[side];
  return { yes, no, unknown: { yes: left('yes'), no: left('no'), unknown: left('unknown') } };
}

/** Drivers give a sum as a number, a bigint or text; of no rows it is empty. */
function wholeOf(value: unknown, name: string): number {
  const number = value === null ? 0 : Number(value ?? Number.NaN);
  if (!Number.isSafeInteger(number)) throw new Error(`The engine gave no whole number for ${name}.`);
  return number;
}

/** What a boolean column of a record says. */
export function verdictOfColumn(value: unknown): Verdict {
  if (value === null) return 'unknown';
  if (typeof value !== 'boolean') throw new Error('The engine gave neither true, false nor NULL.');
  return value ? 'yes' : 'no';
}

/** What a record's bits say, in a row of words. */
export function verdictOfWords(row: SqlRow, column: string, recordId: number): Verdict {
  const bit = 1n << BigInt(recordId % 64);
  const has = (side: string) => (BigInt.asUintN(64, BigInt(`${row[`${column}_${side}`]}`)) & bit) !== 0n;
  if (has('yes')) return 'yes';
  return has('no') ? 'no' : 'unknown';
}
