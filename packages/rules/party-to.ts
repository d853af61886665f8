import { type Day, isDate } from './date.ts';
import type { Instrument, Stated } from './instrument.ts';
import type { Law } from './law.ts';
import { notBoundTold, type SaidBy, type Told, toldBy } from './party-list.ts';
import type { Party, SaidOfTreaty } from './state-law.ts';
import type { Verdict } from './three.ts';

/**
 * Whether an instrument binds a State, as far as its own file or a list of parties says, and up to which day that is known.
 * `consented`: when it agreed to be bound. `until`: the last day on which it was, where that is before the day that is asked
 * about. `said`: where that stands and how far it was checked. `reservations`: what the State said of it, or of the paragraphs that
 * were asked about, that stood on that day or may have stood, where it is not known that it is not bound. `limited`: each
 * paragraph that was asked about is one from which such a reservation takes something away. `unlooked`: it is party, but
 * nobody looked at what it said of it on that day, or what it said is not written here. `closedTo`: it can never be bound:
 * only those can that are, or could become, members of this organisation. `lastNot`: the last day of which it is known that it
 * was not bound, where the day that is asked about is later.
 */
export type Bound = {
  instrument: string;
  verdict: Verdict;
  asOf?: Day;
  since?: string;
  consented?: string;
  until?: Day;
  lastNot?: Day;
  said?: SaidBy;
  reservations?: readonly SaidOfTreaty[];
  limited?: true;
  unlooked?: 'not-looked' | 'not-written';
  closedTo?: string;
};

export type At = { state: string; on: Day | undefined };

/** Whether a State is party to an instrument on a day, whatever it said of it. Nobody who could not join is. */
export function partyTo(law: Law, id: string, at: At): Bound {
  return byInstrument(law, id, at) ?? bySayings(law, id, at);
}

/** What follows from the instrument alone: whose it is, to whom it is open, and from when it binds anybody. */
function byInstrument(law: Law, id: string, { state, on }: At): Bound | undefined {
  const instrument = law.instruments[id];
  if (instrument?.kind === 'national') {
    return { instrument: id, verdict: instrument.state === state ? 'yes' : 'no' };
  }
  const closedTo = closedFor(law, instrument, state);
  if (closedTo !== undefined) return { instrument: id, verdict: 'no', closedTo };
  const inForce = inForceDay(instrument);
  // Before an instrument was in force anywhere it bound nobody, whoever had ratified it by then.
  if (inForce !== undefined && on !== undefined && on < inForce) {
    return { instrument: id, verdict: 'no', since: inForce };
  }
  const applies = startOf(instrument?.appliesFrom);
  if (applies !== undefined && on !== undefined && on < applies.day) {
    return { instrument: id, verdict: applies.before, since: applies.day };
  }
  return undefined;
}

/** What was written of the State itself, and what a list of parties says of it. */
function bySayings(law: Law, id: string, { state, on }: At): Bound {
  const inForce = inForceDay(law.instruments[id]);
  const own = law.states[state]?.parties.find((one) => one.instrument === id);
  const said = own && { instrument: id, ...saidOf(own, on) };
  // A list is of States. Of a territory that no list names nobody has said anything.
  const list = law.states[state] && law.parties[id];
  const told = list && toldBy(list, { state, on, inForce });
  if (said && said.verdict !== 'unknown') {
    // The list of a later day says the same, and is what is known last; since when stands with the State.
    if (told?.verdict !== said.verdict || told.asOf <= said.asOf) return said;
    return { instrument: id, ...told, ...(said.since === undefined ? {} : { since: said.since }) };
  }
  // What was written of the State itself outranks a list, unless it leaves open what the list answers.
  if (told && (!said || told.verdict !== 'unknown' || told.asOf > said.asOf))
    return { instrument: id, ...told };
  return said ?? { instrument: id, verdict: 'unknown' };
}

/** The organisation to whose members alone an instrument is open, where a State could never become one. */
function closedFor(law: Law, instrument: Instrument | undefined, state: string): string | undefined {
  const organisation = instrument?.openTo && law.organisations[instrument.openTo.organisation];
  // A list of who could join is of States. Of a territory it says nothing.
  if (!organisation || !law.states[state] || organisation.couldJoin.includes(state)) return undefined;
  return organisation.id;
}

type Start = { day: Day; before: Verdict };

/** From which day something holds, and what is to be said of days before it: where nobody compared the day, not no. */
export function startOf(stated: Stated | undefined): Start | undefined {
  if (stated === undefined || !isDate(stated.value)) return undefined;
  return { day: stated.value, before: stated.status === 'unverified' ? 'unknown' : 'no' };
}

/** What a State's own file says of an instrument on a day; without a day on that of its list. */
export function saidOf(party: Party, on: Day | undefined): Told {
  const { asOf, from, until, status, compared } = party;
  const said: SaidBy = { by: 'state', status, ...(compared ? { compared } : {}) };
  const left = until !== undefined && (on ?? asOf) > until ? { until } : {};
  const since = from === undefined ? {} : { since: from };
  const notSince = party.bound === 'no' ? notBoundTold(on ?? asOf, asOf) : {};
  return { verdict: boundOn(party, on ?? asOf), ...notSince, asOf, ...since, ...left, said };
}

/** The day on which an instrument came into force anywhere, where somebody read it. */
export function inForceDay(instrument: Instrument | undefined): Day | undefined {
  const value = instrument?.inForce?.value;
  return value !== undefined && isDate(value) ? value : undefined;
}

function boundOn({ bound, from, until, asOf }: Party, on: Day): Verdict {
  // Who has left is bound again only by joining again, which would have to be written.
  if (until !== undefined && on > until) return 'no';
  // That a State was no party when the list was made says nothing of a later day.
  if (bound === 'no') return on <= asOf ? 'no' : 'unknown';
  if (from === undefined) return on >= asOf ? 'yes' : 'unknown';
  if (from.length > 4) return on >= from ? 'yes' : 'no';
  const year = on.slice(0, 4);
  // Of a year alone nobody knows the day.
  return year === from ? 'unknown' : year > from ? 'yes' : 'no';
}
