import { checkRosterEntry, confirmRosterEntry, fingerprintOf, writeFounding } from '@clew/seal';
import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import type { OpenKey } from '../keys/keyring.ts';
import { openGenerations } from '../keys/renewal.ts';
import { readRights } from '../keys/rights.ts';
import { type EntryRow, entryOfRow, findEntry, foundingNow } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may, type Refusal } from '../policy/index.ts';
import { type EntryWrap, giveEntryKeys, putIn } from './enter-worker.ts';
import { AGENCY_KEY, openName, ROSTER_KEY } from './profiles.ts';

/** Somebody whom an administrator prepared and nobody has confirmed yet. */
export type PreparedWorker = {
  workerId: string;
  name: string;
  roles: readonly string[];
  preparedBy: string;
  /** Thirty digits of their keys, which they can read out. */
  digits: string;
  /** Whether this worker is one who may confirm it. */
  mayConfirm: boolean;
};

export type Confirmer = Pick<SignedIn, 'actor' | 'door' | 'keys'>;

/**
 * Why nobody was let in. `gone`: it is not there any more, or what stands there is not signed as it must be; `founding`: the
 * newcomer was told of another beginning of the agency than this worker knows.
 */
export type NotConfirmed = Refusal | 'no-key' | 'gone' | 'founding';

/** Who waits for a second person, for those who may be it, and for administrators. */
export async function listPrepared({ actor, door, keys }: Confirmer): Promise<PreparedWorker[]> {
  const { agencyId } = actor;
  const isShown = actor.roles.some(
    ({ permissions }) => permissions.includes('worker.confirm') || permissions.includes('worker.admit'),
  );
  const agencyKeys = isShown ? await openGenerations(keys, AGENCY_KEY) : [];
  if (agencyKeys.length === 0) return [];
  const rows = await door.read((transaction) => readPrepared(transaction, agencyId));
  const ids = rows.map(({ worker_id }) => worker_id);
  const rights = await door.read((transaction) => readRights(transaction, keys.pins, ids));
  return rows.map((row) => {
    const { worker_id: workerId, prepared_by: preparedBy } = row;
    const thing = { kind: 'worker', agencyId, ownerId: workerId, proposedBy: preparedBy } as const;
    return {
      workerId,
      name: openName(agencyKeys, { agencyId, table: 'worker', id: workerId }, row.profile) ?? '',
      roles: rights.get(workerId)?.roles ?? [],
      preparedBy,
      digits: fingerprintOf(row.recipient + row.verify_key),
      mayConfirm: may(actor, 'worker.confirm', thing).may,
    };
  });
}

/**
 * Confirms, with this worker's own key, whom an administrator prepared, and gives them the agency's key. From then on they are
 * in. An administrator who confirms gives another one the roster key too; else an administrator gives it later.
 */
export async function confirmWorker(
  { actor, door, keys }: Confirmer,
  workerId: string,
): Promise<{ ok: true } | { ok: false; why: NotConfirmed }> {
  const { agencyId, workerId: me } = actor;
  const rows = await door.read((transaction) => readPrepared(transaction, agencyId));
  const row = rows.find(({ worker_id }) => worker_id === workerId);
  if (!row) return { ok: false, why: 'gone' };
  const thing = { kind: 'worker', agencyId, ownerId: workerId, proposedBy: row.prepared_by } as const;
  const decision = may(actor, 'worker.confirm', thing);
  if (!decision.may) return { ok: false, why: decision.why };
  const signed = await door.read((transaction) => sign(transaction, keys, row));
  if (typeof signed === 'string') return { ok: false, why: signed };
  const wraps = await sealKeys(door, keys, signed.worker);
  if (!wraps) return { ok: false, why: 'no-key' };
  return attempt<'gone'>((undo) =>
    door.write({ action: 'worker.confirm', thing: `worker ${workerId}` }, async (transaction) => {
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      const { numUpdatedRows } = await transaction
        .updateTable('clew.roster_entry')
        .set({
          confirmed_by: me,
          confirmed_entry: keys.me.number,
          confirmed_signature: signed.signature,
        })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('number', '=', 1)
        .where('prepared_signature', '=', row.prepared_signature)
        .where('confirmed_by', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) undo('gone');
      if (!(await putIn(transaction, { agencyId, workerId, givenBy: me }, wraps))) undo('gone');
    }),
  );
}

type PreparedRow = EntryRow & Pick<Selectable<Schema['clew.worker']>, 'profile'>;

async function readPrepared(transaction: Transaction<Schema>, agencyId: string): Promise<PreparedRow[]> {
  return transaction
    .selectFrom('clew.roster_entry as e')
    .innerJoin('clew.worker as w', (join) =>
      join.onRef('w.agency_id', '=', 'e.agency_id').onRef('w.worker_id', '=', 'e.worker_id'),
    )
    .selectAll('e')
    .select('w.profile')
    .where('e.agency_id', '=', agencyId)
    .where('e.number', '=', 1)
    .where('e.kind', '=', 'admitted')
    .where('e.confirmed_by', 'is', null)
    .where('w.standing', '=', 'invited')
    .orderBy('e.worker_id')
    .execute();
}

/** This worker's signature, once all others hold, and the newcomer pinned what this worker pinned. */
async function sign(transaction: Transaction<Schema>, keys: Confirmer['keys'], row: PreparedRow) {
  const { profile: _name, ...entryRow } = row;
  const read = entryOfRow(entryRow);
  const { me, pins, signingKey } = keys;
  if (!read) return 'gone';
  const { entry } = read;
  if (writeFounding(await foundingNow(transaction, pins)) !== writeFounding(entry.founding))
    return 'founding';
  const prepared = await findEntry(transaction, pins, entry.preparedBy);
  const by = { workerId: me.workerId, number: me.number };
  const signature = confirmRosterEntry({ signingKey, entry, by });
  const signatures = { ...read.signatures, confirmed: { by, signature } };
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared, confirmed: me } });
  return checked.ok ? { worker: checked.worker, signature } : 'gone';
}

async function sealKeys(
  door: Confirmer['door'],
  keys: Confirmer['keys'],
  newcomer: Parameters<typeof giveEntryKeys>[1],
): Promise<EntryWrap[] | undefined> {
  const agencyKeys = await openGenerations(keys, AGENCY_KEY);
  if (agencyKeys.length === 0) return undefined;
  const given: (OpenKey & { keyId: string })[] = agencyKeys.map((key) => ({ keyId: AGENCY_KEY, ...key }));
  const { workerId } = newcomer;
  const rights = await door.read((transaction) => readRights(transaction, keys.pins, [workerId]));
  const isAdministrator = rights.get(workerId)?.roles.includes('administrator') === true;
  const roster = isAdministrator ? await keys.open(ROSTER_KEY) : undefined;
  if (roster) given.push({ keyId: ROSTER_KEY, ...roster });
  return giveEntryKeys(keys, newcomer, given);
}
