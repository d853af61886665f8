import {
  type CompiledLaw,
  type CountedResult,
  type Counts,
  type Moves,
  type PopulationCounts,
  type ResultColumns,
  readCounts,
  type Verdict,
  type Which,
} from '@clew/rules';
import type { Groups } from './groups.ts';
import type { Part } from './journal.ts';
import { type StateQuestion, valuesOfGroup } from './question.ts';

type ProvisionKind = ResultColumns['kind'];

export const VERDICTS: readonly Verdict[] = ['yes', 'no', 'unknown'];

/** Records that are told of together: all of them, or those with one value of one column. */
export type Bucket = {
  column: string | undefined;
  value: string;
  records: number;
  /** How many values that are too small for a bucket of their own stand in this one. */
  others: number;
};

/** One provision in one bucket: before, and under each list of overlays from what to what. */
export type BucketCounts = {
  before: Record<Which, Counts>;
  /** A table for each list of overlays; undefined where it cannot touch the provision. */
  moves: (Record<Which, Moves> | undefined)[];
};

export type ProvisionTally = { kind: ProvisionKind; id: string; buckets: BucketCounts[] };

export type Tally = {
  records: number;
  /** The first is all records. */
  buckets: Bucket[];
  provisions: ProvisionTally[];
};

/** The column under which States are told of. */
export const STATE_COLUMN = 'state';

type Counted = {
  parts: readonly Part[];
  questions: readonly StateQuestion[];
  groups: Groups;
  /** Whether the file says of each record under which State's law it is asked. */
  hasStates: boolean;
  floor: number;
};

/** Adds the parts up: for all records, and for each value of each column. Small groups of a column are told of as one. */
export function tallyOf(counted: Counted): Tally {
  const { parts, questions } = counted;
  const records = parts.reduce((all, [, , sums]) => all + (sums.records ?? 0), 0);
  const { buckets, bucketsOf } = layBuckets(counted, records);
  const provisions = new Map<string, ProvisionTally>();
  for (const part of parts) {
    const [place, , sums] = part;
    const question = questions[place];
    if (!question) throw new Error('A part has a State that was not asked.');
    const { compiled } = question;
    const laws = byLaw(readCounts(compiled, sums), compiled.overlays);
    const after = laws.slice(1);
    for (const [name, { kind, id }] of new Map(laws.flatMap((law) => [...law]))) {
      const base = laws[0]?.get(name) ?? nobody(sums.records ?? 0);
      const tally =
        provisions.get(name) ?? emptyTally({ kind, id }, { buckets: buckets.length, after: after.length });
      provisions.set(name, tally);
      const moves = after.map((law) => movesFrom(laws[0]?.get(name), law.get(name), sums.records ?? 0));
      for (const bucket of bucketsOf(part)) addTo(tally.buckets[bucket], base, moves);
    }
  }
  for (const { buckets: all } of provisions.values()) all.forEach(fillMoves);
  return { records, buckets, provisions: [...provisions.values()] };
}

function emptyTally(
  { kind, id }: { kind: ProvisionKind; id: string },
  { buckets, after }: { buckets: number; after: number },
): ProvisionTally {
  const none = (): Counts => ({ yes: 0, no: 0, unknown: 0 });
  return {
    ...{ kind, id },
    buckets: Array.from({ length: buckets }, () => ({
      before: { strict: none(), burden: none() },
      moves: Array.from({ length: after }, () => undefined),
    })),
  };
}

type Base = Readonly<Record<Which, Counts>>;

/** What each law says, by provision: a reform may add a duty, or repeal one. */
function byLaw({ results }: PopulationCounts, lists: CompiledLaw['overlays']): Map<string, CountedResult>[] {
  return lists.map(
    (list) =>
      new Map(
        results.filter(({ overlays }) => overlays === list).map((one) => [`${one.kind} ${one.id}`, one]),
      ),
  );
}

/** What a law does not have holds for nobody. */
function nobody(records: number): Base {
  return both(() => ({ yes: 0, no: records, unknown: 0 }));
}

function movesFrom(
  before: CountedResult | undefined,
  after: CountedResult | undefined,
  records: number,
): Record<Which, Moves> | undefined {
  const none = { yes: 0, no: 0, unknown: 0 };
  if (before && after) return after.moves;
  if (after) return both((which) => ({ yes: none, no: after[which], unknown: none }));
  const { strict, burden } = before ?? nobody(records);
  const toNo = ({ yes, no, unknown }: Counts): Moves => ({
    yes: { ...none, no: yes },
    no: { ...none, no },
    unknown: { ...none, no: unknown },
  });
  return { strict: toNo(strict), burden: toNo(burden) };
}

function addTo(
  bucket: BucketCounts | undefined,
  base: Base,
  moves: readonly (Readonly<Record<Which, Moves>> | undefined)[],
): void {
  if (!bucket) return;
  const before = bucket.before;
  moves.forEach((moved, law) => {
    const known = bucket.moves[law];
    if (!moved && !known) return;
    // Where the overlays touch it in one State alone, nobody of the others moves.
    const old = known ?? both((which) => stay(before[which]));
    bucket.moves[law] = both((which) => addMoves(old[which], moved?.[which] ?? stay(base[which])));
  });
  bucket.before = both((which) => addCounts(before[which], base[which]));
}

/** A bucket in which nobody can move still has its table where another has one. */
function fillMoves(bucket: BucketCounts, _: number, all: readonly BucketCounts[]): void {
  bucket.moves = bucket.moves.map((moved, law) => {
    if (moved || !all.some(({ moves }) => moves[law])) return moved;
    return both((which) => stay(bucket.before[which]));
  });
}

function both<T>(make: (which: Which) => T): Record<Which, T> {
  return { strict: make('strict'), burden: make('burden') };
}

function stay({ yes, no, unknown }: Counts): Moves {
  return {
    yes: { yes, no: 0, unknown: 0 },
    no: { yes: 0, no, unknown: 0 },
    unknown: { yes: 0, no: 0, unknown },
  };
}

function addCounts(one: Counts, other: Counts): Counts {
  return { yes: one.yes + other.yes, no: one.no + other.no, unknown: one.unknown + other.unknown };
}

function addMoves(one: Moves, other: Moves): Moves {
  return {
    yes: addCounts(one.yes, other.yes),
    no: addCounts(one.no, other.no),
    unknown: addCounts(one.unknown, other.unknown),
  };
}

/** The buckets, and for a part those it belongs to. */
function layBuckets({ parts, groups, hasStates, floor }: Counted, records: number) {
  const buckets: Bucket[] = [{ column: undefined, value: '', records, others: 0 }];
  const readers = [
    ...(hasStates ? [(part: Part) => groups.states[part[0]] ?? ''] : []),
    ...groups.by.map((_, index) => (part: Part) => valuesOfGroup(groups, part[1])[index] ?? ''),
  ];
  const columns = [...(hasStates ? [STATE_COLUMN] : []), ...groups.by.map(({ column }) => column)];
  const places = columns.map((column, index) => {
    const sizes = new Map<string, number>();
    for (const part of parts) {
      const value = readers[index]?.(part) ?? '';
      sizes.set(value, (sizes.get(value) ?? 0) + (part[2].records ?? 0));
    }
    const place = new Map<string, number>();
    for (const { value, members, size, others } of foldSmall(sizes, 2 * floor)) {
      for (const member of members) place.set(member, buckets.length);
      buckets.push({ column, value, records: size, others });
    }
    return place;
  });
  const bucketsOf = (part: Part): number[] => [
    0,
    ...places.flatMap((place, index) => place.get(readers[index]?.(part) ?? '') ?? []),
  ];
  return { buckets, bucketsOf };
}

type Folded = { value: string; members: string[]; size: number; others: number };

/** Values with fewer records than `least` become one, with the next larger ones until it has as many. */
function foldSmall(sizes: ReadonlyMap<string, number>, least: number): Folded[] {
  const bySize = [...sizes].sort(([, one], [, other]) => one - other);
  const small: [string, number][] = [];
  const inSmall = () => small.reduce((all, [, size]) => all + size, 0);
  while (bySize[0] && (bySize[0][1] < least || (small.length > 0 && inSmall() < least))) {
    small.push(...bySize.splice(0, 1));
  }
  const large = bySize.map(([value, size]) => ({ value, members: [value], size, others: 0 }));
  large.sort((one, other) => (one.value < other.value ? -1 : 1));
  const others = { value: '', members: small.map(([value]) => value), size: inSmall(), others: small.length };
  const all = small.length > 0 ? [...large, others] : large;
  // One group alone is all records again, and says less.
  return all.length > 1 && all.every(({ size }) => size >= least) ? all : [];
}
