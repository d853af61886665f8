import type { Day } from './date.ts';
import type { Law } from './law.ts';
import { boundBy } from './parties.ts';

/** A State that a treaty did not bind when that was last known, and up to which day that is known. */
export type LastKnown = { state: string; asOf: Day };

/** A State that applies a treaty's articles as another instrument asks it to, and is not known to be bound by the treaty. */
export type Through = { state: string; instrument: string };

/** Of some States, whom an amendment of an instrument could reach on a day, by what their lists say. No State stands in two of `bound`, `through`, `outside` and `unknown`. */
export type Reach = {
  instrument: string;
  /** Bound by the instrument. The amendment binds them only once they accept it. */
  bound: readonly string[];
  /** Bound by its articles through another instrument alone. Whether an amendment reaches them so, no list says. */
  through: readonly Through[];
  /** Not bound by it on that day: no amendment of it reaches them. */
  outside: readonly string[];
  /** Nobody has written whether it binds them on that day. */
  unknown: readonly string[];
  /** Of the unknown those that it did not bind when that was last known. */
  lastOutside: readonly LastKnown[];
};

/** The States to sort, all that the law knows if left out, and the day. Without a day each stands as on that of its list. */
type Asked = { states?: readonly string[]; on: Day | undefined };

/** Whom an amendment of an instrument could reach, of some States on a day. */
export function reachIn(law: Law, instrument: string, { states, on }: Asked): Reach {
  const all = (states ?? Object.keys(law.states).sort()).map((state) => {
    const { verdict } = boundBy(law, instrument, { state, on });
    const by = verdict === 'yes' ? undefined : throughOf(law, instrument, { state, on });
    return { state, verdict, by };
  });
  const who = (wanted: 'yes' | 'no' | 'unknown') =>
    all.flatMap(({ state, verdict, by }) => (verdict === wanted && by === undefined ? [state] : []));
  const unknown = who('unknown');
  return {
    ...{ instrument, bound: who('yes'), outside: who('no'), unknown },
    through: all.flatMap(({ state, by }) => (by === undefined ? [] : [{ state, instrument: by }])),
    lastOutside: unknown.flatMap((state) => {
      const { verdict, asOf } = boundBy(law, instrument, { state, on: undefined });
      return verdict === 'no' && asOf !== undefined ? [{ state, asOf }] : [];
    }),
  };
}

/** The same for the instrument that an overlay would amend; nothing where it amends none or there is no such overlay. */
export function reachOf(law: Law, overlay: string, on: Day): Reach | undefined {
  const instrument = law.overlays[overlay]?.amends;
  return instrument === undefined ? undefined : reachIn(law, instrument, { on });
}

/** The instrument through which a State applies the articles of another on a day. */
function throughOf(
  law: Law,
  instrument: string,
  at: { state: string; on: Day | undefined },
): string | undefined {
  return Object.values(law.instruments).find(
    ({ id, articles }) =>
      articles.some(({ appliesInstrument }) => appliesInstrument === instrument) &&
      boundBy(law, id, at).verdict === 'yes',
  )?.id;
}
