import type { Day } from './date.ts';
import { DAYS_OF_MONTH, type Reading, type Together, type Variant } from './law.ts';
import type { Place, Problem } from './problem.ts';
import { type BlockSource, exceptionsOf, limbOf, readBlock, ruleLimbOf, verifiedOf } from './read-blocks.ts';
import { readSaid } from './read-said.ts';
import { type ResidenceBlock, StateBlock, TogetherBlock, VariantBlock } from './schema-state.ts';
import type { Length, Residence, SideLaw, StateEntry } from './state-law.ts';

/** A State's own reading of a rule or number for a value, before it is known whether that exists. */
export type UnlinkedVariant = { state: string; target: string; place: Place } & (
  | { kind: 'rule'; variant: Reading }
  | { kind: 'value'; variant: Variant }
);

type Source = Omit<BlockSource, 'what'>;
type Read<K extends string, T> = ({ ok: true } & Record<K, T>) | { ok: false; problems: Problem[] };

/** The State in a block, and by what it is bound. */
export function readState(source: Source): Read<'state', StateEntry> {
  const read = readBlock(StateBlock, { ...source, what: 'state' });
  if (!read.ok) return read;
  const { id, name, parties = [], complementary, preventive, residence = [] } = read.block;
  const placeOf = (path: readonly PropertyKey[]) => ({ file: source.file, line: read.lineOf(path) });
  return {
    ok: true,
    state: {
      id,
      name,
      names: {},
      parties: parties.map(({ instrument, bound = 'yes', from, until, as_of, ...verification }, index) => ({
        instrument,
        bound,
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        asOf: as_of,
        ...verifiedOf(verification),
        place: placeOf(['parties', index]),
      })),
      complementary: sideLawOf(complementary),
      preventive: sideLawOf(preventive),
      residence: residence.map(residenceOf),
      ...readSaid(read.block, placeOf),
      place: placeOf(['id']),
    },
  };
}

function sideLawOf(blocks: StateBlock['complementary'] = []): SideLaw[] {
  return blocks.map(({ topic, text, cite = [], as_of, ...verification }) => ({
    topic,
    text,
    cites: cite,
    asOf: as_of,
    ...verifiedOf(verification),
  }));
}

function residenceOf(block: ResidenceBlock): Residence {
  const { option, text, months, days, at_most, cooperation, cite = [], as_of, ...verification } = block;
  const least = lengthOf({ months, days });
  const most = lengthOf(at_most ?? {});
  return {
    options: option,
    text,
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
    ...(cooperation === undefined ? {} : { cooperation }),
    cites: cite,
    asOf: as_of,
    ...verifiedOf(verification),
  };
}

function lengthOf({ months, days }: Written): Length | undefined {
  if (months !== undefined) return { count: months, unit: 'months' };
  return days === undefined ? undefined : { count: days, unit: 'days' };
}

type Written = { months?: number | undefined; days?: number | undefined };

/** The variant in a block: how a State reads a rule, or the number that it gives. */
export function readVariant(source: Source): Read<'variant', UnlinkedVariant> {
  const read = readBlock(VariantBlock, { ...source, what: 'variant' });
  if (!read.ok) return read;
  const { block } = read;
  const { state, to, cite } = block;
  const span = { ...startOf(block), ...(to === undefined ? {} : { to }), cites: cite };
  const place = { file: source.file, line: read.lineOf(['state']) };
  if ('value' in block) {
    const { days = 0, months, or_later: orLater, counted } = block;
    const variant = {
      ...span,
      value: months === undefined ? days : months * DAYS_OF_MONTH,
      ...(months === undefined ? {} : { months }),
      ...(orLater === undefined ? {} : { orLater }),
      ...(counted === undefined ? {} : { isFirstDayCounted: true as const }),
    };
    return { ok: true, variant: { kind: 'value', state, target: block.value, variant, place } };
  }
  const limb = { ...ruleLimbOf(block), ...(block.label === undefined ? {} : { label: block.label }) };
  const { our_reading: ourReading } = block;
  const variant = {
    ...{ ...span, limb, exceptions: exceptionsOf(block.unless) },
    ...(ourReading === undefined ? {} : { ourReading }),
  };
  return { ok: true, variant: { kind: 'rule', state, target: block.rule, variant, place } };
}

/** The block has one of the two: its schema sees to that. */
function startOf({ from, known_on }: VariantBlock): Pick<Variant, 'from' | 'isStartUnknown'> {
  return known_on === undefined ? { from: from as Day } : { from: known_on, isStartUnknown: true };
}

/** The rules that a block says belong together. */
export function readTogether(source: Source): Read<'together', Together> {
  const read = readBlock(TogetherBlock, { ...source, what: 'together' });
  if (!read.ok) return read;
  const { when, ...rest } = read.block;
  return {
    ok: true,
    together: {
      ...rest,
      ...(when === undefined ? {} : { when: limbOf({ is: when }) }),
      place: { file: source.file, line: read.lineOf(['id']) },
    },
  };
}
