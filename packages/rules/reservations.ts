import { type Day, dayAfter, isDate } from './date.ts';
import type { Law } from './law.ts';
import type { Reservation, SaidOfTreaty } from './state-law.ts';

type At = { state: string; on: Day | undefined };

/**
 * What a State said of an instrument that stood on a day; without a day what was not taken back. A reservation of which
 * nobody knows whether it still stands is still told: that it has gone would have to be written.
 */
export function reservationsOn(law: Pick<Law, 'states'>, id: string, { state, on }: At): SaidOfTreaty[] {
  return (law.states[state]?.reservations ?? [])
    .filter((one) => one.instrument === id && stoodOn(one, on))
    .map(({ place: _, ...said }) => ({ ...said, ...(isOpen(said, on) ? { open: true } : {}) }));
}

/** A reservation is known up to its own day, whatever is known of the parties: after it, it may have been taken back. */
export function isOpen(
  { until, goneBy, asOf }: Pick<Reservation, 'until' | 'goneBy' | 'asOf'>,
  on: Day | undefined,
): boolean {
  return until === undefined && on !== undefined && on > asOf && (goneBy === undefined || on < goneBy);
}

function stoodOn({ from, until, goneBy }: Reservation, on: Day | undefined): boolean {
  if (on === undefined) return until === undefined && goneBy === undefined;
  if (goneBy !== undefined && on >= goneBy) return false;
  return (from === undefined || on >= firstDay(from)) && (until === undefined || on <= until);
}

/** Of a year alone nobody knows the day: it is told from its first day on. */
function firstDay(from: string): string {
  return from.length === 4 ? `${from}-01-01` : from;
}

/** Whether something that a State said takes away from one of its paragraphs. A declaration takes nothing away. */
export function limitsParagraph({ kind, articles }: SaidOfTreaty, anchor: string): boolean {
  if (kind === 'geographic-limitation') return true;
  if (kind !== 'reservation') return false;
  return articles.length === 0 || articles.some((article) => within(article, anchor));
}

/** Whether something that a State said is about one of some of its paragraphs. */
export function reaches({ articles }: SaidOfTreaty, anchors: readonly string[]): boolean {
  return articles.length === 0 || anchors.some((anchor) => articles.some((one) => within(one, anchor)));
}

/** Whether it takes something away from the treaty at all. */
export function isLimit({ kind }: SaidOfTreaty): boolean {
  return kind === 'reservation' || kind === 'geographic-limitation';
}

/** Whether a paragraph is an article or stands in it. */
export function holds(article: string, anchor: string): boolean {
  return article === anchor || anchor.startsWith(`${article}.`);
}

/** Article 22 holds 22.1; who cites article 22 as a whole rests on 22.1, too. */
export function within(article: string, anchor: string): boolean {
  return holds(article, anchor) || article.startsWith(`${anchor}.`);
}

/** The days on which what a State said of an instrument can change, each with the one before. */
export function turnsOfReservations(law: Pick<Law, 'states'>, id: string, state: string): Day[] {
  return (law.states[state]?.reservations ?? [])
    .filter(({ instrument }) => instrument === id)
    .flatMap(({ from, until, goneBy, asOf }) => [
      ...(from === undefined ? [] : [firstDay(from)]),
      ...(goneBy === undefined ? [] : [goneBy]),
      ...[until, asOf].flatMap((day) => (day === undefined ? [] : [dayAfter(day, 1, 'calendar')])),
    ])
    .flatMap((day) => (isDate(day) ? [dayAfter(day, -1, 'calendar'), day] : []));
}
