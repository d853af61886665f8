import { checkRosterEntry, fingerprintOf, signRosterEntry, verify, wrapKey } from '@clew/seal';
import { AGENCY_KEY, ROSTER_KEY } from '../agency/profiles.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { digitsOf } from './digits.ts';
import { bytesOfNewKeys, contextOfNewKeys } from './propose-keys.ts';

/** Why new keys were not signed: there are none, this worker does not administer, the fingerprint is another, the old key did not sign them. */
export type NotConfirmed = 'none' | 'no-administrator' | 'fingerprint' | 'unsigned';

/**
 * An administrator signs a worker's new keys into the roster, whose fingerprint they heard from that worker and typed. Nothing
 * changes before the worker completes it. A worker whose keys were withdrawn (`withdrawKeys`) is given the agency's key again.
 */
export async function confirmKeys(
  { door, keyring }: AtDesk,
  { workerId, typed }: { workerId: string; typed: string },
): Promise<{ ok: true } | { ok: false; why: NotConfirmed }> {
  const { agencyId } = keyring.me;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.key_change')
      .select(['recipient', 'verify_key', 'statement'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  const now = await keyring.colleague(workerId);
  if (!row || !now) return { ok: false, why: 'none' };
  const { recipient, verify_key: verifyKey, statement: signature } = row;
  if (digitsOf(typed) !== digitsOf(fingerprintOf(recipient + verifyKey)))
    return { ok: false, why: 'fingerprint' };
  const entry = { agencyId, workerId, recipient, verifyKey };
  const said = { context: contextOfNewKeys(entry), bytes: bytesOfNewKeys(entry), signature };
  if (!verify({ verifyKey: now.verifyKey, ...said })) return { ok: false, why: 'unsigned' };
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKey = await keyring.open(AGENCY_KEY);
  if (!roster || !agencyKey) return { ok: false, why: 'no-administrator' };
  const rosterKey = `ed25519-secret:${Buffer.from(roster.key).toString('base64url')}`;
  const roster_signature = signRosterEntry({ rosterKey, entry });
  const checked = checkRosterEntry({
    rosterVerifyKey: keyring.rosterVerifyKey,
    entry,
    signature: roster_signature,
  });
  if (!checked.ok) return { ok: false, why: 'no-administrator' };
  const about = { keyId: AGENCY_KEY, generation: agencyKey.generation };
  const giver = { worker: keyring.me, signingKey: keyring.signingKey };
  const wrap = await wrapKey({ key: agencyKey.key, about, recipient: checked.worker, giver });
  await door.write({ action: 'keys.rotate', thing: `worker ${workerId}` }, async (transaction) => {
    await transaction
      .updateTable('clew.key_change')
      .set({ roster_signature })
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    // Only where there is none: a wrap for the old keys is given anew when the worker completes the change.
    await transaction
      .insertInto('clew.key_wrap')
      .values({
        agency_id: agencyId,
        key_id: AGENCY_KEY,
        generation: agencyKey.generation,
        worker_id: workerId,
        given_by: keyring.me.workerId,
        ...wrap,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return { ok: true };
}
