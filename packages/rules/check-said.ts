import type { CitationRef } from './instrument.ts';
import type { Law } from './law.ts';
import { didYouMean, type Place, type Problem } from './problem.ts';
import type { MissingLaw, Reservation, StateEntry } from './state-law.ts';

type Whole = Pick<Law, 'states' | 'instruments' | 'rules' | 'values' | 'duties'>;

/**
 * Every source of what is said of a State's law must be an article that the law holds; what is said to be missing or to
 * contradict itself is of rules, numbers or duties that there are, and a reservation is of a treaty.
 */
export function checkSaid(whole: Whole): Problem[] {
  return Object.values(whole.states).flatMap((entry) => [
    ...checkSources(entry, whole),
    ...checkNames(entry, whole),
    ...entry.missing.flatMap((one) => checkMissing(one, entry.id, whole)),
    ...entry.reservations.flatMap((one) => checkReservation(one, entry.id, whole)),
  ]);
}

function checkSources(entry: StateEntry, { instruments }: Whole): Problem[] {
  const known = Object.values(instruments).flatMap(({ id, articles }) =>
    articles.map(({ anchor }): CitationRef => `${id}#${anchor}`),
  );
  const isKnown = new Set(known);
  const { complementary, preventive, residence, seen, contradicting, place } = entry;
  const cited: { ref: CitationRef; place: Place }[] = [
    ...[...complementary, ...preventive, ...residence].flatMap(({ cites }) =>
      cites.map((ref) => ({ ref, place })),
    ),
    ...seen.flatMap(({ cites, place: own }) => cites.map((ref) => ({ ref, place: own }))),
    ...contradicting.flatMap(({ older, newer, place: own }) =>
      [...older.cites, ...newer.cites].map((ref) => ({ ref, place: own })),
    ),
  ];
  return cited
    .filter(({ ref }) => !isKnown.has(ref))
    .map(({ ref, place: at }): Problem => {
      const message = `What is said of ${entry.id} cites “${ref}”, but no instrument holds it.${didYouMean(ref, known)} Add the paragraph with its anchor to the instrument's file.`;
      return { code: 'unknown-article', ...at, message };
    });
}

function checkNames({ id: state, seen, missing, contradicting }: StateEntry, whole: Whole): Problem[] {
  const { rules, values, duties } = whole;
  const known = [rules, values, duties].flatMap((record) => Object.keys(record));
  const isKnown = new Set(known);
  return [...seen, ...missing, ...contradicting].flatMap(({ of, place }) =>
    of
      .filter((id) => !isKnown.has(id))
      .map((id): Problem => {
        const message = `What is said of the law of ${state} is of “${id}”, but no rule, number or duty has that id.${didYouMean(id, known)}`;
        return { code: 'unknown-rule', ...place, message };
      }),
  );
}

/** Nobody can have found nothing on a day on which the State's own reading or number stands in this law. */
function checkMissing({ of, from, asOf, place }: MissingLaw, state: string, whole: Whole): Problem[] {
  return of.flatMap((id): Problem[] => {
    const { variants } = whole.rules[id] ?? whole.values[id] ?? {};
    const own = variants && Object.hasOwn(variants, state) ? variants[state] : undefined;
    const there = own?.find((one) => one.from <= asOf && (one.to ?? asOf) >= (from ?? asOf));
    if (!there) return [];
    const message = `${state} is said here to have no law for “${id}” on ${asOf}, but its own law on it stands here from ${there.from}. Find out which is right, and change the other.`;
    return [{ code: 'contradictory', ...place, message }];
  });
}

function checkReservation(
  { instrument, place }: Reservation,
  state: string,
  { instruments }: Whole,
): Problem[] {
  const found = instruments[instrument];
  if (found?.kind === 'treaty') return [];
  const message = found
    ? `${state} is said to have made a reservation to “${instrument}”, which is no treaty. Nothing else has reservations.`
    : `${state} is said to have made a reservation to “${instrument}”, but no instrument has that id.${didYouMean(instrument, Object.keys(instruments))}`;
  return [{ code: 'unknown-article', ...place, message }];
}
