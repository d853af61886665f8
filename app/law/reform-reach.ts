import { boundBy, type Day, type Law, type Overlay } from '@clew/rules';

/** What a text says of somebody is one thing, and that a State owes it to them another. */
const NO_CLAIM = 'there it gives nobody a claim, and what changes below is only what its words would say.';

/** For which State, if for one, on which day, and how an instrument is called. */
type Reaching = {
  law: Law;
  state: string | undefined;
  on: Day | undefined;
  nameOf: (instrument: string) => string;
  /** The States of a file, where each record names its own. */
  states?: readonly string[];
};

/** Of these States, those that a treaty does not bind on a day, and those of which that is not known. */
export function statesOutside(
  law: Law,
  instrument: string,
  { states, on }: { states: readonly string[]; on: Day | undefined },
): { outside: string[]; unknown: string[] } {
  const those = (verdict: string) =>
    states.filter((state) => boundBy(law, instrument, { state, on }).verdict === verdict);
  return { outside: those('no'), unknown: those('unknown') };
}

/** A State that a treaty did not bind when that was last known, and up to which day that is known. */
type LastKnown = { state: string; asOf: Day };

/** Of these States those of which it is not known on a day whether a treaty binds them, and which it last did not. */
export function lastKnownOutside(
  law: Law,
  instrument: string,
  { states, on }: { states: readonly string[]; on: Day | undefined },
): LastKnown[] {
  return statesOutside(law, instrument, { states, on }).unknown.flatMap((state) => {
    const { verdict, asOf } = boundBy(law, instrument, { state, on: undefined });
    return verdict === 'no' && asOf !== undefined ? [{ state, asOf }] : [];
  });
}

/**
 * Whether a reform could bind a State at all, in English for the terminal and for files: an amendment binds none but
 * those whom the amended text binds, and of them those who accept it.
 */
export function reachText({ amends }: Overlay, { law, state, on, nameOf, states = [] }: Reaching): string {
  if (amends === undefined)
    return 'It amends no treaty that is named here: a State would have to take it into its own law.';
  const amended = `It would amend ${nameOf(amends)}`;
  if (state === undefined) {
    const { outside, unknown } = statesOutside(law, amends, { states, on });
    return [
      `${amended}, and bind only States that this binds and that accept it.`,
      ...(outside.length > 0
        ? [`Of the States here it does not bind ${outside.join(', ')}: ${NO_CLAIM}`]
        : []),
      ...lastKnownOutside(law, amends, { states, on }).map(
        ({ state: one, asOf }) => `${one}: last known not bound (${asOf}).`,
      ),
      ...(unknown.length > 0 ? [`Whether it binds ${unknown.join(', ')} is not known.`] : []),
    ].join(' ');
  }
  const { verdict } = boundBy(law, amends, { state, on });
  if (verdict === 'no') return `${amended}, which does not bind ${state}: ${NO_CLAIM}`;
  const [last] = lastKnownOutside(law, amends, { states: [state], on });
  if (last)
    return `${amended}. ${state}: last known not bound (${last.asOf}); whether it is since is not known.`;
  if (verdict === 'unknown') return `${amended}. Whether that binds ${state} is not known.`;
  return `${amended}, which binds ${state}; the amendment would, once ${state} accepts it.`;
}
