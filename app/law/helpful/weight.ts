import { type Bound, boundBy, type Day, type Law } from '@clew/rules';
import type { AnyDecision } from '../library/load-shelf.ts';

/** A State on a day. */
type At = { state: string; on: Day };

/**
 * Whose word a decision is, seen from a State; whether its courts have to follow it nobody has said here. `own`: a court of that State gave
 * it, or a court or body of a treaty (or an act of the Union) that bound the State on that day. `persuasive`: a court of
 * another State, or of a treaty that did not bind it. `unknown`: nobody has written which.
 */
export type Weight = 'own' | 'persuasive' | 'unknown';

/** Why a decision weighs so. */
export type WeightReason =
  | { kind: 'own-court' }
  | { kind: 'other-court'; state: string }
  | { kind: 'organ-binds' | 'organ-binds-not' | 'organ-not-known'; bound: Bound; against: boolean }
  | { kind: 'nobody-has-said' };

export type Weighed = {
  weight: Weight;
  reason: WeightReason;
  /** It was given only after the day that is asked about. */
  isLater: boolean;
  /** Views of a committee, which is no court. */
  isViews: boolean;
};

/** What a decision weighs in a State on a day, from who gave it and by what the State was bound. */
export function weightOf(law: Law, decision: AnyDecision, at: At): Weighed {
  const { givenBy, decided, court } = decision;
  return {
    ...wordOf(law, decision, at),
    isLater: decided > at.on.slice(0, decided.length),
    isViews: givenBy?.kind === 'organ' && /\bCommittee\b/.test(court),
  };
}

function wordOf(law: Law, decision: AnyDecision, at: At): Pick<Weighed, 'weight' | 'reason'> {
  const { givenBy } = decision;
  if (!givenBy) return { weight: 'unknown', reason: { kind: 'nobody-has-said' } };
  if (givenBy.kind === 'state') {
    if (givenBy.state === at.state) return { weight: 'own', reason: { kind: 'own-court' } };
    return { weight: 'persuasive', reason: { kind: 'other-court', state: givenBy.state } };
  }
  const against = decision.states.includes(at.state);
  const found = givenBy.instruments.map((instrument) => boundBy(law, instrument, at));
  const by = (verdict: Bound['verdict']) => found.find((bound) => bound.verdict === verdict);
  const yes = by('yes');
  if (yes) return { weight: 'own', reason: { kind: 'organ-binds', bound: yes, against } };
  const open = by('unknown');
  if (open) return { weight: 'unknown', reason: { kind: 'organ-not-known', bound: open, against } };
  const no = by('no');
  if (no) return { weight: 'persuasive', reason: { kind: 'organ-binds-not', bound: no, against } };
  return { weight: 'unknown', reason: { kind: 'nobody-has-said' } };
}
