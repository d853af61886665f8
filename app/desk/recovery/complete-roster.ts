import { checkRosterRenewal, makeSigningKeys, signRosterRenewal, wrapKey } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { AGENCY_KEY, ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow, type RenewalRow, renewalOfRow } from '../keys/follow-roster.ts';
import { noteRenewed, openGenerations, readWithdrawn } from '../keys/renewal.ts';
import { findEntry, findOnRoster, type Pins } from '../keys/roster.ts';
import { mayAtAll } from '../policy/index.ts';
import { lockAgency } from '../roles/administrators.ts';
import { type DoubtfulRight, readDoubtful } from './doubtful-rights.ts';
import { type AtRoster, type NotRenewed, preparerOf, readRow, secretOf } from './renew-roster.ts';
import { isAsked, signAllAnew } from './sign-anew.ts';

/** The rights about which whoever completes a renewal says whether they stay; no roles of their own, which the second person saw. */
export async function listDoubtful({ door, keys }: AtRoster): Promise<DoubtfulRight[]> {
  const found = await door.read((transaction) => readDoubtful(transaction, keys.pins));
  return found.filter(({ given }) => isAsked(keys, given));
}

/**
 * The last step: whoever prepared the new roster key puts it in force, once a second person confirmed it. In one transaction all
 * that the key before signed is signed anew, the administrators who remain are given the new key, and the key before is given
 * back by all. `keep` names the doubtful rights that stay (`listDoubtful`); the others go. `confirm`: nobody has confirmed it yet.
 */
export async function completeRoster(
  worker: AtRoster,
  keep: readonly string[],
): Promise<{ ok: true } | { ok: false; why: NotRenewed | 'confirm' }> {
  const { desk, actor, door, keys } = worker;
  const { agencyId } = actor;
  if (!mayAtAll(actor, 'keys.rotate')) return { ok: false, why: 'no-permission' };
  const before = await keys.open(ROSTER_KEY);
  const generation = (before?.generation ?? 0) + 1;
  const next = before && (await keys.open(ROSTER_KEY, generation));
  if (!before || !next) return { ok: false, why: before ? 'gone' : 'no-key' };
  const { me, pins, signingKey } = keys;
  // What opens proposals is opened before: within the transaction it would need a second connection.
  await openGenerations(keys, AGENCY_KEY);
  return attempt<NotRenewed | 'confirm'>((undo) =>
    door.write({ action: 'keys.roster-renewed', thing: `agency ${agencyId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      const row = await readRow(transaction, keys);
      const by = row && (await preparerOf(transaction, keys, row));
      if (!row || by?.workerId !== me.workerId || !(await isRosterNow(transaction, pins)))
        return undo('gone');
      if (makeSigningKeys(() => next.key).verifyKey !== row.verify_key) undo('gone');
      if (row.confirmed_by === null) undo('confirm');
      const after = signRosterRenewal({
        ...{ signingKey: secretOf(next.key), renewal: renewalOfRow(row), as: 'after' },
      });
      if (!(await isWhole(transaction, pins, { ...row, roster_signature: after }))) undo('gone');
      const remaining = await signAllAnew(transaction, {
        ...{ desk, keys, before: before.key, rosterVerifyKey: row.verify_key, keep: new Set(keep) },
        granter: { me, signingKey, rosterKey: next.key },
      });
      await transaction
        .updateTable('clew.roster_renewal')
        .set({ roster_signature: after })
        .where('agency_id', '=', agencyId)
        .where('number', '=', row.number)
        .execute();
      const newPins = { ...pins, rosterVerifyKey: row.verify_key };
      await giveKey(transaction, worker, { remaining, newPins, key: next.key, generation });
      await noteRenewed(transaction, agencyId, ROSTER_KEY);
    }),
  );
}

/** Whether all four signatures hold, those of two people by keys of today. */
async function isWhole(transaction: Transaction<Schema>, pins: Pins, row: RenewalRow): Promise<boolean> {
  const { confirmed_by, confirmed_entry, confirmed_signature, roster_signature } = row;
  if (!confirmed_by || !confirmed_entry || !confirmed_signature || !roster_signature) return false;
  const by = { workerId: confirmed_by, number: confirmed_entry };
  const confirmed = await findEntry(transaction, pins, by);
  const newest = await findOnRoster(transaction, pins, by.workerId);
  if (!confirmed || confirmed.isRetired || newest?.number !== confirmed.number) return false;
  if ((await readWithdrawn(transaction, pins.agencyId)).has(confirmed.recipient)) return false;
  const prepared = await findEntry(transaction, pins, renewalOfRow(row).preparedBy);
  const signatures = {
    ...{ prepared: row.prepared_signature, before: row.before_signature, after: roster_signature },
    confirmed: { by, signature: confirmed_signature },
  };
  return checkRosterRenewal({ renewal: renewalOfRow(row), signatures, signers: { prepared, confirmed } });
}

type Giving = { remaining: readonly string[]; newPins: Pins; key: Uint8Array; generation: number };

/** Gives the new key to the administrators who remain, and takes every older one away. */
async function giveKey(
  transaction: Transaction<Schema>,
  { keys }: AtRoster,
  { remaining, newPins, key, generation }: Giving,
): Promise<void> {
  const { agencyId, workerId: given_by } = keys.me;
  const giver = { worker: keys.me, signingKey: keys.signingKey };
  const about = { keyId: ROSTER_KEY, generation };
  const withdrawn = await readWithdrawn(transaction, agencyId);
  for (const workerId of remaining) {
    const recipient = await findOnRoster(transaction, newPins, workerId);
    if (!recipient || recipient.isRetired || workerId === given_by || withdrawn.has(recipient.recipient))
      continue;
    const wrapped = await wrapKey({ key, about, recipient, giver });
    await transaction
      .insertInto('clew.key_wrap')
      .values({
        agency_id: agencyId,
        key_id: ROSTER_KEY,
        generation,
        worker_id: workerId,
        given_by,
        ...wrapped,
      })
      .execute();
  }
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', ROSTER_KEY)
    .where('generation', '<', generation)
    .execute();
}
