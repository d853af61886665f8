import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';

/** When the last backup that holds this agency was made, as its journal says; undefined if none was. */
export async function readLastBackup({
  door,
  actor,
}: Pick<Proposer, 'door' | 'actor'>): Promise<Date | undefined> {
  return door.read(async (transaction) => {
    const { rows } = await sql<{ at: Date }>`
      SELECT at FROM clew.journal_entry WHERE chain = ${actor.agencyId} AND action = 'node.backup'
      ORDER BY at DESC, number DESC LIMIT 1
    `.execute(transaction);
    return rows[0]?.at;
  });
}

/**
 * Gives the agency another backup key. The private half is returned here and kept nowhere; backups that were made before
 * open with the key of before.
 */
export async function renewBackupKey(
  worker: Proposer,
): Promise<{ ok: true; identity: string } | { ok: false; why: Refusal }> {
  const { actor, desk, door } = worker;
  const { agencyId } = actor;
  const decision = may(actor, 'agency.change', { kind: 'agency', agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  const { recipient, secrets } = await makeWorkerKeys(desk.random);
  await door.write({ action: 'agency.change', thing: 'backup-key' }, (transaction) =>
    transaction
      .updateTable('clew.agency')
      .set({ backup_recipient: recipient })
      .where('agency_id', '=', agencyId)
      .execute(),
  );
  return { ok: true, identity: secrets.identity };
}
