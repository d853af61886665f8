import { type Day, getCitation, type Law, reachIn } from '@clew/rules';
import { reachText } from '../reform-reach.ts';
import type { Columns } from './check-columns.ts';
import { type BucketCells, withFloor } from './floor.ts';
import { FLOOR, NOTICE, SimulationResult } from './result.ts';
import type { OpenCounts } from './simulate.ts';
import { type ProvisionTally, STATE_COLUMN, type Tally } from './tally.ts';
import { toldOpenFacts } from './told-open-facts.ts';

type Counted = {
  law: Law;
  on: Day;
  state: string | undefined;
  /** The States under whose law records were asked. */
  asked: readonly (string | undefined)[];
  overlays: readonly (readonly string[])[];
  columns: Columns;
  open: OpenCounts;
  engine: string;
  file: SimulationResult['file'];
};

/** A result as it may be told: every count with the floor. */
export function resultOf(tally: Tally, counted: Counted): SimulationResult {
  const { law, on, state, overlays, columns, open, engine, file } = counted;
  const nameOf = (id: string) => law.instruments[id]?.short ?? id;
  const told = columns.facts.map(({ fact }) => fact);
  const states = state === undefined ? statesTold(tally) : [state];
  const reforms = [...new Set(overlays.flat())].flatMap((id) => {
    const overlay = law.overlays[id];
    if (!overlay) return [];
    const reach = reachText(overlay, { law, state, on, nameOf, states });
    const { outside, through, lastOutside, unknown } = reachIn(law, overlay.amends ?? '', { states, on });
    const sources = sourcesOf(law, overlay.cites);
    const { label, status } = overlay;
    const whom = { outside: [...outside], through: [...through], lastKnownOutside: [...lastOutside] };
    return [{ id, label, status, reach, sources, ...whom, notKnown: [...unknown] }];
  });
  const provisions = tally.provisions.map((provision) => provisionOf(provision, tally, counted));
  const notAsked = Object.values(law.facts).filter(({ id }) => !told.includes(id));
  return SimulationResult.parse({
    ...{
      kind: 'clew-simulation',
      version: 1,
      notice: NOTICE,
      law: law.hash,
      on,
      state: state ?? null,
      file,
      engine,
      floor: FLOOR,
      reforms,
    },
    columns: { facts: told, notAsked: notAsked.map(({ id }) => id), by: [...columns.by] },
    groups: tally.buckets.map(({ column, ...rest }) => ({ column: column ?? null, ...rest })),
    provisions,
    openFacts: toldOpenFacts(open, { law, on, states: counted.asked, overlays, provisions }),
  } satisfies SimulationResult);
}

/** The States that stand as groups of their own, being large enough to be told of. */
function statesTold({ buckets }: Tally): string[] {
  return buckets.flatMap(({ column, value, others }) =>
    column === STATE_COLUMN && others === 0 && value !== '' ? [value] : [],
  );
}

function provisionOf(
  provision: ProvisionTally,
  { buckets }: Tally,
  { law, overlays }: Counted,
): SimulationResult['provisions'][number] {
  const { kind, id } = provision;
  const cells = withFloor(provision, buckets, FLOOR);
  return {
    kind,
    id,
    label: labelOf(law, provision),
    sources: sourcesOf(law, citesOf(law, provision)),
    groups: cells.map((one, group) => groupOf(one, group, overlays)),
  };
}

function groupOf({ before, after, moves }: BucketCells, group: number, overlays: Counted['overlays']) {
  const reforms = overlays.flatMap((list, law) => {
    const [to, table] = [after[law], moves[law]];
    return to && table ? [{ reforms: [...list], after: to, moves: table }] : [];
  });
  return { group, before, reforms };
}

function labelOf(law: Law, { kind, id }: ProvisionTally): string {
  const all = { rule: law.rules, duty: law.duties, value: law.values };
  return all[kind][id]?.label ?? addedDuty(law, id)?.label ?? id;
}

function sourcesOf(law: Law, cites: readonly string[]) {
  return cites.map((ref) => getCitation(law, ref)).map(({ ref, status }) => ({ ref, status }));
}

function citesOf(law: Law, { kind, id }: ProvisionTally): readonly string[] {
  const all = { rule: law.rules, duty: law.duties, value: law.values };
  return all[kind][id]?.cites ?? addedDuty(law, id)?.cites ?? [];
}

/** A duty that a reform adds. */
function addedDuty(law: Law, id: string): { label: string; cites: readonly string[] } | undefined {
  for (const { ops } of Object.values(law.overlays))
    for (const one of ops) if (one.op === 'add-duty' && one.target === id) return one.duty;
  return undefined;
}
