import { type Bound, boundBy, type Day, type Law, type Verdict } from '@clew/rules';
import type { PlainKey } from '../web/index.ts';

/** Whether an instrument binds a State, as far as its file and the list of parties say. */
export type BoundState = Bound & { state: string };

/** The words for it. */
export const BOUND_KEYS: Readonly<Record<Verdict, PlainKey>> = {
  yes: 'assess.national.bound-yes',
  no: 'assess.national.bound-no',
  unknown: 'assess.national.bound-unknown',
};

/** The instruments that bind States by their own consent, by the law's order. */
export function treatiesOf(law: Law): string[] {
  return Object.values(law.instruments).flatMap(({ id, kind }) => (kind === 'treaty' ? [id] : []));
}

/**
 * Whether an instrument binds each State that the law knows, on a day; without one each as of the day of its own list.
 * Guidance binds nobody.
 */
export function boundStates(law: Law, instrument: string, on?: Day): BoundState[] {
  if (law.instruments[instrument]?.kind === 'guidance') return [];
  return Object.keys(law.states).map((state) => ({ ...boundBy(law, instrument, { state, on }), state }));
}

/** By instrument: the States that it binds, as of the day of each one's list; of a State's own act, that State. */
export function statesByInstrument(law: Law): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.values(law.instruments).map(({ id, kind, state }) => {
      if (kind === 'national') return [id, state === undefined ? [] : [state]];
      return [id, boundStates(law, id).flatMap((one) => (one.verdict === 'yes' ? [one.state] : []))];
    }),
  );
}
