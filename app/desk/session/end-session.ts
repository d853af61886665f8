import { sql, type Transaction } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import type { SessionTicket } from './ticket.ts';

/** Ends one session: its row is gone, and with it what the cookie's secret could open. */
export async function endSession(door: Door, { agencyId, sessionId }: SessionTicket): Promise<void> {
  await door.write({ action: 'session.end', thing: `session ${sessionId}` }, (transaction) =>
    transaction
      .deleteFrom('clew.session')
      .where('agency_id', '=', agencyId)
      .where('session_id', '=', sessionId)
      .execute(),
  );
}

/**
 * Ends all sessions of a worker, in whichever browser, from the next request on; no browser counts as known any more.
 * For the worker themselves and for an administrator: the caller has asked the policy.
 */
export async function endAllSessions(
  door: Door,
  worker: { agencyId: string; workerId: string },
): Promise<void> {
  await door.write({ action: 'worker.sign-out', thing: `worker ${worker.workerId}` }, async (transaction) => {
    await transaction
      .updateTable('clew.worker')
      .set({ session_epoch: sql`session_epoch + 1` })
      .where('agency_id', '=', worker.agencyId)
      .where('worker_id', '=', worker.workerId)
      .execute();
    await forgetSessions(transaction, worker);
  });
}

/**
 * Takes away the rows of a worker's sessions: the private keys in them would open for whoever has an old cookie and a later
 * copy of the database.
 */
export async function forgetSessions(
  transaction: Transaction<Schema>,
  { agencyId, workerId }: { agencyId: string; workerId: string },
): Promise<void> {
  await transaction
    .deleteFrom('clew.session')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
}
