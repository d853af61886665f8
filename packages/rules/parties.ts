import { type Day, dayAfter, isDate } from './date.ts';
import type { Citation, CitationRef, Instrument } from './instrument.ts';
import type { Law } from './law.ts';
import { mayReserve, turnsOfLooks, unlookedAt } from './looks.ts';
import { type SaidBy, turnsOf } from './party-list.ts';
import { type At, type Bound, inForceDay, partyTo, startOf } from './party-to.ts';
import { limitsParagraph, reaches, reservationsOn, turnsOfReservations } from './reservations.ts';
import type { Party } from './state-law.ts';
import type { Verdict } from './three.ts';

/**
 * Whether a State is bound by what a rule or duty rests on: by one of the instruments at least. Where all that binds it is
 * `limited` the answer is unknown: whether the limit reaches a case nobody has said. `unlooked`: the answer is yes, and of
 * all that binds it nobody looked at what the State said of it: it is party, and more is not known.
 */
export type Binding = { verdict: Verdict; by: readonly Bound[]; unlooked?: true };

/**
 * Whether a State is bound by one of the instruments that are cited. Guidance binds nobody: nothing is said of it, and
 * where only guidance is cited there is no answer.
 */
export function bindingOf(law: Law, cites: readonly (Citation | CitationRef)[], at: At): Binding | undefined {
  const refs = cites.map((cite) => (typeof cite === 'string' ? cite : cite.ref).split('#'));
  const by = [...new Set(refs.map(([id = '']) => id))].flatMap((id) => {
    const instrument = law.instruments[id];
    if (!instrument || instrument.kind === 'guidance') return [];
    const anchors = refs.flatMap(([one, anchor = '']) => (one === id ? [anchor] : []));
    const applied = appliedTo(anchors, { instrument, bound: boundBy(law, id, at), on: at.on });
    return [lookedTo(anchors, instrument, limitedTo(anchors, applied))];
  });
  if (by.length === 0) return undefined;
  const binding = by.filter(({ verdict, limited }) => verdict === 'yes' && !limited);
  if (binding.length > 0) {
    return { verdict: 'yes', by, ...(binding.every(({ unlooked }) => unlooked) ? { unlooked: true } : {}) };
  }
  return { verdict: by.every(({ verdict }) => verdict === 'no') ? 'no' : 'unknown', by };
}

type ToApply = { instrument: Instrument; bound: Bound; on: Day | undefined };

/** Who is bound by an instrument is not bound yet by a paragraph that holds only from a later day. */
function appliedTo(anchors: readonly string[], { instrument, bound, on }: ToApply): Bound {
  if (bound.verdict === 'no' || on === undefined) return bound;
  const cited = instrument.articles.filter(({ anchor }) => anchors.includes(anchor));
  const starts = cited.map(({ appliesFrom }) => startOf(appliesFrom));
  const later = starts.filter((start) => start !== undefined && on < start.day);
  const [first] = later.sort((a, b) => ((a?.day ?? '') < (b?.day ?? '') ? -1 : 1));
  if (first === undefined || later.length < cited.length) return bound;
  return { instrument: instrument.id, verdict: first.before, since: first.day };
}

function limitedTo(anchors: readonly string[], bound: Bound): Bound {
  const { reservations: all = [], ...rest } = bound;
  // What was said of other paragraphs has no place beside these.
  const reservations = all.filter((one) => reaches(one, anchors));
  const isLimited = anchors.every((anchor) => reservations.some((one) => limitsParagraph(one, anchor)));
  return {
    ...rest,
    ...(reservations.length > 0 ? { reservations } : {}),
    ...(isLimited ? { limited: true } : {}),
  };
}

/** Where a treaty lets a State limit some paragraphs only, nothing has to be looked at for the others. */
function lookedTo(anchors: readonly string[], instrument: Instrument, bound: Bound): Bound {
  const { unlooked, ...rest } = bound;
  return unlooked && anchors.every((anchor) => mayReserve(instrument, anchor)) ? bound : rest;
}

/**
 * Whether one instrument binds a State on a day: by what stands in the State's own file, else by the list of who is party.
 * A list that was made before the day does not say no. Nobody is bound before the instrument was in force and
 * its duties held. A State is bound
 * by its own acts and by no other State's. Who has left it is not bound from that day on; what a
 * State said of it otherwise stands beside a yes.
 */
export function boundBy(law: Law, id: string, at: At): Bound {
  const bound = partyTo(law, id, at);
  if (bound.verdict === 'no') return bound;
  const unlooked = bound.verdict === 'yes' ? unlookedAt(law, id, at) : undefined;
  const known = { ...bound, ...(unlooked ? { unlooked } : {}) };
  const reservations = reservationsOn(law, id, at);
  if (reservations.length === 0) return known;
  const left = reservations.find(({ kind }) => kind === 'denunciation');
  if (!left) return { ...known, reservations };
  const { asOf, status, compared } = left;
  const said: SaidBy = { by: 'state', status, ...(compared ? { compared } : {}) };
  return { instrument: id, verdict: 'no', asOf, said, reservations };
}

/**
 * The days on which what `boundBy` says of a State and an instrument can change, each with those beside it: what it says
 * between two of them it says of all days between.
 */
export function boundTurns(law: Law, id: string, state: string): Day[] {
  const instrument = law.instruments[id];
  const inForce = inForceDay(instrument);
  const starts = [
    instrument?.appliesFrom,
    ...(instrument?.articles ?? []).map(({ appliesFrom }) => appliesFrom),
  ];
  const entry = law.states[state];
  const own = entry?.parties.find((one) => one.instrument === id);
  const list = entry && law.parties[id];
  return [
    ...(inForce === undefined ? [] : [dayAfter(inForce, -1, 'calendar'), inForce]),
    ...starts.flatMap((stated) => {
      const day = startOf(stated)?.day;
      return day === undefined ? [] : [dayAfter(day, -1, 'calendar'), day];
    }),
    ...(own ? turnsOfParty(own) : []),
    ...(list ? turnsOf(list, { state, inForce }) : []),
    ...turnsOfReservations(law, id, state),
    ...turnsOfLooks(law, id, state),
  ];
}

/** The days on which what a State's own file says of an instrument can change, each with those beside it. */
export function turnsOfParty({ from, until, asOf }: Party): Day[] {
  const first = from === undefined || isDate(from) ? from : (`${from}-01-01` as Day);
  const last = from === undefined || isDate(from) ? until : (`${from}-12-31` as Day);
  return [first, last, until, asOf].flatMap((day) =>
    day !== undefined && isDate(day)
      ? [dayAfter(day, -1, 'calendar'), day, dayAfter(day, 1, 'calendar')]
      : [],
  );
}
