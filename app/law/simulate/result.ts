import { isDate } from '@clew/rules';
import { z } from 'zod';

/** Below this many records a count says only that there are some. */
export const FLOOR = 10;

const Cell = z.union([z.number().int().nonnegative(), z.literal(['few', 'withheld'])]);
const Cells = z.strictObject({ yes: Cell, no: Cell, unknown: Cell });
const CellTable = z.strictObject({ yes: Cells, no: Cells, unknown: Cells });
const both = <T extends z.ZodType>(each: T) => z.strictObject({ strict: each, burden: each });

const Text = z.string().max(2_000);
const Ids = z.array(Text).max(100);

const ReformResult = z.strictObject({
  /** The reforms under which it is so, in order. */
  reforms: Ids,
  after: both(Cells),
  /** From what, to what. */
  moves: both(CellTable),
});

const GroupResult = z.strictObject({
  /** The place of the group in `groups`. */
  group: z.number().int().nonnegative(),
  before: both(Cells),
  /** Reforms that can touch it; of the others nobody moves. */
  reforms: z.array(ReformResult).max(100),
});

/** A source, and how far it was checked: `checked` by a named person, else `compared` or `unverified`. */
const Source = z.strictObject({ ref: Text, status: z.enum(['checked', 'compared', 'unverified']) });
const Sources = z.array(Source).max(100);

const ProvisionResult = z.strictObject({
  kind: z.enum(['rule', 'duty', 'value']),
  id: Text,
  label: Text,
  /** What it rests on; nothing in a result that was counted before this was told. */
  sources: Sources.optional(),
  groups: z.array(GroupResult).max(500),
});

const OpenFact = z.strictObject({ rule: Text, fact: Text, label: Text, records: Cell });

const DayText = Text.refine((day) => isDate(day));
const StateCode = z.string().regex(/^[A-Z]{2}$/);
const States = z.array(StateCode).max(300).default([]);

/** What `clew simulate --json` prints. Counts, never a record. */
export const SimulationResult = z.strictObject({
  kind: z.literal('clew-simulation'),
  version: z.literal(1),
  notice: Text,
  law: Text,
  on: DayText,
  /** The State under whose law all records were asked; null where none was named, or each record names its own. */
  state: Text.nullable(),
  file: z.strictObject({ name: Text, sha256: Text, records: z.number().int().nonnegative() }),
  engine: Text,
  floor: z.number().int().positive(),
  /** `reach`: whether the reform could bind that State at all. */
  reforms: z
    .array(
      z.strictObject({
        ...{ id: Text, label: Text, status: Text, reach: Text },
        sources: Sources.optional(),
        /** The States of the file, or the one named, that the amended treaty does not bind on that day: nobody there has a claim by it. */
        outside: States,
        /** Those bound by its articles only through another instrument: whether an amendment reaches them, nobody has said. */
        through: z
          .array(z.strictObject({ state: StateCode, instrument: Text }))
          .max(300)
          .default([]),
        /** Of those not known the ones that it did not bind when that was last known, with that day. */
        lastKnownOutside: z
          .array(z.strictObject({ state: StateCode, asOf: DayText }))
          .max(300)
          .default([]),
        /** Those of which it is not known on that day whether it binds them. */
        notKnown: States,
      }),
    )
    .max(100),
  columns: z.strictObject({ facts: z.array(Text).max(2_000), notAsked: z.array(Text).max(2_000), by: Ids }),
  groups: z
    .array(
      z.strictObject({
        /** No column: all records. */
        column: Text.nullable(),
        /** Empty: not recorded. */
        value: Text,
        /** How many values are put together here, each being too small to be told of alone. */
        others: z.number().int().nonnegative(),
        records: z.number().int().nonnegative(),
      }),
    )
    .min(1)
    .max(500),
  provisions: z.array(ProvisionResult).max(5_000),
  openFacts: z.strictObject({
    /** The records that were looked at: all, or the first of each part of the file. */
    records: z.number().int().nonnegative(),
    /** Of each rule the facts that keep most records open, most first. Rounded to tens. */
    facts: z.array(OpenFact).max(10_000),
  }),
});
export type SimulationResult = z.infer<typeof SimulationResult>;

export type ReformResult = z.infer<typeof ReformResult>;

const VERDICTS = ['yes', 'no', 'unknown'] as const;

/** Whether somebody moves under a reform, or may: a count that is withheld may be any. */
export function isMove({ moves }: ReformResult): boolean {
  return [moves.strict, moves.burden].some((table) =>
    VERDICTS.some((from) => VERDICTS.some((to) => from !== to && table[from][to] !== 0)),
  );
}

/** Stands in every result. */
export const NOTICE =
  'Hypothetical. It says what the rules of this law text would answer on the records of one file, and not what any authority did or will do. The counts stay inside the agency: they are no release.';
