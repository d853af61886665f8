import { sql } from 'kysely';
import type { AtDesk } from './arrange-recovery.ts';

/**
 * Withdraws all that a worker's keys open, as when their laptop and passphrase were stolen: every wrap is deleted, what they
 * proposed is forgotten, and all their sessions end from the next request on. Whoever signs in as them finds nothing, not even a
 * name. The worker comes back with new keys that an administrator confirms, and is given the keys of files by colleagues who
 * hold them. What was read before stays read: let who looks after those files make their keys anew. Returns how many were withdrawn.
 */
export async function withdrawKeys({ door, keyring }: AtDesk, workerId: string): Promise<number> {
  const { agencyId } = keyring.me;
  return door.write({ action: 'keys.rotate', thing: `worker ${workerId}` }, async (transaction) => {
    const gone = await transaction
      .deleteFrom('clew.key_wrap')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst();
    await transaction
      .deleteFrom('clew.key_change')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    await transaction
      .updateTable('clew.worker')
      .set({ session_epoch: sql`session_epoch + 1` })
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    return Number(gone.numDeletedRows);
  });
}
