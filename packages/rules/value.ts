import type { Day } from './date.ts';
import type { Citation, CitationRef, Law, Value, Variant } from './law.ts';
import { getCitation } from './law.ts';

/** The States a case is about and the day on which the law is asked. */
export type Where = { states: readonly string[]; on: Day | undefined };

/**
 * What a State gives. `said: state`: its own law, as encoded. `said: nobody`: nobody has said what it gives (at all, or on
 * that day), or the day is not known; the number is then the least that the treaty allows.
 */
export type StateValue = { state: string; value: number } & (
  | { said: 'state'; since: Day; cites: readonly Citation[] }
  | { said: 'nobody'; why: 'nothing-for-state' | 'nothing-for-day' | 'no-day' }
);

/** Something that a person should look at: a State's law gives less than the treaty's floor. */
export type Finding = {
  code: 'below-floor';
  rule: string;
  state: string;
  value: number;
  floor: number;
  cites: readonly Citation[];
};

/** What each State gives, in the order in which the States were named. */
export function stateValues(value: Value, { states, on }: Where, law: Law): StateValue[] {
  return states.map((state): StateValue => {
    const least = { state, value: value.floor ?? value.value };
    const list = Object.hasOwn(value.variants, state) ? value.variants[state] : undefined;
    if (!list) return { ...least, said: 'nobody', why: 'nothing-for-state' };
    if (on === undefined) return { ...least, said: 'nobody', why: 'no-day' };
    const variant = variantOn(list, on);
    if (!variant) return { ...least, said: 'nobody', why: 'nothing-for-day' };
    return {
      state,
      value: variant.value,
      said: 'state',
      since: variant.from,
      cites: citations(variant.cites, law),
    };
  });
}

/** Variants stand in the order of their first days: the last that had begun is the one, unless it had ended. */
function variantOn(list: readonly Variant[], on: Day): Variant | undefined {
  const variant = list.findLast(({ from }) => from <= on);
  return variant && (variant.to === undefined || on <= variant.to) ? variant : undefined;
}

/** The States whose own value lies below the treaty's floor. */
export function floorFindings({ id, floor }: Value, given: readonly StateValue[]): Finding[] {
  if (floor === undefined) return [];
  return given.flatMap((found): Finding[] =>
    found.said === 'state' && found.value < floor
      ? [{ code: 'below-floor', rule: id, state: found.state, value: found.value, floor, cites: found.cites }]
      : [],
  );
}

function citations(refs: readonly CitationRef[], law: Law): Citation[] {
  return refs.map((ref) => getCitation(law, ref));
}
