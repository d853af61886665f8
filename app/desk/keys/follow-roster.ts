import { bearsKeyBefore, checkRosterRenewal, type RosterRenewal, writeFounding } from '@clew/seal';
import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { holdsOnce, nameOfCheck } from './checked.ts';
import { findSigner, type Pins } from './roster.ts';

/** A renewal of the roster key as it stands in the database, where nothing of it is to be believed unchecked. */
export type RenewalRow = Selectable<Schema['clew.roster_renewal']>;

/** More renewals than this nobody follows: whoever signs in pins the newest key. */
const MOST_RENEWALS = 64;

/**
 * What a worker pinned, with the roster key that has taken the place of the pinned one: step by step, as long as each is signed by
 * the key before, the new one, and two workers with keys of their own. What is not so signed is as if it were not there.
 */
export async function followRoster(transaction: Transaction<Schema>, pinned: Pins): Promise<Pins> {
  let pins = pinned;
  for (let step = 0; step < MOST_RENEWALS; step++) {
    const row = await nextRenewal(transaction, pins);
    if (!row || !(await isInForce(transaction, pins, row))) return pins;
    pins = { ...pins, rosterVerifyKey: row.verify_key };
  }
  return pins;
}

/**
 * Whether a worker's roster key is still the agency's, and stays so until the transaction ends: whoever writes what it signs asks
 * for it there, as what the key before signed counts for nothing.
 */
export async function isRosterNow(transaction: Transaction<Schema>, pins: Pins): Promise<boolean> {
  await transaction
    .selectFrom('clew.agency')
    .select('agency_id')
    .where('agency_id', '=', pins.agencyId)
    .forShare()
    .execute();
  return (await followRoster(transaction, pins)).rosterVerifyKey === pins.rosterVerifyKey;
}

/** What of a renewal's row was signed. */
export function renewalOfRow(row: RenewalRow): RosterRenewal {
  return {
    agencyId: row.agency_id,
    number: row.number,
    keyBefore: row.key_before,
    verifyKey: row.verify_key,
    preparedBy: { workerId: row.prepared_by, number: row.prepared_entry },
  };
}

async function nextRenewal(transaction: Transaction<Schema>, pins: Pins): Promise<RenewalRow | undefined> {
  return transaction
    .selectFrom('clew.roster_renewal')
    .selectAll()
    .where('agency_id', '=', pins.agencyId)
    .where('key_before', '=', pins.rosterVerifyKey)
    .where('roster_signature', 'is not', null)
    .executeTakeFirst();
}

async function isInForce(transaction: Transaction<Schema>, pins: Pins, row: RenewalRow): Promise<boolean> {
  const { confirmed_by, confirmed_entry, confirmed_signature, roster_signature: after } = row;
  if (confirmed_by === null || confirmed_entry === null || confirmed_signature === null || after === null)
    return false;
  const renewal = renewalOfRow(row);
  const name = nameOfCheck(['renewal', writeFounding(pins.founding), row]);
  const { before_signature: before, prepared_signature: prepared } = row;
  if (!holdsOnce(`${name} before`, () => bearsKeyBefore(renewal, before))) return false;
  const by = { workerId: confirmed_by, number: confirmed_entry };
  const signers = {
    prepared: await findSigner(transaction, pins, renewal.preparedBy),
    confirmed: await findSigner(transaction, pins, by),
  };
  if (!signers.prepared || !signers.confirmed) return false;
  const keys = [signers.prepared.verifyKey, signers.confirmed.verifyKey];
  const signatures = { before, after, prepared, confirmed: { by, signature: confirmed_signature } };
  return holdsOnce(nameOfCheck([name, keys]), () => checkRosterRenewal({ renewal, signatures, signers }));
}
