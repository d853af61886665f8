import { type Citation, type Day, getCitation, type Law, type ValueResult } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';

/** What a State gives as it was read on a day after the one that is asked about: since when, its source does not say. */
export type LaterReading = { state: string; value: number; readOn: Day; cites: readonly Citation[] };

type Assessed = Pick<AssessedCase, 'law' | 'assessment'>;

/**
 * The first reading of a number after the day of the case, where nobody has said what the State gave on that day and the
 * reading tells no beginning: it may have held then. It never counts, and whoever reads the treaty's number must see it.
 */
export function laterReading(result: ValueResult | undefined, assessed: Assessed): LaterReading | undefined {
  const { law, assessment } = assessed;
  const { on } = assessment;
  const given = result?.given;
  if (!result || on === undefined || given?.said !== 'nobody' || given.why !== 'nothing-for-day')
    return undefined;
  return firstReadAfter(law, { state: given.state, on }, result.id);
}

/** The first reading of a State's number after a day that tells no beginning. */
export function firstReadAfter(
  law: Law,
  { state, on }: { state: string; on: Day },
  id: string,
): LaterReading | undefined {
  const variants = law.values[id]?.variants ?? {};
  const [first] = (Object.hasOwn(variants, state) ? (variants[state] ?? []) : [])
    .filter(({ from, isStartUnknown }) => isStartUnknown && from > on)
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  return (
    first && {
      ...{ state, value: first.value, readOn: first.from },
      cites: first.cites.map((ref) => getCitation(law, ref)),
    }
  );
}
