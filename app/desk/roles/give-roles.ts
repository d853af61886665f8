import { wrapKey } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { type Granter, signRight } from '../keys/rights.ts';
import { type Actor, isClash, may, type Refusal, ROLES } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';
import { administratorsOf, isLastOf, lockAgency } from './administrators.ts';
import { readOwnRoles } from './own-roles.ts';

export type GivingRoles = { ok: true } | { ok: false; why: Refusal | 'no-key' | Unfit };

/**
 * Gives a worker exactly these roles, from their next request on. Who becomes administrator is given the key that signs
 * colleagues; who is one no longer loses it. Nobody gives themselves a role, and one administrator stays.
 */
export async function giveRoles(
  worker: Proposer,
  { workerId, roles }: { workerId: string; roles: readonly string[] },
): Promise<GivingRoles> {
  const { actor, door } = worker;
  const decision = may(actor, 'worker.change-roles', {
    kind: 'worker',
    agencyId: actor.agencyId,
    ownerId: workerId,
  });
  if (!decision.may) return { ok: false, why: decision.why };
  const wanted = [...new Set(roles)];
  const roster = await worker.keys.open(ROSTER_KEY);
  const wrap = wanted.includes('administrator') ? await wrapRoster(worker, workerId) : undefined;
  if (!roster || wrap === null) return { ok: false, why: 'no-key' };
  const { me, signingKey } = worker.keys;
  const granter = { me, signingKey, rosterKey: roster.key };
  return attempt<Unfit>((undo) =>
    door.write({ action: 'worker.change-roles', thing: `worker ${workerId}` }, async (transaction) => {
      const change = await judge(transaction, actor, { workerId, wanted });
      if (typeof change === 'string') return undo(change);
      if (!(await isRosterNow(transaction, worker.keys.pins))) return undo('gone');
      const ids = { agency_id: actor.agencyId, worker_id: workerId };
      await writeRoles(transaction, ids, { ...change, wrap, granter });
    }),
  );
}

type Unfit = 'gone' | 'unknown-role' | 'clash' | 'oneself' | 'last-administrator';
type Change = { given: string[]; taken: string[] };

/** What is to be given and taken, or why it must not be. */
async function judge(
  transaction: Transaction<Schema>,
  actor: Actor,
  { workerId, wanted }: { workerId: string; wanted: readonly string[] },
): Promise<Change | Unfit> {
  const { agencyId } = actor;
  await lockAgency(transaction, agencyId);
  const before = await rolesNow(transaction, agencyId, workerId);
  const own = await readOwnRoles(transaction, agencyId);
  if (before === undefined) return 'gone';
  const known = [...ROLES, ...own.map(({ id }) => id)] as readonly string[];
  if (!wanted.every((name) => known.includes(name))) return 'unknown-role';
  if (isClash(wanted, own)) return 'clash';
  const given = wanted.filter((name) => !before.includes(name));
  const taken = before.filter((name) => !wanted.includes(name));
  if (workerId === actor.workerId && given.length > 0) return 'oneself';
  const isLast = isLastOf(await administratorsOf(transaction, agencyId), workerId);
  return isLast && taken.includes('administrator') ? 'last-administrator' : { given, taken };
}

async function rolesNow(
  transaction: Transaction<Schema>,
  agencyId: string,
  workerId: string,
): Promise<string[] | undefined> {
  const rows = await transaction
    .selectFrom('clew.worker as w')
    .leftJoin('clew.worker_role as r', (join) =>
      join.onRef('r.agency_id', '=', 'w.agency_id').onRef('r.worker_id', '=', 'w.worker_id'),
    )
    .select('r.role')
    .where('w.agency_id', '=', agencyId)
    .where('w.worker_id', '=', workerId)
    .where('w.standing', '=', 'in')
    .execute();
  return rows.length === 0 ? undefined : rows.flatMap(({ role }) => role ?? []);
}

type Ids = { agency_id: string; worker_id: string };
type RosterWrap = { key_id: string; generation: number; given_by: string; wrap: string; signature: string };

async function writeRoles(
  transaction: Transaction<Schema>,
  ids: Ids,
  { given, taken, wrap, granter }: Change & { wrap: RosterWrap | undefined; granter: Granter },
): Promise<void> {
  if (taken.length > 0)
    await transaction
      .deleteFrom('clew.worker_role')
      .where('agency_id', '=', ids.agency_id)
      .where('worker_id', '=', ids.worker_id)
      .where('role', 'in', taken)
      .execute();
  if (given.length > 0)
    await transaction
      .insertInto('clew.worker_role')
      .values(
        given.map((role) => ({ ...ids, role, ...signRight(granter, { workerId: ids.worker_id, role }) })),
      )
      .execute();
  // Also to one who is administrator already and lacks it, as whom somebody confirmed who did not have it.
  if (wrap)
    await transaction
      .insertInto('clew.key_wrap')
      .values({ ...ids, ...wrap })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  if (taken.includes('administrator'))
    await transaction
      .deleteFrom('clew.key_wrap')
      .where('agency_id', '=', ids.agency_id)
      .where('worker_id', '=', ids.worker_id)
      .where('key_id', '=', ROSTER_KEY)
      .execute();
}

/** The key that signs colleagues, for an administrator; null if this worker or the roster does not have what it takes. */
async function wrapRoster({ keys }: Proposer, workerId: string): Promise<RosterWrap | null> {
  const roster = await keys.open(ROSTER_KEY);
  const recipient = await keys.colleague(workerId);
  if (!roster || !recipient) return null;
  const about = { keyId: ROSTER_KEY, generation: roster.generation };
  const giver = { worker: keys.me, signingKey: keys.signingKey };
  const wrapped = await wrapKey({ key: roster.key, about, recipient, giver });
  return { key_id: ROSTER_KEY, generation: roster.generation, given_by: keys.me.workerId, ...wrapped };
}
