import { type Bound, boundBy, type Law } from '@clew/rules';

/** What the State's own file says of it and one instrument. */
export type StateBound = Bound & { state: string };

/** For each State of the law whether an instrument binds it, as of the day of its own list. Guidance binds nobody. */
export function statesBound(law: Law, instrument: string): StateBound[] {
  if (law.instruments[instrument]?.kind === 'guidance') return [];
  return Object.keys(law.states).map((state) => ({
    ...boundBy(law, instrument, { state, on: undefined }),
    state,
  }));
}

/** By instrument: the States that it binds, as of the day of each one's list; of a State's own act, that State. */
export function statesByInstrument(law: Law): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.values(law.instruments).map(({ id, kind, state }) => {
      if (kind === 'national') return [id, state === undefined ? [] : [state]];
      return [id, statesBound(law, id).flatMap((one) => (one.verdict === 'yes' ? [one.state] : []))];
    }),
  );
}
