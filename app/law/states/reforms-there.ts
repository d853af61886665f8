import { type Bound, boundBy, type Law, reachIn } from '@clew/rules';
import type { At } from './asked-of.ts';

/** A reform of an instrument and whether that instrument binds the State: where it does not, no amendment of it can. */
export type ReformThere = {
  id: string;
  label: string;
  amends: string;
  bound: Bound;
  /** The same as of the day up to which it is known. */
  lastKnown: Bound;
  /** The State applies what it would amend through another instrument: whether an amendment reaches it, nobody has said. */
  isThrough: boolean;
};

/**
 * Whether no amendment could reach the State: what it would amend does not bind it, or did not on the last day of which that is
 * known.
 */
export function isOutOfReach({
  bound,
  lastKnown,
  isThrough,
}: Pick<ReformThere, 'bound' | 'lastKnown' | 'isThrough'>): boolean {
  if (isThrough) return false;
  return bound.verdict === 'no' || (bound.verdict === 'unknown' && lastKnown.verdict === 'no');
}

/** Every reform of the law that would amend an instrument, for one State on a day. */
export function reformsThere(law: Law, at: At): ReformThere[] {
  return Object.values(law.overlays).flatMap(({ id, label, amends }) =>
    amends === undefined
      ? []
      : [
          {
            ...{ id, label, amends },
            bound: boundBy(law, amends, at),
            lastKnown: boundBy(law, amends, { ...at, on: undefined }),
            isThrough: reachIn(law, amends, { states: [at.state], on: at.on }).through.length > 0,
          },
        ],
  );
}
