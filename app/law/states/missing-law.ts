import type { Citation, ContradictingLaw, Day, Law, MissingLaw } from '@clew/rules';
import { getCitation } from '@clew/rules';
import type { At } from './asked-of.ts';

/**
 * Law that somebody looked for and did not find. `missing`: it was not there on the day that is asked about. `was-missing`:
 * it was not there before, and of the time since nobody has said.
 */
export type Missing = { status: 'missing' | 'was-missing'; told: MissingLaw };

/** Whether somebody said that a State has no law for a rule, a number or a duty on a day; the latest one that was said. */
export function missingOn(law: Law, { state, on }: At, id: string): Missing | undefined {
  const told = (law.states[state]?.missing ?? [])
    .filter(({ of, from, asOf }) => of.includes(id) && on >= (from ?? asOf))
    .sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
    .at(-1);
  return told && { status: isThere(told, on) ? 'missing' : 'was-missing', told };
}

function isThere({ asOf }: MissingLaw, on: Day): boolean {
  return on <= asOf;
}

/** An older and a newer law that contradict each other, with the sources of both. */
export type Contradiction = ContradictingLaw & { citesOf: { older: Citation[]; newer: Citation[] } };

/** The laws of a State of which somebody has said that they contradict each other. */
export function contradictionsIn(law: Law, { state }: At): Contradiction[] {
  return (law.states[state]?.contradicting ?? []).map((one) => ({
    ...one,
    citesOf: {
      older: one.older.cites.map((ref) => getCitation(law, ref)),
      newer: one.newer.cites.map((ref) => getCitation(law, ref)),
    },
  }));
}

/** Of what rests on an instrument: what a State's own law lacks on a day, and whether its laws contradict each other on it. */
export function ownLawOn(
  law: Law,
  state: string,
  { instrument, on }: { instrument: string; on: Day },
): { missing: Missing['status'][]; contradicting: boolean } {
  const rests = (id: string) => citesOf(law, id).some((ref) => ref.startsWith(`${instrument}#`));
  const { missing = [], contradicting = [] } = law.states[state] ?? {};
  const found = missing
    .flatMap(({ of }) => of)
    .filter(rests)
    .flatMap((id) => missingOn(law, { state, on }, id) ?? []);
  return {
    missing: [...new Set(found.map(({ status }) => status))],
    contradicting: contradicting.some(({ of }) => of.some(rests)),
  };
}

/** The sources of a rule, a number or a duty; of a State's own reading those of the treaty's rule beside it. */
function citesOf({ rules, values, duties }: Law, id: string): readonly string[] {
  const national = rules[id]?.national;
  return (rules[national ?? id] ?? values[id] ?? duties[id])?.cites ?? [];
}
