import { type Citation, type Day, getCitation, type Law, type SeenLaw } from '@clew/rules';

/** A State on a day. */
type At = { state: string; on: Day };

/**
 * One thing that is known of a State's own law as far as somebody saw. `open`: whether it was so on the day that is asked
 * about is not known, as nothing is told of the time after its own day.
 */
export type Seen = Omit<SeenLaw, 'cites' | 'place'> & { cites: readonly Citation[]; open: boolean };

/**
 * What is known of a State's own law as far as somebody saw, of a day: of one rule, number or duty, or of all. What had not
 * begun then, or had ended, is not among it; what does not say since when is.
 */
export function seenLaw(law: Law, { state, on }: At, id?: string): Seen[] {
  return (law.states[state]?.seen ?? [])
    .filter(({ of }) => id === undefined || of.includes(id))
    .filter(({ from, until }) => isWithin(on, from, until))
    .map(({ place: _, cites, ...seen }) => ({
      ...seen,
      cites: cites.map((ref) => getCitation(law, ref)),
      open: on > (seen.until ?? seen.asOf),
    }));
}

/** A year counts from its first day: in that year it may not have been so yet, and it is told that it is of the year. */
function isWithin(on: Day, from: string | undefined, until: Day | undefined): boolean {
  return (from === undefined || on.slice(0, from.length) >= from) && (until === undefined || on <= until);
}
