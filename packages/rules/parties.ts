import { type Day, dayAfter, isDate } from './date.ts';
import type { Citation, CitationRef, Instrument, Stated } from './instrument.ts';
import type { Law } from './law.ts';
import { type SaidBy, type Told, toldBy, turnsOf } from './party-list.ts';
import { limitsParagraph, reaches, reservationsOn, turnsOfReservations } from './reservations.ts';
import type { Party, SaidOfTreaty } from './state-law.ts';
import type { Verdict } from './three.ts';

/**
 * Whether an instrument binds a State, as far as its own file or a list of parties says, and up to which day that is known.
 * `said`: where that stands and how far it was checked. `reservations`: what the State said of it, or of the paragraphs that
 * were asked about, that stood on that day or may have stood, where it is not known that it is not bound. `limited`: each
 * paragraph that was asked about is one from which such a reservation takes something away.
 */
export type Bound = {
  instrument: string;
  verdict: Verdict;
  asOf?: Day;
  since?: string;
  said?: SaidBy;
  reservations?: readonly SaidOfTreaty[];
  limited?: true;
};

/**
 * Whether a State is bound by what a rule or duty rests on: by one of the instruments at least. Where all that binds it is
 * `limited` the answer is unknown: whether the limit reaches a case nobody has said.
 */
export type Binding = { verdict: Verdict; by: readonly Bound[] };

type At = { state: string; on: Day | undefined };

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
    return [limitedTo(anchors, appliedTo(anchors, { instrument, bound: boundBy(law, id, at), on: at.on }))];
  });
  if (by.length === 0) return undefined;
  if (by.some(({ verdict, limited }) => verdict === 'yes' && !limited)) return { verdict: 'yes', by };
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

type Start = { day: Day; before: Verdict };

/** From which day something holds, and what is to be said of days before it: where nobody compared the day, not no. */
function startOf(stated: Stated | undefined): Start | undefined {
  if (stated === undefined || !isDate(stated.value)) return undefined;
  return { day: stated.value, before: stated.status === 'unverified' ? 'unknown' : 'no' };
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

/**
 * Whether one instrument binds a State on a day: by what stands in the State's own file, else by the list of who is party.
 * A list that was made before the day does not say no. Nobody is bound before the instrument was in force and
 * its duties held. A State is bound
 * by its own acts and by no other State's. Who has left it is not bound from that day up to which that is known; what a
 * State said of it otherwise stands beside a yes.
 */
export function boundBy(law: Law, id: string, at: At): Bound {
  const bound = partyTo(law, id, at);
  if (bound.verdict === 'no') return bound;
  const reservations = reservationsOn(law, id, at);
  if (reservations.length === 0) return bound;
  const { on } = at;
  const left = reservations.find(({ kind }) => kind === 'denunciation');
  if (!left) return { ...bound, reservations };
  const { asOf, status, compared } = left;
  const said: SaidBy = { by: 'state', status, ...(compared ? { compared } : {}) };
  const verdict = on === undefined || on <= asOf ? 'no' : 'unknown';
  return { instrument: id, verdict, asOf, said, reservations };
}

function partyTo(law: Law, id: string, { state, on }: At): Bound {
  const instrument = law.instruments[id];
  if (instrument?.kind === 'national') {
    return { instrument: id, verdict: instrument.state === state ? 'yes' : 'no' };
  }
  const inForce = inForceDay(instrument);
  // Before an instrument was in force anywhere it bound nobody, whoever had ratified it by then.
  if (inForce !== undefined && on !== undefined && on < inForce) {
    return { instrument: id, verdict: 'no', since: inForce };
  }
  const applies = startOf(instrument?.appliesFrom);
  if (applies !== undefined && on !== undefined && on < applies.day) {
    return { instrument: id, verdict: applies.before, since: applies.day };
  }
  const own = law.states[state]?.parties.find((one) => one.instrument === id);
  const said = own && { instrument: id, ...saidOf(own, on) };
  if (said && said.verdict !== 'unknown') return said;
  // A list is of States. Of a territory that no list names nobody has said anything.
  const list = law.states[state] && law.parties[id];
  const told = list && toldBy(list, { state, on, inForce });
  // What was written of the State itself outranks a list, unless it leaves open what the list answers.
  if (told && (!said || told.verdict !== 'unknown' || told.asOf > said.asOf))
    return { instrument: id, ...told };
  return said ?? { instrument: id, verdict: 'unknown' };
}

/** What a State's own file says of an instrument on a day; without a day on that of its list. */
export function saidOf(party: Party, on: Day | undefined): Told {
  const { asOf, from, status, compared } = party;
  const said: SaidBy = { by: 'state', status, ...(compared ? { compared } : {}) };
  return { verdict: boundOn(party, on ?? asOf), asOf, ...(from === undefined ? {} : { since: from }), said };
}

/** The day on which an instrument came into force anywhere, where somebody read it. */
export function inForceDay(instrument: Instrument | undefined): Day | undefined {
  const value = instrument?.inForce?.value;
  return value !== undefined && isDate(value) ? value : undefined;
}

function boundOn({ bound, from, until, asOf }: Party, on: Day): Verdict {
  if (until !== undefined && on > until) return on <= asOf ? 'no' : 'unknown';
  // That a State was no party when the list was made says nothing of a later day.
  if (bound === 'no') return on <= asOf ? 'no' : 'unknown';
  if (from === undefined) return on >= asOf ? 'yes' : 'unknown';
  if (from.length > 4) return on >= from ? 'yes' : 'no';
  const year = on.slice(0, 4);
  // Of a year alone nobody knows the day.
  return year === from ? 'unknown' : year > from ? 'yes' : 'no';
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
