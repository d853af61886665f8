import { type Day, dayAfter } from './date.ts';
import type { Span, Value } from './law.ts';
import { recordOf } from './law.ts';
import type { Problem } from './problem.ts';
import { type BlockSource, limbOf, neverReadsOf, readBlock } from './read-blocks.ts';
import { ValueBlock } from './schema-value.ts';

type LineOf = (path: readonly PropertyKey[]) => number;

/** The value in a block, its references not yet looked up, its dates checked. */
export function readValue(
  source: Omit<BlockSource, 'what'>,
): { ok: true; value: Value } | { ok: false; problems: Problem[] } {
  const read = readBlock(ValueBlock, { ...source, what: 'value' });
  if (!read.ok) return read;
  const { id, label, cite, when, unit, floor, variants = {}, never_reads, checked_by } = read.block;
  const value: Value = {
    id,
    label,
    cites: cite,
    limb: limbOf({ is: when }),
    unit,
    value: read.block.value,
    ...(floor === undefined ? {} : { floor }),
    variants: recordOf(
      Object.entries(variants).map(([state, list]) => [
        state,
        list.map(({ from, to, value: days, cite: cites }) => ({
          from,
          ...(to === undefined ? {} : { to }),
          value: days,
          cites,
        })),
      ]),
    ),
    neverReads: neverReadsOf(never_reads),
    checkedBy: checked_by ?? [],
    source: source.text,
    place: { file: source.file, line: read.lineOf(['id']) },
  };
  const problems = [...checkFloor(value, read.lineOf), ...checkDates(value, read.lineOf)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

function checkFloor({ id, value, floor, place }: Value, lineOf: LineOf): Problem[] {
  if (floor === undefined || value >= floor) return [];
  const message = `“${id}” is ${value} days, below its own floor of ${floor}. Write what the treaty says; what a State gives stands under variants.`;
  return [{ code: 'wrong-value', file: place.file, line: lineOf(['floor']), message }];
}

/** What a State gives is told from a first day on without a gap, and for no day twice. */
function checkDates({ id, variants, place }: Value, lineOf: LineOf): Problem[] {
  return Object.entries(variants).flatMap(([state, list]) =>
    list.flatMap((variant, index): Problem[] => {
      const message = wrongDates(variant, list[index + 1]);
      const at = { file: place.file, line: lineOf(['variants', state, index]) };
      return message === undefined
        ? []
        : [{ code: 'wrong-dates', ...at, message: `“${id}”, ${state}: ${message}` }];
    }),
  );
}

/** What is wrong with the days of one variant and the next, in words. */
export function wrongDates({ from, to }: Span, next: Span | undefined): string | undefined {
  if (to !== undefined && to < from)
    return `${to} is before ${from}. Write the first day as from and the last day as to.`;
  if (!next) return undefined;
  if (next.from <= from)
    return `${next.from} does not come after ${from}. Write them in the order of their first days, each day once.`;
  // Without a last day it holds until the next one begins.
  if (to === undefined) return undefined;
  if (next.from <= to)
    return `the days from ${next.from} to ${to} are given twice. Let one end the day before the other begins.`;
  const resumes: Day = dayAfter(to, 1, 'calendar');
  if (next.from === resumes) return undefined;
  return `nothing is said for the days from ${resumes} to ${dayBefore(next.from)}. Write what the State gave then, or leave out “to” if it went on.`;
}

function dayBefore(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 1).toISOString().slice(0, 10) as Day;
}
