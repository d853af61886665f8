import { type Day, dayAfter, monthsAfter } from './date.ts';
import type { Verified } from './instrument.ts';
import type { BindsAfter, Listed, PartyList } from './state-law.ts';
import type { Verdict } from './three.ts';

/** Who says that a State is bound: its own file, or a list of parties; and how far that was checked. */
export type SaidBy = Pick<Verified, 'status' | 'compared'> & { by: 'state' | 'list' };

/**
 * What is said of one State: whether it is bound on a day, since when if that is a day or a year, and who says so.
 * `consented`: the day or year on which it agreed to be bound. `until`: the last day on which it was bound, where that is
 * before the day that is asked about. `lastNot`: it was not bound on this day, the last of which anybody tells, and the day
 * that is asked about is later.
 */
export type Told = {
  verdict: Verdict;
  asOf: Day;
  since?: string;
  consented?: string;
  until?: Day;
  lastNot?: Day;
  said: SaidBy;
};

type Asked = { state: string; on: Day | undefined; inForce: Day | undefined };

/**
 * What a list of parties says of a State on a day; without a day on that of the list. Nothing where the list does not
 * speak of the State. Who is not named, or only signed, was not bound up to the list's day, and of later days nothing
 * is known.
 */
export function toldBy(list: PartyList, { state, on, inForce }: Asked): Told | undefined {
  if (list.silentOn.includes(state)) {
    return list.earlier && toldBy(list.earlier, { state, on, inForce });
  }
  const { asOf, status, compared } = list;
  const said: SaidBy = { by: 'list', status, ...(compared ? { compared } : {}) };
  const listed = Object.hasOwn(list.states, state) ? list.states[state] : undefined;
  if (!listed) {
    return list.unnamed === 'no' ? { ...notBoundTold(on ?? asOf, asOf), asOf, said } : undefined;
  }
  if (listed.kind === 'signed') return { ...notBoundTold(on ?? asOf, asOf), asOf, said };
  const since = sinceOf(listed, { list, inForce });
  const verdict = verdictOn(on ?? asOf, listed, { list, inForce });
  const consented = listed.kind === 'consented' ? { consented: listed.on } : {};
  const left = listed.kind === 'left' && verdict === 'no' ? { until: listed.until } : {};
  return { verdict, asOf, ...(since === undefined ? {} : { since }), ...consented, ...left, said };
}

/**
 * The days on which what a list says of a State can change, each with the one before: what it says between two of them it
 * says of all days between.
 */
export function turnsOf(list: PartyList, { state, inForce }: Omit<Asked, 'on'>): Day[] {
  if (list.silentOn.includes(state)) return list.earlier ? turnsOf(list.earlier, { state, inForce }) : [];
  const listed = Object.hasOwn(list.states, state) ? list.states[state] : undefined;
  const told = listed === undefined ? [] : datesIn(listed).map((on) => spanOf(on, { list, inForce }));
  const left = listed?.kind === 'left' ? [listed.until] : [];
  return [list.asOf, ...left, ...told.flatMap(({ first, sure }) => [first, sure])].flatMap((day) => [
    dayAfter(day, -1, 'calendar'),
    day,
    dayAfter(day, 1, 'calendar'),
  ]);
}

type In = { list: PartyList; inForce: Day | undefined };

/** The same with the last day of which it is known, where the day that is asked about is later. */
export function notBoundTold(on: Day, asOf: Day): Pick<Told, 'verdict' | 'lastNot'> {
  return { verdict: notBound(on, asOf), ...(on > asOf ? { lastNot: asOf } : {}) };
}

/** That a State was no party when the list was made says nothing of a later day. */
function notBound(on: Day, asOf: Day): Verdict {
  return on <= asOf ? 'no' : 'unknown';
}

function verdictOn(on: Day, listed: Listed, where: In): Verdict {
  const { asOf } = where.list;
  switch (listed.kind) {
    case 'consented':
      return consentedOn(on, listed.on, where);
    case 'succeeded':
    case 'at-latest':
      // It may have been bound before: with the State that it succeeded to, or by an act that no list tells.
      return on >= spanOf(listed.on, where).sure ? 'yes' : 'unknown';
    case 'disputed': {
      const [first = 'unknown', ...others] = listed.claims.map((claim) =>
        claim === 'never' ? notBound(on, asOf) : consentedOn(on, claim, where),
      );
      return others.every((other) => other === first) ? first : 'unknown';
    }
    case 'bound':
      return on >= asOf ? 'yes' : 'unknown';
    case 'signed':
      return notBound(on, asOf);
    case 'unclear':
      return 'unknown';
    case 'left':
      return on > listed.until ? 'no' : 'unknown';
    case 'outside':
      return 'no';
  }
}

function consentedOn(on: Day, day: string, where: In): Verdict {
  const { first, sure } = spanOf(day, where);
  if (on < first) return 'no';
  return on >= sure ? 'yes' : 'unknown';
}

/** The first day from which it can bind, and the first from which it surely does. */
function spanOf(
  day: string,
  { list: { bindsAfter }, inForce = '0001-01-01' }: In,
): { first: Day; sure: Day } {
  const earliest = (day.length === 4 ? `${day}-01-01` : day) as Day;
  const latest = (day.length === 4 ? `${day}-12-31` : day) as Day;
  const first = bindsAfter ? boundFrom(earliest, bindsAfter) : earliest;
  const sure = bindsAfter ? boundFrom(latest, bindsAfter) : monthsAfter(latest, LONGEST_MONTHS);
  return { first: first > inForce ? first : inForce, sure: sure > inForce ? sure : inForce };
}

/** Where nobody read after how long it binds: the longest that a treaty of these lists takes is a year (the ILO's). */
const LONGEST_MONTHS = 12;

function boundFrom(day: Day, { days, months = 0, firstOfMonth }: BindsAfter): Day {
  const end = days === undefined ? monthsAfter(day, months) : dayAfter(day, days, 'calendar');
  return firstOfMonth ? monthsAfter(`${end.slice(0, 7)}-01` as Day, 1) : end;
}

function datesIn(listed: Listed): string[] {
  if (listed.kind === 'disputed') return listed.claims.filter((claim) => claim !== 'never');
  return 'on' in listed ? [listed.on] : [];
}

/** Since when it binds: the day, or where only the year is sure, the year. */
function sinceOf(listed: Listed, where: In): string | undefined {
  if (listed.kind !== 'consented') return undefined;
  const { first, sure } = spanOf(listed.on, where);
  if (first === sure) return first;
  return first.slice(0, 4) === sure.slice(0, 4) ? first.slice(0, 4) : undefined;
}
