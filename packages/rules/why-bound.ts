import type { Instrument } from './instrument.ts';
import type { Law } from './law.ts';
import type { Binding } from './parties.ts';
import { type Bound, inForceDay } from './party-to.ts';
import type { Verdict } from './three.ts';

/**
 * Why a text binds a State, does not, or why that is not known. Yes: `bound`; `unlooked`, it is party, and what it said of
 * the treaty nobody looked at. No: `closed`, it can never be bound; `left`, it has left; `not-yet`, nobody was bound then, or
 * not by this paragraph; `not-bound`, its own file or a list says no; `other-state`, it is an act of another State. Not known: `limited`, it took
 * something away; `limit-open`, it once did and nobody knows whether that stands; `disputed`, what is told does not settle
 * the day; `nobody-said`, no list and no file tells; `not-then`, it was not bound on the last day of which anybody tells,
 * and the day that is asked about is later.
 */
export type WhyBound =
  | 'bound'
  | 'unlooked'
  | 'closed'
  | 'left'
  | 'not-yet'
  | 'not-bound'
  | 'other-state'
  | 'limited'
  | 'limit-open'
  | 'disputed'
  | 'nobody-said'
  | 'not-then';

/** The answer for all that was cited: with the reason of the one that says most, and that one. */
export type Bindingness = { verdict: Verdict; why: WhyBound; bound: Bound };

const ORDER: readonly WhyBound[] = [
  ...(['bound', 'unlooked', 'limited', 'limit-open', 'disputed', 'nobody-said', 'not-then'] as const),
  ...(['left', 'not-yet', 'not-bound', 'closed', 'other-state'] as const),
];

/**
 * Whether anything binds a State, and why: yes by the strongest text that does, not known by the one that comes nearest, no
 * by the one that says most. Nothing where only guidance is cited, which binds nobody.
 */
export function whyBinding(law: Law, binding: Binding | undefined): Bindingness | undefined {
  const { verdict, by } = binding ?? {};
  if (verdict === undefined || !by) return undefined;
  const found = by
    .map((bound) => ({ verdict, why: whyBound(law, bound), bound }))
    .sort((a, b) => ORDER.indexOf(a.why) - ORDER.indexOf(b.why));
  return found[0];
}

/** Why one instrument binds a State, does not, or why that is not known. */
export function whyBound(law: Law, bound: Bound): WhyBound {
  const instrument = law.instruments[bound.instrument];
  if (bound.verdict === 'yes') return whyYes(bound);
  if (bound.verdict === 'unknown' && bound.lastNot !== undefined) return 'not-then';
  if (bound.verdict === 'unknown') return bound.asOf === undefined ? 'nobody-said' : 'disputed';
  if (bound.closedTo !== undefined) return 'closed';
  if (bound.until !== undefined) return 'left';
  if (bound.reservations?.some(({ kind }) => kind === 'denunciation')) return 'left';
  if (instrument?.kind === 'national') return 'other-state';
  return isStart(instrument, bound) ? 'not-yet' : 'not-bound';
}

function whyYes({ limited, unlooked, reservations = [] }: Bound): WhyBound {
  if (!limited) return unlooked ? 'unlooked' : 'bound';
  const limits = reservations.filter(({ kind }) => kind !== 'declaration');
  return limits.every(({ open }) => open) ? 'limit-open' : 'limited';
}

/** Whether all that is told against it is the day from which the instrument, or a paragraph, holds at all. */
function isStart(instrument: Instrument | undefined, { since, said }: Bound): boolean {
  return said === undefined && since !== undefined && since >= (inForceDay(instrument) ?? since);
}
