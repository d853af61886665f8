import { type Day, type Law, type Overlay, type Reach, reachIn } from '@clew/rules';

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

/**
 * Whether a reform could bind a State at all, in English for the terminal and for files: an amendment binds none but
 * those whom the amended text binds, and of them those who accept it.
 */
export function reachText({ amends }: Overlay, { law, state, on, nameOf, states = [] }: Reaching): string {
  if (amends === undefined)
    return 'It amends no treaty that is named here: a State would have to take it into its own law.';
  const amended = `It would amend ${nameOf(amends)}`;
  if (state !== undefined)
    return textOfOne(amended, { state, nameOf, reach: reachIn(law, amends, { states: [state], on }) });
  const reach = reachIn(law, amends, { states, on });
  const { outside, unknown, lastOutside } = reach;
  return [
    `${amended}, and bind only States that this binds and that accept it.`,
    ...(outside.length > 0 ? [`Of the States here it does not bind ${outside.join(', ')}: ${NO_CLAIM}`] : []),
    ...throughTexts(reach, nameOf),
    ...lastOutside.map(({ state: one, asOf }) => `${one}: last known not bound (${asOf}).`),
    ...(unknown.length > 0 ? [`Whether it binds ${unknown.join(', ')} is not known.`] : []),
  ].join(' ');
}

type One = { state: string; nameOf: Reaching['nameOf']; reach: Reach };

function textOfOne(amended: string, { state, nameOf, reach }: One): string {
  if (reach.through.length > 0) return `${amended}. ${throughTexts(reach, nameOf).join(' ')}`;
  if (reach.outside.length > 0) return `${amended}, which does not bind ${state}: ${NO_CLAIM}`;
  const [last] = reach.lastOutside;
  if (last)
    return `${amended}. ${state}: last known not bound (${last.asOf}); whether it is since is not known.`;
  if (reach.unknown.length > 0) return `${amended}. Whether that binds ${state} is not known.`;
  return `${amended}, which binds ${state}; the amendment would, once ${state} accepts it.`;
}

function throughTexts({ through }: Reach, nameOf: Reaching['nameOf']): string[] {
  return [...new Set(through.map(({ instrument }) => instrument))].map((by) => {
    const states = through.flatMap(({ state, instrument }) => (instrument === by ? [state] : []));
    return `${states.join(', ')}: bound by its articles only through ${nameOf(by)}; whether the amendment would reach so far, nobody has said.`;
  });
}
