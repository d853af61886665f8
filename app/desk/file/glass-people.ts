import { type Action, type Actor, type Compartment, may, type Thing } from '../policy/index.ts';
import { refusalAt } from './at-file.ts';
import { loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { isHolder, keyIdOf } from './parts.ts';

/** What somebody asked to be let into, and who confirmed it, if anybody has. */
export type Found = {
  file: LoadedFile;
  row: { proposed_by: string; confirmed_by: string | null };
  compartment: Compartment;
};

/** Whether the policy lets an actor do this to what a colleague asked. */
export function mayGlass(
  desk: FileDesk,
  actor: Actor,
  { action, file, row, noThird = false }: Omit<Found, 'compartment'> & { action: Action; noThird?: boolean },
): boolean {
  const confirmed = row.confirmed_by === null ? {} : { confirmedBy: row.confirmed_by };
  const at: Thing = { ...thingOf(file, desk.now()), kind: 'glass', proposedBy: row.proposed_by };
  return may(actor, action, { ...at, ...confirmed, noThird }).may;
}

/** Whoever has the key by what the policy says, and may let somebody in. */
export function isSealer(desk: FileDesk, actor: Actor, found: Found & { noThird?: boolean }): boolean {
  const holds = isHolder(actor, found.compartment, thingOf(found.file, desk.now()));
  return holds && mayGlass(desk, actor, { ...found, action: 'glass.seal' });
}

/** Whoever sees the file and could confirm, or has the key and could let in. */
export function isAnswerer(desk: FileDesk, actor: Actor, found: Found): boolean {
  const sees = refusalAt(desk, actor, { file: found.file, action: 'file.open' }) === undefined;
  return (
    (sees && mayGlass(desk, actor, { ...found, action: 'glass.confirm' })) || isSealer(desk, actor, found)
  );
}

/**
 * Who could let somebody in who did not confirm it: they may, the roster has them, and they have the newest key. Where there
 * is nobody, three people cannot be had, and who confirms may let in as well.
 */
export async function findSealers(
  transaction: FileTransaction,
  desk: FileDesk,
  { found, confirmedBy }: { found: Found; confirmedBy: string },
): Promise<string[]> {
  const row = { ...found.row, confirmed_by: confirmedBy };
  const holders = await readHolders(transaction, found);
  const sealers: string[] = [];
  for (const colleague of await loadColleagues(transaction, desk)) {
    const { workerId } = colleague.actor;
    const isOne =
      workerId !== confirmedBy &&
      holders.includes(workerId) &&
      isSealer(desk, colleague.actor, { ...found, row });
    if (isOne && (await onRoster(transaction, desk, colleague)) !== undefined) sealers.push(workerId);
  }
  return sealers;
}

/** Who has the newest key of the compartment. */
export async function readHolders(
  transaction: FileTransaction,
  { file, compartment }: Pick<Found, 'file' | 'compartment'>,
): Promise<string[]> {
  const rows = await transaction
    .selectFrom('clew.key_wrap as w')
    .innerJoin('clew.file_compartment as c', (join) =>
      join.onRef('c.agency_id', '=', 'w.agency_id').onRef('c.generation', '=', 'w.generation'),
    )
    .select('w.worker_id')
    .where('w.agency_id', '=', file.agency_id)
    .where('w.key_id', '=', keyIdOf(file.file_id, compartment))
    .where('c.file_id', '=', file.file_id)
    .where('c.compartment', '=', compartment)
    .execute();
  return rows.map(({ worker_id }) => worker_id);
}
