import {
  type Citation,
  type CitationStatus,
  type Day,
  getCitation,
  type Law,
  type Length,
  RESIDENCE_OPTIONS,
  type Residence,
  type ResidenceOption,
} from '@clew/rules';
import type { At } from './asked-of.ts';
import { variantOn } from './find-gaps.ts';

/** The number that States set for the time to recover. */
const DAYS = 'protection.reflection-days';

/**
 * What somebody has said of one way to stay in a State. A `number` is the State's own of the time to recover, from its first
 * day; it stands with the rules, and is only read here. `isBelow`: it is under the least that the treaty allows.
 */
export type Stay = {
  option: ResidenceOption;
  least?: Length;
  most?: Length;
  cites: readonly Citation[];
  status: CitationStatus;
} & (
  | { kind: 'number'; since: string; isBelow: boolean }
  | ({ kind: 'said'; text: string; asOf: Day } & Pick<Residence, 'cooperation' | 'compared'>)
);

/** The ways to stay in a State of which somebody has said something, in the order of the options. */
export function staysIn(law: Law, at: At): Stay[] {
  const said = (law.states[at.state]?.residence ?? []).flatMap((one) => saidStays(one, law));
  const all = [...numberStay(law, at), ...said];
  return RESIDENCE_OPTIONS.flatMap((option) => all.filter((stay) => stay.option === option));
}

function numberStay(law: Law, at: At): Stay[] {
  const value = law.values[DAYS];
  const variant = value && variantOn(value, at);
  if (!value || !variant) return [];
  const cites = variant.cites.map((ref) => getCitation(law, ref));
  return [
    {
      kind: 'number',
      option: 'reflection-period',
      least: { count: variant.value, unit: value.unit },
      since: variant.from,
      isBelow: variant.value < (value.floor ?? value.value),
      cites,
      status: WEAKEST.find((status) => cites.some((cite) => cite.status === status)) ?? 'unverified',
    },
  ];
}

/** Of several sources the one that is known least says how much is known. */
const WEAKEST = ['unverified', 'compared', 'checked'] as const;

/** An entry that serves several options is told under each. */
function saidStays({ options, cites, checkedBy: _, ...said }: Residence, law: Law): Stay[] {
  return options.map((option) => ({
    ...said,
    kind: 'said',
    option,
    cites: cites.map((ref) => getCitation(law, ref)),
  }));
}

/** A State and what somebody has said of staying there. */
export type StaysThere = { state: string; stays: readonly Stay[] };

/** Each State of which somebody has said something on a day; of one option only, where one is named. */
export function statesWithStays(
  law: Law,
  { on, option }: { on: At['on']; option: ResidenceOption | undefined },
): StaysThere[] {
  return Object.keys(law.states)
    .map((state) => ({
      state,
      stays: staysIn(law, { state, on }).filter((stay) => option === undefined || stay.option === option),
    }))
    .filter(({ stays }) => stays.length > 0);
}
