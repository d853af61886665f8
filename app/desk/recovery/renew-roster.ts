import {
  bearsKeyBefore,
  confirmRosterRenewal,
  fingerprintOf,
  isPreparedBy,
  makeKey,
  makeSigningKeys,
  type RosterWorker,
  signRosterRenewal,
  wrapKey,
} from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow, type RenewalRow, renewalOfRow } from '../keys/follow-roster.ts';
import { readWithdrawn } from '../keys/renewal.ts';
import { readRights } from '../keys/rights.ts';
import { findOnRoster, type Pins } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may, mayAtAll, type Refusal } from '../policy/index.ts';
import { lockAgency } from '../roles/administrators.ts';
import { digitsOf } from './digits.ts';

/** Whoever works at the roster, while one request is answered. */
export type AtRoster = Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>;

/** A renewal of the roster key that is not in force yet. */
export type PreparedRenewal = {
  preparedBy: string;
  /** What the preparer is, and stays by the renewal: the second person sees it. */
  roles: readonly string[];
  /** Thirty digits of the new key. Whoever prepared it reads them out; whoever confirms it types what they heard. */
  digits: string;
  isConfirmed: boolean;
};

/**
 * Why it was not done. `no-key`: this worker does not hold the roster key, or with keys that were withdrawn; `waiting`: another
 * administrator prepared one already; `gone`: there is none, or what stands there is not signed as it must be; `digits`: they are
 * of another key.
 */
export type NotRenewed = Refusal | 'no-key' | 'waiting' | 'gone' | 'digits';
type Done = { ok: true } | { ok: false; why: NotRenewed };

/** The renewal that is under way; undefined where there is none that somebody sound prepared. */
export async function readPrepared({ door, keys }: AtRoster): Promise<PreparedRenewal | undefined> {
  return door.read(async (transaction) => {
    const row = await readRow(transaction, keys);
    const by = row && (await preparerOf(transaction, keys, row));
    if (!row || !by) return undefined;
    const { workerId: preparedBy, roles } = by;
    return {
      preparedBy,
      roles,
      digits: fingerprintOf(row.verify_key),
      isConfirmed: row.confirmed_by !== null,
    };
  });
}

/**
 * The first of three steps to another roster key: an administrator makes it and signs it, with the key before and with their own.
 * Nobody else is given it before it is in force. What the same administrator prepared earlier is forgotten.
 */
export async function prepareRoster({ desk, actor, door, keys }: AtRoster): Promise<Done> {
  const { agencyId } = actor;
  if (!mayAtAll(actor, 'keys.rotate')) return { ok: false, why: 'no-permission' };
  const before = await keys.open(ROSTER_KEY);
  if (!before) return { ok: false, why: 'no-key' };
  const seed = makeKey(desk.random);
  const { verifyKey } = makeSigningKeys(() => seed);
  const { me, pins, signingKey } = keys;
  const about = { keyId: ROSTER_KEY, generation: before.generation + 1 };
  const wrap = await wrapKey({ key: seed, about, recipient: me, giver: { worker: me, signingKey } });
  const preparedBy = { workerId: me.workerId, number: me.number };
  const keyBefore = pins.rosterVerifyKey;
  return attempt<NotRenewed>((undo) =>
    door.write({ action: 'keys.roster-prepared', thing: `agency ${agencyId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      if (!(await isRosterNow(transaction, pins))) undo('gone');
      if ((await readWithdrawn(transaction, agencyId)).has(me.recipient)) undo('no-key');
      const standing = await readRow(transaction, keys);
      // What nobody sound prepared holds up nobody.
      if (standing && standing.prepared_by !== me.workerId && (await preparerOf(transaction, keys, standing)))
        undo('waiting');
      await forget(transaction, agencyId, about.generation);
      await forgetForged(transaction, pins);
      const number = await freeNumber(transaction, agencyId);
      const renewal = { agencyId, number, keyBefore, verifyKey, preparedBy };
      await transaction
        .insertInto('clew.roster_renewal')
        .values({
          ...{ agency_id: agencyId, number, key_before: keyBefore, verify_key: verifyKey },
          ...{ prepared_by: me.workerId, prepared_entry: me.number },
          prepared_signature: signRosterRenewal({ signingKey, renewal, as: 'prepared' }),
          before_signature: signRosterRenewal({ signingKey: secretOf(before.key), renewal, as: 'before' }),
        })
        .execute();
      const ids = { agency_id: agencyId, worker_id: me.workerId, given_by: me.workerId };
      await transaction
        .insertInto('clew.key_wrap')
        .values({ ...ids, key_id: ROSTER_KEY, generation: about.generation, ...wrap })
        .execute();
    }),
  );
}

/** Takes back a renewal that is not in force. Any administrator may: who prepared it may have left, or lost the keys. */
export async function takeBackRoster({ actor, door, keys }: AtRoster): Promise<Done> {
  const { agencyId } = actor;
  if (!mayAtAll(actor, 'keys.rotate')) return { ok: false, why: 'no-permission' };
  const before = await keys.open(ROSTER_KEY);
  if (!before) return { ok: false, why: 'no-key' };
  return attempt<NotRenewed>((undo) =>
    door.write({ action: 'keys.roster-taken-back', thing: `agency ${agencyId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      if (!(await forget(transaction, agencyId, before.generation + 1))) undo('gone');
    }),
  );
}

/** The second step: somebody else, who heard the digits from the administrator and typed them, signs the renewal with their own key. */
export async function confirmRoster(worker: AtRoster, typed: string): Promise<Done> {
  const { actor, door, keys } = worker;
  const { agencyId } = actor;
  if (!mayAtAll(actor, 'worker.confirm')) return { ok: false, why: 'no-permission' };
  return attempt<NotRenewed>((undo) =>
    door.write({ action: 'keys.roster-confirmed', thing: `agency ${agencyId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      const row = await readRow(transaction, keys);
      const by = row && (await preparerOf(transaction, keys, row));
      if (!row || !by || row.confirmed_by !== null) return undo('gone');
      const thing = { kind: 'worker', agencyId, ownerId: by.workerId, proposedBy: by.workerId } as const;
      const decision = may(actor, 'worker.confirm', thing);
      if (!decision.may) return undo(decision.why);
      if ((await readWithdrawn(transaction, agencyId)).has(keys.me.recipient)) undo('no-key');
      if (digitsOf(typed) !== digitsOf(fingerprintOf(row.verify_key))) undo('digits');
      const { me, signingKey } = keys;
      const at = { workerId: me.workerId, number: me.number };
      await transaction
        .updateTable('clew.roster_renewal')
        .set({
          ...{ confirmed_by: at.workerId, confirmed_entry: at.number },
          confirmed_signature: confirmRosterRenewal({ signingKey, renewal: renewalOfRow(row), by: at }),
        })
        .where('agency_id', '=', agencyId)
        .where('number', '=', row.number)
        .execute();
    }),
  );
}

/** The renewal that waits upon the roster key of now. */
export async function readRow(
  transaction: Transaction<Schema>,
  { pins }: Pick<AtRoster['keys'], 'pins'>,
): Promise<RenewalRow | undefined> {
  return transaction
    .selectFrom('clew.roster_renewal')
    .selectAll()
    .where('agency_id', '=', pins.agencyId)
    .where('key_before', '=', pins.rosterVerifyKey)
    .where('roster_signature', 'is', null)
    .executeTakeFirst();
}

/**
 * Who prepared a renewal: an administrator of now, by the newest keys of theirs, which nobody withdrew. Undefined for what
 * anybody else put there.
 */
export async function preparerOf(
  transaction: Transaction<Schema>,
  { pins }: Pick<AtRoster['keys'], 'pins'>,
  row: RenewalRow,
): Promise<(RosterWorker & { roles: readonly string[] }) | undefined> {
  const { agencyId } = pins;
  const renewal = renewalOfRow(row);
  if (!bearsKeyBefore(renewal, row.before_signature)) return undefined;
  const worker = await findOnRoster(transaction, pins, row.prepared_by);
  if (!worker || worker.isRetired || !isPreparedBy(renewal, row.prepared_signature, worker)) return undefined;
  const isIn = await transaction
    .selectFrom('clew.worker')
    .select('worker_id')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', worker.workerId)
    .where('standing', '=', 'in')
    .executeTakeFirst();
  if (!isIn || (await readWithdrawn(transaction, agencyId)).has(worker.recipient)) return undefined;
  const rights = await readRights(transaction, pins, [worker.workerId]);
  const roles = rights.get(worker.workerId)?.roles ?? [];
  return roles.includes('administrator') ? { ...worker, roles } : undefined;
}

/** A roster key as it is signed with. */
export function secretOf(key: Uint8Array): string {
  return `ed25519-secret:${Buffer.from(key).toString('base64url')}`;
}

/** Takes away what is not in force, and every wrap of a key that is none yet. Whether there was anything. */
async function forget(
  transaction: Transaction<Schema>,
  agencyId: string,
  generation: number,
): Promise<boolean> {
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', ROSTER_KEY)
    .where('generation', '>=', generation)
    .execute();
  const { numDeletedRows } = await transaction
    .deleteFrom('clew.roster_renewal')
    .where('agency_id', '=', agencyId)
    .where('roster_signature', 'is', null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Takes away what says that it is in force upon the roster key of now. It is not, for then that key would be of before: somebody
 * wrote it into the database, and in its place nobody could prepare one. Call it with the agency's row locked, once
 * `isRosterNow` said so.
 */
async function forgetForged(
  transaction: Transaction<Schema>,
  { agencyId, rosterVerifyKey }: Pins,
): Promise<void> {
  await transaction
    .deleteFrom('clew.roster_renewal')
    .where('agency_id', '=', agencyId)
    .where('key_before', '=', rosterVerifyKey)
    .execute();
}

/** The first number that no renewal has: nothing hangs on the order, and somebody may have written the highest of all. */
async function freeNumber(transaction: Transaction<Schema>, agencyId: string): Promise<number> {
  const rows = await transaction
    .selectFrom('clew.roster_renewal')
    .select('number')
    .where('agency_id', '=', agencyId)
    .execute();
  const taken = new Set(rows.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}
