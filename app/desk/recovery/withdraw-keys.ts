import { lockSecrets, makeKey } from '@clew/seal';
import { sql } from 'kysely';
import type { Desk } from '../desk.ts';
import { markWithdrawn } from '../keys/renewal.ts';
import { forgetSessions } from '../session/end-session.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { prepareAgencyKey } from './renew-agency-key.ts';

/** What was withdrawn. */
type Withdrawn = {
  /** Keys that somebody else holds too. */
  withdrawn: number;
  /** Keys that nobody else holds: without them what they seal would be lost. They stay, for keys that nobody can reach now. */
  kept: number;
  /** Keys that wait to be made anew because of it. */
  waiting: number;
  /** Whether custodians can bring the worker back; else an administrator gives the passphrase back (`giveBack`). */
  hasWayBack: boolean;
};

/**
 * Shuts out whoever has a colleague's machine and passphrase: all sessions end from the next request on, the passphrase opens
 * nothing any more, what was proposed is forgotten, and every wrap is deleted whose key somebody else holds too. Nothing more is
 * sealed to their public keys. The agency's key is made anew at once; each other key that they had waits for the next deed of
 * somebody who holds it. The worker comes back by the custodians, changes keys, and is given those of files by colleagues. What
 * was read before stays read. Undefined for oneself, and for who is shut out already.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is looked at before anything is written stands in its order
export async function withdrawKeys(
  desk: Desk,
  { door, keyring }: AtDesk,
  workerId: string,
): Promise<Withdrawn | undefined> {
  const putAgencyKey = await prepareAgencyKey(desk, { door, keyring }, workerId);
  const { agencyId } = keyring.me;
  if (workerId === keyring.me.workerId) return undefined;
  const ids = { agency_id: agencyId, worker_id: workerId };
  // A box of the usual length that nobody has the key of: a sign-in fails as with a wrong passphrase.
  const shut = lockSecrets({
    key: makeKey(desk.random),
    random: desk.random,
    context: secretsContext(ids),
    secrets: { identity: '', signingKey: '' },
  });
  return door.write({ action: 'keys.withdrawn', thing: `worker ${workerId}` }, async (transaction) => {
    const held = await transaction
      .insertInto('clew.shut_worker')
      .columns(['agency_id', 'worker_id', 'secret_box'])
      .expression(
        transaction
          .selectFrom('clew.worker')
          .select(['agency_id', 'worker_id', 'secret_box'])
          .where('agency_id', '=', agencyId)
          .where('worker_id', '=', workerId),
      )
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (held.numInsertedOrUpdatedRows !== 1n) return undefined;
    await transaction
      .updateTable('clew.worker')
      .set({ secret_box: shut, session_epoch: sql`session_epoch + 1` })
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    await forgetSessions(transaction, { agencyId, workerId });
    await transaction
      .deleteFrom('clew.key_change')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    const waiting = await markWithdrawn(transaction, { agencyId, workerId, at: desk.now() });
    const gone = await sql`
      DELETE FROM clew.key_wrap k WHERE k.agency_id = ${agencyId} AND k.worker_id = ${workerId} AND EXISTS (
        SELECT 1 FROM clew.key_wrap o JOIN clew.worker w ON w.agency_id = o.agency_id AND w.worker_id = o.worker_id
        WHERE o.agency_id = k.agency_id AND o.key_id = k.key_id AND o.generation = k.generation
          AND o.worker_id <> k.worker_id AND w.standing = 'in'
      )
    `.execute(transaction);
    const kept = await transaction
      .selectFrom('clew.key_wrap')
      .select('key_id')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    const arranged = await transaction
      .selectFrom('clew.recovery_set')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst();
    await putAgencyKey?.(transaction);
    const withdrawn = Number(gone.numAffectedRows ?? 0n);
    return { withdrawn, kept: kept.length, waiting, hasWayBack: arranged !== undefined };
  });
}

/**
 * Lets a colleague's old passphrase open their keys again: the machine was found, or nobody was chosen who could bring them back.
 * Whoever else knows it can sign in too, so they change it and their keys at once. False for who is not shut out.
 */
export async function giveBack({ door, keyring }: AtDesk, workerId: string): Promise<boolean> {
  const { agencyId } = keyring.me;
  return door.write({ action: 'keys.given-back', thing: `worker ${workerId}` }, async (transaction) => {
    const held = await transaction
      .deleteFrom('clew.shut_worker')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .returning('secret_box')
      .executeTakeFirst();
    if (!held) return false;
    await transaction
      .updateTable('clew.worker')
      .set({ secret_box: held.secret_box })
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    return true;
  });
}
