import { checkRosterEntry, confirmRosterEntry, fingerprintOf, signRosterEntry, wrapKey } from '@clew/seal';
import { AGENCY_KEY, ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { openGenerations } from '../keys/renewal.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { digitsOf } from './digits.ts';
import { readNewEntry } from './propose-keys.ts';

/** Why new keys were not signed: they are one’s own, there are none, this worker does not administer, the fingerprint is another, the old key did not sign them. */
export type NotConfirmed = 'oneself' | 'none' | 'no-administrator' | 'fingerprint' | 'unsigned';

/**
 * An administrator signs a worker's new keys into the roster, whose fingerprint they heard from that worker and typed. Nothing
 * changes before the worker completes it. A worker whose keys were withdrawn (`withdrawKeys`) is given the agency's key again.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is looked at before anything is written stands in its order
export async function confirmKeys(
  { door, keyring }: AtDesk,
  { workerId, typed }: { workerId: string; typed: string },
): Promise<{ ok: true } | { ok: false; why: NotConfirmed }> {
  const { agencyId } = keyring.me;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.key_change')
      .select(['recipient', 'verify_key', 'statement', 'number', 'own_signature'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  const now = await keyring.colleague(workerId);
  if (!row || !now) return { ok: false, why: 'none' };
  if (workerId === keyring.me.workerId) return { ok: false, why: 'oneself' };
  if (digitsOf(typed) !== digitsOf(fingerprintOf(row.recipient + row.verify_key)))
    return { ok: false, why: 'fingerprint' };
  const next = await readNewEntry({ door, keyring }, workerId, row);
  if (!next) return { ok: false, why: 'none' };
  const { entry, own, prepared } = next;
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKeys = await openGenerations(keyring, AGENCY_KEY);
  if (!roster || agencyKeys.length === 0) return { ok: false, why: 'no-administrator' };
  const rosterKey = `ed25519-secret:${Buffer.from(roster.key).toString('base64url')}`;
  const roster_signature = signRosterEntry({ rosterKey, entry });
  const { me, pins, signingKey } = keyring;
  const by = { workerId: me.workerId, number: me.number };
  const confirmed = { by, signature: confirmRosterEntry({ signingKey, entry, by }) };
  const signatures = { own, prepared, roster: roster_signature, confirmed };
  // The old key signed it, or it is not theirs.
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared: now, confirmed: me } });
  if (!checked.ok) return { ok: false, why: 'unsigned' };
  const giver = { worker: keyring.me, signingKey: keyring.signingKey };
  const wraps = await Promise.all(
    agencyKeys.map(async ({ key, generation }) => {
      const about = { keyId: AGENCY_KEY, generation };
      const ids = { agency_id: agencyId, key_id: AGENCY_KEY, generation, worker_id: workerId };
      const wrapped = await wrapKey({ key, about, recipient: checked.worker, giver });
      return { ...ids, given_by: me.workerId, ...wrapped };
    }),
  );
  return attempt<'none'>((undo) =>
    door.write({ action: 'keys.confirmed', thing: `worker ${workerId}` }, async (transaction) => {
      if (!(await isRosterNow(transaction, pins))) undo('none');
      await transaction
        .updateTable('clew.key_change')
        .set({
          roster_signature,
          confirmed_by: by.workerId,
          confirmed_entry: by.number,
          confirmed_signature: confirmed.signature,
        })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .execute();
      // Only where there is none: a wrap for the old keys is given anew when the worker completes the change.
      await transaction
        .insertInto('clew.key_wrap')
        .values(wraps)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }),
  );
}
