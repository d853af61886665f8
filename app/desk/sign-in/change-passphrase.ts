import { lockSecrets } from '@clew/seal';
import { sql } from 'kysely';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import type { AtDesk } from '../recovery/arrange-recovery.ts';
import { forgetSessions } from '../session/end-session.ts';
import { deriveKey } from './passphrase.ts';
import { type Again, type NotProven, proveAgain } from './prove-again.ts';
import { secretsContext } from './prove-worker.ts';

/** Why a passphrase was not changed. `changed`: the worker's keys were withdrawn or changed while this was under way. */
export type NotChanged = NotProven | 'changed';

/**
 * Puts a new passphrase in the place of the one that a worker knows: the same keys, sealed under another. All their sessions end,
 * this one too, and no browser counts as known any more. New keys that they asked for and have not taken yet are sealed under
 * the old passphrase, and are forgotten. The caller has looked at the new one (`passphraseProblem`).
 */
export async function changePassphrase(
  desk: Desk,
  at: AtDesk,
  { again, next }: { again: Again; next: string },
): Promise<{ ok: true } | { ok: false; why: NotChanged }> {
  const { agencyId, workerId, verifyKey } = at.keyring.me;
  const proven = await proveAgain(desk, at, again);
  if (!proven.ok) return proven;
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const { kdf } = desk;
  const turn = { isKnownDevice: true, agency: agencyId, name: workerId };
  const derived = await desk.line.run(turn, () => deriveKey(next, { kdf, salt }));
  if (!derived.ok) return { ok: false, why: 'busy' };
  const secret_box = lockSecrets({
    key: derived.value,
    random: desk.random,
    context: secretsContext({ agency_id: agencyId, worker_id: workerId }),
    secrets: proven.secrets,
  });
  const deed = { action: 'self.change', thing: `worker ${workerId}` };
  return attempt<'changed'>((undo) =>
    at.door.write(deed, async (transaction) => {
      const replaced = await transaction
        .updateTable('clew.worker')
        .set({ secret_box, kdf, salt, session_epoch: sql`session_epoch + 1` })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('standing', '=', 'in')
        .where('verify_key', '=', verifyKey)
        // A withdrawal, or another change, has been before: what was opened here is not to come back.
        .where('secret_box', '=', proven.box)
        .executeTakeFirst();
      if (replaced.numUpdatedRows !== 1n) undo('changed');
      await transaction
        .deleteFrom('clew.key_change')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .execute();
      await forgetSessions(transaction, { agencyId, workerId });
    }),
  );
}
