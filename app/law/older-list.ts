import type { Bound, Day, Law } from '@clew/rules';

/**
 * The day of a list of members that is older than the act of the Union itself: it tells who was a member then, and the act
 * binds by that alone. Nothing where the list can tell of the act.
 */
export function membersAsOf(
  law: Law,
  { instrument, asOf }: Pick<Bound, 'instrument' | 'asOf'>,
): Day | undefined {
  const act = law.instruments[instrument];
  const made = act?.adopted?.value ?? act?.inForce?.value;
  if (act?.kind !== 'eu-act' || asOf === undefined || made === undefined) return undefined;
  return asOf < made ? asOf : undefined;
}
