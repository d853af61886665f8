import type { Day } from './date.ts';
import type { Law } from './law.ts';
import { boundBy } from './parties.ts';

/** Whom an amendment could reach: the States that the amended instrument binds on a day, by what their lists say. */
export type Reach = {
  instrument: string;
  /** Bound by the instrument. The amendment binds them only once they accept it. */
  parties: readonly string[];
  /** Not bound by it: no amendment of it reaches them. */
  outside: readonly string[];
  /** Nobody has written, up to that day, whether it binds them. */
  unknown: readonly string[];
};

/**
 * Whom the instrument that an overlay would amend binds, of the States that the law knows; nothing where the overlay
 * amends none or there is no such overlay. Without a day each State stands as on the day of its list.
 */
export function reachOf(law: Law, overlay: string, on?: Day): Reach | undefined {
  const instrument = law.overlays[overlay]?.amends;
  if (instrument === undefined) return undefined;
  const verdicts = Object.keys(law.states)
    .sort()
    .map((state) => ({ state, verdict: boundBy(law, instrument, { state, on }).verdict }));
  const who = (wanted: 'yes' | 'no' | 'unknown') =>
    verdicts.flatMap(({ state, verdict }) => (verdict === wanted ? [state] : []));
  return { instrument, parties: who('yes'), outside: who('no'), unknown: who('unknown') };
}
