import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';
import { administratorsOf, isLastOf, lockAgency } from '../roles/administrators.ts';

export type Leaving =
  | { ok: true }
  | { ok: false; why: Refusal | 'gone' | 'owns-files' | 'last-administrator' };

/**
 * Lets a worker go. From the next request on every session is over, every key is withdrawn, and no role, team or deputy is
 * left; the row and the name stay, so that what they did keeps its author. Files are handed over before.
 */
export async function leaveAgency({ actor, door }: Proposer, workerId: string): Promise<Leaving> {
  const { agencyId } = actor;
  const decision = may(actor, 'worker.leave', { kind: 'worker', agencyId, ownerId: workerId });
  if (!decision.may) return { ok: false, why: decision.why };
  const who = { agencyId, workerId };
  return attempt<StaysWhy>((undo) =>
    door.write({ action: 'worker.leave', thing: `worker ${workerId}` }, async (transaction) => {
      const reason = await reasonToStay(transaction, who);
      if (reason !== undefined) undo(reason);
      await withdrawAll(transaction, who);
    }),
  );
}

type StaysWhy = 'gone' | 'owns-files' | 'last-administrator';
type Who = { agencyId: string; workerId: string };

async function reasonToStay(
  transaction: Transaction<Schema>,
  { agencyId, workerId }: Who,
): Promise<StaysWhy | undefined> {
  await lockAgency(transaction, agencyId);
  const row = await transaction
    .selectFrom('clew.worker')
    .select('standing')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('standing', '!=', 'left')
    .executeTakeFirst();
  if (!row) return 'gone';
  const file = await transaction
    .selectFrom('clew.file')
    .select('file_id')
    .where('agency_id', '=', agencyId)
    .where('owner_id', '=', workerId)
    .limit(1)
    .executeTakeFirst();
  if (file) return 'owns-files';
  const administrators = await administratorsOf(transaction, agencyId);
  return isLastOf(administrators, workerId) ? 'last-administrator' : undefined;
}

async function withdrawAll(transaction: Transaction<Schema>, { agencyId, workerId }: Who): Promise<void> {
  await transaction
    .updateTable('clew.worker')
    .set({ standing: 'left', session_epoch: sql`session_epoch + 1` })
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
  for (const table of ['clew.session', 'clew.key_wrap', 'clew.worker_role', 'clew.team_member'] as const)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
  await transaction
    .updateTable('clew.team_member')
    .set({ deputy_for: null })
    .where('agency_id', '=', agencyId)
    .where('deputy_for', '=', workerId)
    .execute();
}
