import { checkOpen } from './check-open.ts';
import type { Instrument } from './instrument.ts';
import type { Law } from './law.ts';
import { recordOf } from './law.ts';
import { turnsOfParty } from './parties.ts';
import type { Parts } from './parts.ts';
import { toldBy, turnsOf } from './party-list.ts';
import { inForceDay, saidOf } from './party-to.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';
import type { Party, PartyList, StateEntry } from './state-law.ts';

/** Every State that has a file or a name, by its code. Who has no file of its own is called as the names say. */
export function statesOf({ states, names, looks }: Pick<Parts, 'states' | 'names' | 'looks'>): Law['states'] {
  const named = names.map(({ id, names: said, place }): StateEntry => {
    const own = states.find((state) => state.id === id);
    return { ...(own ?? { id, name: said.en ?? id, ...NOTHING_SAID, place }), names: said };
  });
  const unnamed = states.filter(({ id }) => !names.some((one) => one.id === id));
  const sorted = [...named, ...unnamed].sort((a, b) => (a.id < b.id ? -1 : 1));
  return recordOf(sorted.map((state) => [state.id, withListed(state, looks)]));
}

/** A State with what the lists say that it said of treaties, beside what its own file says. */
function withListed(state: StateEntry, looks: Parts['looks']): StateEntry {
  const listed = looks.flatMap(({ said }) =>
    said.flatMap((one) => (one.state === state.id ? [one.reservation] : [])),
  );
  return listed.length === 0 ? state : { ...state, reservations: [...state.reservations, ...listed] };
}

/** Of who has no file of its own nobody has said anything. */
const NOTHING_SAID = {
  parties: [],
  complementary: [],
  preventive: [],
  residence: [],
  missing: [],
  seen: [],
  contradicting: [],
  reservations: [],
  looked: [],
};

type Whole = Pick<Law, 'states' | 'instruments' | 'parties' | 'looks' | 'organisations'>;

/**
 * What States are said to be bound by is an instrument that the law holds, and each is told of once. A State's own file and
 * a list of parties never contradict each other.
 */
export function checkParties(whole: Whole): Problem[] {
  const { states, instruments, parties } = whole;
  const known = Object.keys(instruments);
  const own = Object.values(states).flatMap(({ id, parties: told }) =>
    told.flatMap((party, index): Problem[] => {
      const { instrument, place } = party;
      if (!instruments[instrument]) {
        const message = `${id} is said to be party to “${instrument}”, but no instrument has that id.${didYouMean(instrument, known)}`;
        return [{ code: 'unknown-article', ...place, message }];
      }
      if (told.findIndex((one) => one.instrument === instrument) < index) {
        const message = `${id} is told twice of “${instrument}”. Keep one.`;
        return [{ code: 'duplicate-id', ...place, message }];
      }
      const list = parties[instrument];
      return list ? againstList(party, { state: id, list, instrument: instruments[instrument] }) : [];
    }),
  );
  return [
    ...own,
    ...Object.values(parties).flatMap((list) => checkList(list, instruments)),
    ...checkOpen(whole),
  ];
}

function checkList({ instrument, place }: PartyList, instruments: Law['instruments']): Problem[] {
  const found = instruments[instrument];
  if (found?.kind === 'treaty' || found?.kind === 'eu-act') return [];
  const message = found
    ? `“${instrument}” is neither a treaty nor an act of the European Union. Nothing else has a list of parties.`
    : `This is a list of the parties to “${instrument}”, but no instrument has that id.${didYouMean(instrument, Object.keys(instruments))}`;
  return [{ code: 'unknown-article', ...place, message }];
}

type Against = { state: string; list: PartyList; instrument: Instrument | undefined };

function againstList(party: Party, { state, list, instrument }: Against): Problem[] {
  const inForce = inForceDay(instrument);
  const days = [...turnsOf(list, { state, inForce }), ...turnsOfParty(party)];
  for (const on of days.sort()) {
    const said = saidOf(party, on).verdict;
    const told = toldBy(list, { state, on, inForce })?.verdict ?? 'unknown';
    if (said === 'unknown' || told === 'unknown' || said === told) continue;
    if (inForce !== undefined && on < inForce) continue;
    const words = { yes: 'bound', no: 'not bound' };
    const message = `${state} is said here to be ${words[said]} by “${party.instrument}” on ${on}, but the list in ${placeText(list.place)} says ${words[told]}. Find out which is right, and change the other.`;
    return [{ code: 'contradictory', ...party.place, message }];
  }
  return [];
}

function placeText({ file, line }: Place): string {
  return `${file} line ${line}`;
}
