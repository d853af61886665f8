import { type Bound, isLimit, type SaidOfTreaty } from '@clew/rules';
import type { PlainKey } from '../web/index.ts';

/** What each kind is called on pages. */
export const RESERVATION_KEYS: Readonly<Record<SaidOfTreaty['kind'], PlainKey>> = {
  reservation: 'states.reservation.reservation',
  declaration: 'states.reservation.declaration',
  'geographic-limitation': 'states.reservation.geographic-limitation',
  denunciation: 'states.reservation.denunciation',
};

const SAID: Readonly<Record<SaidOfTreaty['kind'], string>> = {
  reservation: 'made a reservation',
  declaration: 'declared how it reads it',
  'geographic-limitation': 'binds itself for part of the world only',
  denunciation: 'left it',
};

/** What a State said of a treaty, a sentence or two each, for a terminal. */
export function reservationTexts({ reservations = [] }: Bound, state: string): string[] {
  return reservations.map(({ kind, articles, text, asOf, status, open }) => {
    const where = articles.length === 0 ? '' : ` (art. ${articles.join(', ')})`;
    const still = open ? ' It is not known whether it still stands.' : '';
    return `${state} ${SAID[kind]}${where}: ${text} As of ${asOf} [${status}].${still}`;
  });
}

/** Why it is not known whether a State owes something although it is party, for a terminal; else nothing. */
export function limitTexts(by: readonly Bound[], state: string): string[] {
  const limited = by.filter((one) => one.verdict === 'yes' && one.limited);
  if (limited.length === 0) return [];
  return [
    limited.every(isLimitOpen)
      ? `${state} is party, and once limited what is asked here; whether that still stands is not known.`
      : `${state} is party, but limited what is asked here; whether that reaches this case nobody has said.`,
    ...limited.flatMap((one) => reservationTexts(one, state)),
  ];
}

/** Whether a State is bound by a treaty from which it took something away itself. */
export function isBoundWithLimit({ verdict, reservations = [] }: Bound): boolean {
  return verdict === 'yes' && reservations.some(isLimit);
}

/** A State bound by a treaty as a whole: a limit that names its articles is no limit of the others. */
export function asWhole({ reservations = [], ...bound }: Bound): Bound {
  return { ...bound, reservations: reservations.filter(({ articles }) => articles.length === 0) };
}

/** Whether of all that a State took away from a treaty that binds it nobody knows whether it still stands. */
export function isLimitOpen(bound: Bound): boolean {
  return isBoundWithLimit(bound) && (bound.reservations ?? []).filter(isLimit).every(({ open }) => open);
}
