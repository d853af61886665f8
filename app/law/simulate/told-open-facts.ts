import { type Day, factsOf, type Law, lawFor } from '@clew/rules';
import { FLOOR, type SimulationResult } from './result.ts';
import type { OpenCounts } from './simulate.ts';

type Told = {
  law: Law;
  on: Day;
  /** The States under whose law records were asked; undefined is nobody's. */
  states: readonly (string | undefined)[];
  overlays: readonly (readonly string[])[];
  /** The provisions as they are told, with their floor. */
  provisions: SimulationResult['provisions'];
};

type OpenFacts = SimulationResult['openFacts'];

/** How many facts are told of for each rule. */
const OPEN_FACTS = 5;

/**
 * The facts of each rule that keep most records open, as they may be told. Who is open for want of a fact is of one size in
 * every rule that reads it, and would give away a small count beside it: so a rule is left out if it, or anything that reads
 * one of its facts, has a count that is hidden. That is decided by what is told and by the law alone, so that leaving out
 * tells nothing either.
 */
export function toldOpenFacts(open: OpenCounts, told: Told): OpenFacts {
  const { law, provisions } = told;
  if (open.records < 2 * FLOOR) return { records: 0, facts: [] };
  const unknown = new Map(
    provisions.flatMap(({ kind, id, groups }) =>
      kind === 'rule' ? [[id, groups[0]?.before.burden.unknown] as const] : [],
    ),
  );
  const isHidden = hiddenBy(told);
  const rules = new Map<string, OpenCounts['facts'][number][]>();
  for (const one of open.facts) {
    if (one.records > 0) rules.set(one.rule, [...(rules.get(one.rule) ?? []), one]);
  }
  const facts = [...rules].flatMap(([rule, list]) => {
    const most = unknown.get(rule);
    if (typeof most !== 'number' || isHidden(rule)) return [];
    const first = list.sort((one, other) => other.records - one.records).slice(0, OPEN_FACTS);
    const numbers = sizesOf(first, most);
    return first.map(({ fact }, at) => ({
      ...{ rule, fact, label: law.facts[fact]?.label ?? fact },
      records: numbers?.[at] ?? ('withheld' as const),
    }));
  });
  return { records: open.records, facts };
}

/**
 * In tens, and all but a few as all, so that neither a small number nor a small rest is narrowed; or nothing: one that is
 * small shows itself by what the others leave of the records that are open.
 */
function sizesOf(list: OpenCounts['facts'], most: number): number[] | undefined {
  if (most < 2 * FLOOR || list.some(({ records }) => records < FLOOR)) return undefined;
  const tens = (count: number) => Math.round(count / FLOOR) * FLOOR;
  return list.map(({ records }) => tens(most - records < FLOOR ? most : records));
}

/** Whether a rule reads a fact that stands behind a hidden count, under any of the laws that were asked. */
function hiddenBy({ law, on, states, overlays, provisions }: Told): (rule: string) => boolean {
  const laws = states.flatMap((state) =>
    [[], ...overlays].map((list) => lawFor(law, { state, on, overlays: list })),
  );
  const readBy = (id: string) => new Set(laws.flatMap((one) => factsOf(one, id)));
  const hidden = provisions.filter(hasHidden).map(({ id }) => id);
  const facts = new Set(hidden.flatMap((id) => [...readBy(id)]));
  return (rule) => hidden.includes(rule) || [...readBy(rule)].some((fact) => facts.has(fact));
}

/** Whether a count of a provision is not told, of any group and under any reform. */
function hasHidden({ groups }: SimulationResult['provisions'][number]): boolean {
  return groups.some(({ before, reforms }) =>
    [before, ...reforms.flatMap(({ after, moves }) => [after, moves])].some(isAnyHidden),
  );
}

function isAnyHidden(cells: unknown): boolean {
  return typeof cells === 'object' && cells !== null
    ? Object.values(cells).some(isAnyHidden)
    : typeof cells !== 'number';
}
