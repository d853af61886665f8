import { boundBy, type Day, type Law, type Overlay } from '@clew/rules';

/** For which State, if for one, on which day, and how an instrument is called. */
type Reaching = {
  law: Law;
  state: string | undefined;
  on: Day | undefined;
  nameOf: (instrument: string) => string;
};

/**
 * Whether a reform could bind a State at all, in English for the terminal and for files: an amendment binds none but
 * those whom the amended text binds, and of them those who accept it.
 */
export function reachText({ amends }: Overlay, { law, state, on, nameOf }: Reaching): string {
  if (amends === undefined)
    return 'It amends no treaty that is named here: a State would have to take it into its own law.';
  const amended = `It would amend ${nameOf(amends)}`;
  if (state === undefined) return `${amended}, and bind only States that this binds and that accept it.`;
  const { verdict } = boundBy(law, amends, { state, on });
  if (verdict === 'no') return `${amended}, which does not bind ${state}: there it changes nothing.`;
  if (verdict === 'unknown') return `${amended}. Whether that binds ${state} is not known.`;
  return `${amended}, which binds ${state}; the amendment would, once ${state} accepts it.`;
}
