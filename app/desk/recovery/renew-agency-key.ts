import { makeKey, type RosterWorker, wrapKey } from '@clew/seal';
import { type Transaction as KyselyTransaction, sql } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { AGENCY_KEY } from '../agency/profiles.ts';
import type { Desk } from '../desk.ts';
import { noteRenewed, readWaitingKeys, readWithdrawn } from '../keys/renewal.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import type { AtDesk } from './arrange-recovery.ts';

type Transaction = KyselyTransaction<Schema>;

/**
 * Makes the next generation of the agency's key, for everybody who is in, save `without` and those whose keys were withdrawn. What
 * was sealed before stays under the older ones, which all keep. Returns what writes it, inside a transaction of the caller's:
 * sealing takes long. Undefined if this worker does not hold the newest generation themselves.
 */
export async function prepareAgencyKey(
  desk: Desk,
  { door, keyring }: AtDesk,
  without?: string,
): Promise<((transaction: Transaction) => Promise<boolean>) | undefined> {
  const { agencyId, workerId: given_by } = keyring.me;
  const now = await keyring.open(AGENCY_KEY);
  if (!now) return undefined;
  const [ids, withdrawn] = await door.read((transaction) =>
    Promise.all([workersIn(transaction, agencyId), readWithdrawn(transaction, agencyId)]),
  );
  const known = await Promise.all(ids.filter((id) => id !== without).map((id) => keyring.colleague(id)));
  const holders = known.filter((one): one is RosterWorker => !!one && !withdrawn.has(one.recipient));
  const generation = now.generation + 1;
  const about = { keyId: AGENCY_KEY, generation };
  const key = makeKey(desk.random);
  const giver = { worker: keyring.me, signingKey: keyring.signingKey };
  const rows = await Promise.all(
    holders.map(async (recipient) => ({
      ...{ agency_id: agencyId, key_id: AGENCY_KEY, generation, worker_id: recipient.workerId, given_by },
      ...(await wrapKey({ key, about, recipient, giver })),
    })),
  );
  return async (transaction) => {
    await sql`SELECT 1 FROM clew.agency WHERE agency_id = ${agencyId} FOR NO KEY UPDATE`.execute(transaction);
    // Somebody else made one meanwhile, or came and would lack this one: it goes on waiting.
    if (!(await isStill(transaction, { agencyId, ids, generation }))) return false;
    await transaction.insertInto('clew.key_wrap').values(rows).execute();
    await noteRenewed(transaction, agencyId, AGENCY_KEY);
    return true;
  };
}

/** Makes the agency's key anew if it waits for that and the worker may: the next deed of an administrator's about keys. */
export async function renewWaitingAgencyKey({ desk, actor, door, keys }: SignedIn): Promise<void> {
  const { agencyId } = actor;
  if (!mayAtAll(actor, 'keys.rotate')) return;
  const waiting = await door.read((transaction) => readWaitingKeys(transaction, agencyId, [AGENCY_KEY]));
  if (waiting.has(AGENCY_KEY)) await renewAgencyKey(desk, { door, keyring: keys });
}

/** Makes the agency's key anew by itself, as after somebody left. False if somebody else did so meanwhile. */
export async function renewAgencyKey(desk: Desk, at: AtDesk): Promise<boolean> {
  const put = await prepareAgencyKey(desk, at);
  const { agencyId } = at.keyring.me;
  return put ? at.door.write({ action: 'keys.agency-renewed', thing: `agency ${agencyId}` }, put) : false;
}

async function workersIn(transaction: Transaction, agencyId: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom('clew.worker')
    .select('worker_id')
    .where('agency_id', '=', agencyId)
    .where('standing', '=', 'in')
    .orderBy('worker_id')
    .execute();
  return rows.map(({ worker_id }) => worker_id);
}

type Expected = { agencyId: string; ids: readonly string[]; generation: number };

async function isStill(transaction: Transaction, { agencyId, ids, generation }: Expected): Promise<boolean> {
  const newer = await transaction
    .selectFrom('clew.key_wrap')
    .select('generation')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', AGENCY_KEY)
    .where('generation', '>=', generation)
    .executeTakeFirst();
  const now = await workersIn(transaction, agencyId);
  return !newer && now.join() === ids.join();
}
