import { type Day, dayAfter } from './date.ts';
import type { Instrument } from './instrument.ts';
import type { Law } from './law.ts';
import { type At, type Bound, partyTo } from './party-to.ts';
import { holds, within } from './reservations.ts';

/**
 * Why it is not known what a State said of a treaty on a day: nobody looked, or what it said is not written here; nothing
 * where somebody looked. A list tells what stood on its day. What had been taken back before it does not tell, so that of
 * an earlier day it says nothing; and nothing of who was no party yet.
 */
export function unlookedAt(law: Law, id: string, { state, on }: At): Bound['unlooked'] {
  const instrument = law.instruments[id];
  if (instrument?.kind !== 'treaty' || !canBeLimited(instrument)) return undefined;
  const covers = ({ asOf }: { asOf: Day }) => on === undefined || asOf <= on;
  const own = law.states[state]?.looked ?? [];
  if (own.some((look) => look.instrument === id && covers(look))) return undefined;
  const lists = (law.looks[id] ?? []).filter(covers);
  const wasParty = (asOf: Day) => partyTo(law, id, { state, on: asOf }).verdict === 'yes';
  if (lists.some(({ asOf, unread }) => !unread.includes(state) && wasParty(asOf))) return undefined;
  return lists.some(({ unread }) => unread.includes(state)) ? 'not-written' : 'not-looked';
}

/** Whether there is a paragraph here that a State could limit. */
function canBeLimited(instrument: Instrument): boolean {
  return instrument.articles.some(({ anchor, isHeading }) => !isHeading && mayReserve(instrument, anchor));
}

/** Whether an instrument lets a State make a reservation to a paragraph, or does not say that it may not. */
export function mayReserve({ reservationsTo: to }: Instrument, anchor: string): boolean {
  if (to === undefined) return true;
  if ('only' in to) return to.only.some((one) => within(one, anchor));
  return !to.not.some((one) => holds(one, anchor));
}

/** The days on which that can change, each with the one before. */
export function turnsOfLooks(law: Law, id: string, state: string): Day[] {
  const own = (law.states[state]?.looked ?? []).filter(({ instrument }) => instrument === id);
  return [...own, ...(law.looks[id] ?? [])].flatMap(({ asOf }) => [dayAfter(asOf, -1, 'calendar'), asOf]);
}
