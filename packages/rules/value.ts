import { getCitation } from './citation.ts';
import type { Day } from './date.ts';
import type { Citation, CitationRef } from './instrument.ts';
import { type LaterEnd, type Law, type Since, sinceOf, type Value } from './law.ts';
import { variantOn } from './resolve.ts';

/** The State whose number is asked for, and the day. */
type At = { state: string; on: Day | undefined };

/**
 * What a State gives. `said: state`: its own law, as encoded. `said: nobody`: nobody has said what it gives (at all, or on
 * that day), or the day is not known; the number is then the least that the treaty allows.
 */
export type StateValue = { state: string; value: number } & (
  | (Since & {
      said: 'state';
      orLater?: LaterEnd;
      isFirstDayCounted?: true;
      /** Where its law says months: how many, and `value` only stands for them. */
      months?: number;
      cites: readonly Citation[];
    })
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

/** What a State gives. */
export function stateValue(value: Value, { state, on }: At, law: Law): StateValue {
  const least = { state, value: value.floor ?? value.value };
  const list = Object.hasOwn(value.variants, state) ? value.variants[state] : undefined;
  if (!list) return { ...least, said: 'nobody', why: 'nothing-for-state' };
  if (on === undefined) return { ...least, said: 'nobody', why: 'no-day' };
  const variant = variantOn(list, on);
  if (!variant) return { ...least, said: 'nobody', why: 'nothing-for-day' };
  const cites = citations(variant.cites, law);
  const { value: days, months, orLater, isFirstDayCounted } = variant;
  return {
    ...{ state, value: days, said: 'state', ...sinceOf(variant), cites },
    ...(orLater === undefined ? {} : { orLater }),
    ...(isFirstDayCounted ? { isFirstDayCounted } : {}),
    ...(months === undefined ? {} : { months }),
  };
}

/** What a person should look at where the State's own value lies below the treaty's floor. */
export function floorFindings({ id, floor }: Value, given: StateValue | undefined): Finding[] {
  if (floor === undefined || given?.said !== 'state' || given.value >= floor) return [];
  const { state, value, cites } = given;
  return [{ code: 'below-floor', rule: id, state, value, floor, cites }];
}

function citations(refs: readonly CitationRef[], law: Law): Citation[] {
  return refs.map((ref) => getCitation(law, ref));
}
