import type { Law } from './law.ts';
import type { Parts } from './parts.ts';
import { didYouMean, type Problem } from './problem.ts';

type Whole = Pick<Law, 'states' | 'instruments' | 'parties' | 'looks' | 'organisations'>;

/**
 * Nobody is said to be party to what they could never join, and a list of what States said, or what somebody looked at, is
 * of a treaty.
 */
export function checkOpen(whole: Whole): Problem[] {
  return [...checkParty(whole), ...checkLooks(whole)];
}

/** An instrument is open to an organisation that the law holds. */
export function checkOpenTo({ instruments }: Parts, organisations: Law['organisations']): Problem[] {
  const known = Object.keys(organisations);
  return instruments.flatMap(({ instrument: { id, openTo }, place }): Problem[] => {
    if (!openTo || organisations[openTo.organisation]) return [];
    const message = `“${id}” is open to “${openTo.organisation}”, but no list of an organisation has that id.${didYouMean(openTo.organisation, known)} Write one with organisation, names, as_of and could_join.`;
    return [{ code: 'unknown-article', ...place, message }];
  });
}

/** What a paragraph says that its parties apply is another instrument of the law. */
export function checkApplied({ instruments }: Parts): Problem[] {
  const known = instruments.map(({ instrument: { id } }) => id);
  return instruments.flatMap(({ instrument: { id, articles }, place }) =>
    articles.flatMap(({ anchor, appliesInstrument: applied }): Problem[] => {
      if (applied === undefined || (applied !== id && known.includes(applied))) return [];
      const message = `“${id}#${anchor}” applies “${applied}”, but no other instrument has that id.${didYouMean(applied, known)}`;
      return [{ code: 'unknown-article', ...place, message }];
    }),
  );
}

function checkParty({ states, instruments, parties, organisations }: Whole): Problem[] {
  const told = [
    ...Object.values(parties).flatMap(({ instrument, states: listed, place }) =>
      Object.keys(listed).map((state) => ({ state, instrument, place })),
    ),
    ...Object.values(states).flatMap(({ id: state, parties: own }) =>
      own.flatMap(({ instrument, bound, place }) => (bound === 'yes' ? [{ state, instrument, place }] : [])),
    ),
  ];
  return told.flatMap(({ state, instrument, place }): Problem[] => {
    const organisation = organisations[instruments[instrument]?.openTo?.organisation ?? ''];
    if (!organisation || organisation.couldJoin.includes(state)) return [];
    const message = `${state} is told of as party to “${instrument}”, but ${organisation.place.file} says that it could never join. Find out which is right, and change the other.`;
    return [{ code: 'contradictory', ...place, message }];
  });
}

function checkLooks({ states, instruments, looks }: Whole): Problem[] {
  const lists = Object.values(looks).flat();
  const own = Object.values(states).flatMap(({ looked }) => looked);
  return [...lists, ...own].flatMap(({ instrument, place }): Problem[] => {
    if (instruments[instrument]?.kind === 'treaty') return [];
    const message = `Somebody looked at what was said of “${instrument}”, but no treaty has that id.${didYouMean(instrument, Object.keys(instruments))}`;
    return [{ code: 'unknown-article', ...place, message }];
  });
}
