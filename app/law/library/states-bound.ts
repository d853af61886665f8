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

/** By instrument: the States that it binds, as of the day of each one's list, and whose it is. */
export function statesByInstrument(law: Law): ReadonlyMap<string, readonly string[]> {
  const states = new Map<string, string[]>();
  const add = (instrument: string, state: string) =>
    states.set(instrument, [...(states.get(instrument) ?? []), state]);
  for (const { id, state } of Object.values(law.instruments)) if (state !== undefined) add(id, state);
  // Only what a State's own file names is known of it.
  for (const { id: state, parties } of Object.values(law.states))
    for (const { instrument } of parties)
      if (boundBy(law, instrument, { state, on: undefined }).verdict === 'yes') add(instrument, state);
  return states;
}
