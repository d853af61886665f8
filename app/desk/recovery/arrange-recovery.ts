import { lockSecrets, makeKey, type ShareSet, splitSecret } from '@clew/seal';
import type { Door } from '../../store/index.ts';
import { AGENCY_KEY } from '../agency/profiles.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import { secretsOfPins } from '../keys/roster.ts';
import { contextOfKept, contextOfSet, sealCustody } from './custody.ts';

/** A worker, while one request is answered. */
export type AtDesk = {
  door: Door;
  keyring: Keyring;
  /** The session in which it is done, where there is one: wrong passphrases are counted by it. */
  sessionId?: string;
};

/** Who is asked to hold a share, and which body they answer to. */
type Chosen = { workerId: string; body: string };

/** Whom a worker trusts together: any `needed` of the custodians bring them back. */
export type Arrangement = { needed: number; custodians: readonly Chosen[] };

/** Why an arrangement is refused. `one-body`: the custodians of one body would be enough, and it could open all alone. */
export type ArrangementProblem = 'self' | 'unknown' | 'twice' | 'needed' | 'body' | 'one-body';

type Transaction = Parameters<Parameters<Door['write']>[1]>[0];

/**
 * What is wrong with an arrangement; undefined if nothing is. Custodians that are not on the roster show only when it is made.
 */
export function arrangementProblem(
  me: string,
  { needed, custodians }: Arrangement,
): ArrangementProblem | undefined {
  if (custodians.some(({ workerId }) => workerId === me)) return 'self';
  if (new Set(custodians.map(({ workerId }) => workerId)).size < custodians.length) return 'twice';
  if (custodians.some(({ body }) => !/^[^/\p{Cc}]{1,80}$/u.test(body))) return 'body';
  if (!Number.isInteger(needed) || needed < 2 || needed > custodians.length || custodians.length > 12)
    return 'needed';
  const bodies = custodians.map(({ body }) => body.normalize('NFKC').trim().toLowerCase());
  const most = Math.max(...bodies.map((body) => bodies.filter((other) => other === body).length));
  return most >= needed ? 'one-body' : undefined;
}

/** What has to be written, made before the transaction: sealing takes long. */
type Prepared = { set: ShareSet; insert: (transaction: Transaction) => Promise<void> };

/**
 * Splits what opens this worker's private keys among custodians, and takes the place of what was arranged before. The
 * custodians need not be there. Any `needed` of them bring the worker back; fewer, and any one body, do not.
 */
export async function arrangeRecovery(
  desk: Desk,
  { door, keyring }: AtDesk,
  arrangement: Arrangement,
): Promise<{ ok: true } | { ok: false; why: ArrangementProblem }> {
  const prepared = await prepareRecovery(desk, keyring, arrangement);
  if (!prepared.ok) return prepared;
  const { agencyId, workerId } = keyring.me;
  await door.write({ action: 'recovery.arrange', thing: `worker ${workerId}` }, async (transaction) => {
    await forgetRecovery(transaction, { agencyId, workerId });
    await prepared.insert(transaction);
  });
  return { ok: true };
}

/** The same without the transaction, for a change of keys that arranges recovery anew within its own. */
export async function prepareRecovery(
  desk: Desk,
  keyring: Keyring,
  arrangement: Arrangement,
): Promise<({ ok: true } & Prepared) | { ok: false; why: ArrangementProblem }> {
  const { agencyId, workerId } = keyring.me;
  const why = arrangementProblem(workerId, arrangement);
  if (why) return { ok: false, why };
  const agencyKey = await keyring.open(AGENCY_KEY);
  const found = await Promise.all(arrangement.custodians.map((one) => keyring.colleague(one.workerId)));
  const custodians = arrangement.custodians.flatMap(({ workerId: custodianId, body }, index) => {
    const recipient = found[index]?.recipient;
    return recipient === undefined ? [] : [{ custodianId, body: body.normalize('NFKC').trim(), recipient }];
  });
  if (!agencyKey || custodians.length < arrangement.custodians.length) return { ok: false, why: 'unknown' };
  const me = { agencyId, workerId };
  const secret = makeKey(desk.random);
  const { set, sealed } = await splitSecret({
    secret,
    context: contextOfSet(me),
    needed: arrangement.needed,
    custodians,
    random: desk.random,
    signingKey: keyring.signingKey,
  });
  const { identity, signingKey, pins } = keyring;
  const box = lockSecrets({
    key: secret,
    random: desk.random,
    context: contextOfKept(me, set.setId),
    secrets: { identity, signingKey, ...secretsOfPins(pins) },
  });
  const custody = sealCustody(desk, agencyKey, me, set);
  const ids = { agency_id: agencyId, worker_id: workerId };
  const shares = custodians.map(({ custodianId }, index) => ({
    ...ids,
    number: index + 1,
    custodian_id: custodianId,
    sealed: sealed[index] ?? '',
  }));
  const insert = async (transaction: Transaction) => {
    await transaction
      .insertInto('clew.recovery_set')
      .values({ ...ids, generation: agencyKey.generation, custody, box })
      .execute();
    await transaction.insertInto('clew.recovery_share').values(shares).execute();
  };
  return { ok: true, set, insert };
}

/** Takes away what a worker had arranged: the shares that are about open nothing from then on. */
export async function forgetRecovery(
  transaction: Transaction,
  { agencyId, workerId }: { agencyId: string; workerId: string },
): Promise<void> {
  for (const table of ['clew.recovery_share', 'clew.recovery_set'] as const)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
}

/** What a worker's arrangement was, to be made again. */
export function arrangementOf({ needed, holders }: ShareSet): Arrangement {
  return { needed, custodians: holders.map(({ custodianId, body }) => ({ workerId: custodianId, body })) };
}
