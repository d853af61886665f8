import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../pages/signed-in.ts';
import { may } from '../policy/index.ts';
import { isSame } from './compare.ts';
import { sealContent } from './entry-box.ts';
import { type Entry, listEntries } from './find-entries.ts';
import type { HsdsDocument } from './hsds/read-hsds.ts';

/** So many entries an agency may keep. */
export const MOST_ENTRIES = 500;

/** What became of services that were proposed: how many are new, how many changed, how many were as they are already. */
type Proposed = { added: number; changed: number; same: number };
export type NotProposed = 'not-permitted' | 'no-key' | 'too-many';

type Keeper = Pick<SignedIn, 'actor' | 'door' | 'desk' | 'keys'>;

/**
 * Proposes services as they are to be. Nothing of them is shown until somebody else confirms it; what waited for the same entry is
 * replaced. All of them or none. Throws StoreFault.
 */
export async function proposeServices(
  worker: Keeper,
  services: readonly HsdsDocument[],
): Promise<{ ok: true; proposed: Proposed } | { ok: false; why: NotProposed }> {
  const { actor } = worker;
  if (!may(actor, 'directory.propose', { kind: 'directory', agencyId: actor.agencyId }).may)
    return { ok: false, why: 'not-permitted' };
  const known = new Map((await listEntries(worker)).map((entry) => [entry.entryId, entry]));
  const fresh = services.filter((one) => !isAsItIs(known.get(one.service.id.toLowerCase()), one));
  const rows = await Promise.all(fresh.map((one) => sealChange(worker, one)));
  const sealed = rows.filter((row) => row !== undefined);
  if (sealed.length < rows.length) return { ok: false, why: 'no-key' };
  const added = sealed.filter(({ entry_id }) => !known.has(entry_id)).length;
  if (known.size + added > MOST_ENTRIES) return { ok: false, why: 'too-many' };
  if (sealed.length > 0) await writeChanges(worker, sealed);
  const changed = sealed.length - added;
  return { ok: true, proposed: { added, changed, same: services.length - sealed.length } };
}

/** Whether it is proposed so already, or shown so and nothing else is proposed. */
function isAsItIs(entry: Entry | undefined, service: HsdsDocument): boolean {
  if (entry === undefined) return false;
  if (entry.change !== undefined) return isSame(entry.change.content?.service, service);
  return entry.state === 'shown' && isSame(entry.content?.service, service);
}

type Row = { entry_id: string; change_id: string; content: string };

async function sealChange(worker: Keeper, service: HsdsDocument): Promise<Row | undefined> {
  const change_id = randomUUID();
  const content = await sealContent(worker, { table: 'directory_change', id: change_id }, { service });
  return content === undefined
    ? undefined
    : { entry_id: service.service.id.toLowerCase(), change_id, content };
}

async function writeChanges({ actor, door, desk }: Keeper, rows: readonly Row[]): Promise<void> {
  const { agencyId, workerId } = actor;
  const at = desk.now();
  const thing = rows.length === 1 ? `directory ${rows[0]?.entry_id}` : 'directory list';
  await door.write({ action: 'directory.propose', thing }, async (transaction) => {
    await transaction
      .insertInto('clew.directory_entry')
      .values(rows.map(({ entry_id }) => ({ agency_id: agencyId, entry_id, made_at: at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .insertInto('clew.directory_change')
      .values(rows.map((row) => ({ agency_id: agencyId, ...row, proposed_by: workerId, at })))
      .onConflict((conflict) =>
        conflict.columns(['agency_id', 'entry_id']).doUpdateSet((row) => ({
          change_id: row.ref('excluded.change_id'),
          proposed_by: row.ref('excluded.proposed_by'),
          at: row.ref('excluded.at'),
          content: row.ref('excluded.content'),
        })),
      )
      .execute();
  });
}
