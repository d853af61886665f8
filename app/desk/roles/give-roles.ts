import { wrapKey } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { readOwnRoles } from '../keys/agency-rules.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { writeStatement } from '../keys/line.ts';
import { type Granter, type RightsLine, readRightsLine, signRights } from '../keys/rights.ts';
import { isClash, may, ROLES } from '../policy/index.ts';
import { confirmProposal } from '../proposals/confirm-proposal.ts';
import { isTooMany } from '../proposals/open-limit.ts';
import { type NotProposed, type Proposer, propose } from '../proposals/propose.ts';
import { administratorsOf, isLastOf, lockAgency } from './administrators.ts';

type RolesAsked = { workerId: string; roles: readonly string[]; reason: string };
export type GivingRoles = { ok: true; done: 'taken' | 'proposed' } | { ok: false; why: NotProposed | Unfit };
type Unfit = 'gone' | 'unknown-role' | 'clash' | 'oneself' | 'last-administrator' | 'no-reason';

/**
 * Makes these the roles of a worker. What is taken away is gone with their next request; what is given takes a second person
 * (`confirmRoles`), and is proposed. Nobody gives themselves a role, and one administrator stays. Who is administrator no longer
 * loses the key that signs colleagues; who is one and lacks it is given it.
 */
export async function giveRoles(
  worker: Proposer,
  { workerId, roles, reason }: RolesAsked,
): Promise<GivingRoles> {
  const { actor, door, keys } = worker;
  const { agencyId } = actor;
  const thing = { kind: 'worker', agencyId, ownerId: workerId } as const;
  const decision = may(actor, 'worker.change-roles', thing);
  if (!decision.may) return { ok: false, why: decision.why };
  const roster = await keys.open(ROSTER_KEY);
  if (!roster) return { ok: false, why: 'no-key' };
  const granter: Granter = { me: keys.me, signingKey: keys.signingKey, rosterKey: roster.key };
  const wanted = [...new Set(roles)];
  const read = await door.read((transaction) => judge(transaction, worker, { workerId, wanted }));
  if (typeof read === 'string') return { ok: false, why: read };
  if (read.given.length > 0 && reason === '') return { ok: false, why: 'no-reason' };
  // Before anything is taken away: who is refused should find the roles as they were.
  if (read.given.length > 0 && (await door.read((transaction) => waitsTooMuch(transaction, worker))))
    return { ok: false, why: 'too-many' };
  const taken = await takeRoles(worker, { workerId, wanted, granter, read });
  if (!taken.ok) return taken;
  if (read.given.length === 0) return { ok: true, done: 'taken' };
  const { now, head } = taken.line;
  const change = { workerId, roles: wanted, teams: [...now.teams] };
  const given = { rosterKey: roster.key, head };
  const proposed = await propose(worker, { proposed: { kind: 'rights', change }, reason }, given);
  return proposed.ok ? { ok: true, done: 'proposed' } : proposed;
}

async function waitsTooMuch(transaction: Transaction<Schema>, { actor, desk }: Proposer): Promise<boolean> {
  return isTooMany(transaction, { ...actor, kinds: ['rights'], now: desk.now() });
}

type Taking = { workerId: string; wanted: readonly string[]; granter: Granter; read: Change };

/**
 * What holds at once: roles that are taken away, and the roster key for an administrator who lacks it. Returns how the line stands
 * then, on which what is given rests.
 */
async function takeRoles(
  worker: Proposer,
  { workerId, wanted, granter, read }: Taking,
): Promise<{ ok: true; line: RightsLine } | { ok: false; why: Unfit | 'broken' }> {
  const { agencyId } = worker.actor;
  const isOne = wanted.includes('administrator') && read.line.now.roles.includes('administrator');
  const wrap = isOne ? await wrapRoster(worker, workerId) : undefined;
  if (read.taken.length === 0 && wrap === undefined) return { ok: true, line: read.line };
  const deed = { action: 'worker.change-roles', thing: `worker ${workerId}` };
  let line = read.line;
  const done = await attempt<Unfit | 'broken'>((undo) =>
    worker.door.write(deed, async (transaction) => {
      await lockAgency(transaction, agencyId);
      const change = await judge(transaction, worker, { workerId, wanted });
      if (typeof change === 'string') return undo(change);
      if (!(await isRosterNow(transaction, worker.keys.pins))) return undo('gone');
      const isStillOne = change.line.now.roles.includes('administrator');
      if (wrap && isStillOne) await giveRoster(transaction, { agencyId, workerId, wrap });
      if (change.taken.includes('administrator')) await takeRoster(transaction, { agencyId, workerId });
      line = change.line;
      if (change.taken.length === 0) return;
      const { now, head } = change.line;
      const rights = { roles: now.roles.filter((role) => wanted.includes(role)), teams: now.teams };
      const said = signRights(granter, { workerId, head, rights });
      const after = await writeStatement(transaction, { agencyId, at: worker.desk.now() }, said);
      line = { now: rights, head: after };
    }),
  );
  return done.ok ? { ok: true, line } : done;
}

/**
 * Confirms roles that somebody else gave a third. Who becomes administrator is given the key that signs colleagues by whoever
 * confirms, if they have it; else an administrator gives it by saving that worker's roles once more.
 */
export async function confirmRoles(
  worker: Proposer,
  asked: { proposalId: string; seen: string },
): ReturnType<typeof confirmProposal> {
  const done = await confirmProposal(worker, { kind: 'rights', ...asked });
  const proposed = done.ok ? done.confirmed.proposed : undefined;
  const change = proposed?.kind === 'rights' ? proposed.change : undefined;
  if (!change?.roles.includes('administrator')) return done;
  const { workerId } = change;
  const wrap = await wrapRoster(worker, workerId);
  const { agencyId } = worker.actor;
  const { pins } = worker.keys;
  if (wrap)
    await worker.door.write(
      { action: 'worker.confirm', thing: `worker ${workerId}` },
      async (transaction) => {
        await lockAgency(transaction, agencyId);
        // What was given may have been taken away again since.
        const isOne = (await administratorsOf(transaction, pins)).includes(workerId);
        if (isOne && (await isRosterNow(transaction, pins)))
          await giveRoster(transaction, { agencyId, workerId, wrap });
      },
    );
  return done;
}

type Change = { given: string[]; taken: string[]; line: RightsLine };

/** What is to be given and taken, or why it must not be. */
async function judge(
  transaction: Transaction<Schema>,
  { actor, keys }: Proposer,
  { workerId, wanted }: { workerId: string; wanted: readonly string[] },
): Promise<Change | Unfit | 'broken'> {
  const { agencyId } = actor;
  const { pins } = keys;
  if (!(await isIn(transaction, agencyId, workerId))) return 'gone';
  const line = await readRightsLine({ transaction, pins }, workerId);
  if (!line) return 'broken';
  const own = await readOwnRoles(transaction, pins);
  const known = [...ROLES, ...own.map(({ id }) => id)] as readonly string[];
  if (!wanted.every((name) => known.includes(name))) return 'unknown-role';
  if (isClash(wanted, own)) return 'clash';
  const before = line.now.roles;
  const given = wanted.filter((name) => !before.includes(name));
  const taken = before.filter((name) => !wanted.includes(name));
  if (workerId === actor.workerId && given.length > 0) return 'oneself';
  const isLast = isLastOf(await administratorsOf(transaction, pins), workerId);
  return isLast && taken.includes('administrator') ? 'last-administrator' : { given, taken, line };
}

async function isIn(transaction: Transaction<Schema>, agencyId: string, workerId: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('clew.worker')
    .select('worker_id')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('standing', '=', 'in')
    .executeTakeFirst();
  return row !== undefined;
}

type AtWorker = { agencyId: string; workerId: string };
type RosterWrap = { key_id: string; generation: number; given_by: string; wrap: string; signature: string };

/** Also to one who is administrator already and lacks it, as whom somebody confirmed who did not have it. */
async function giveRoster(
  transaction: Transaction<Schema>,
  { agencyId, workerId, wrap }: AtWorker & { wrap: RosterWrap },
): Promise<void> {
  await transaction
    .insertInto('clew.key_wrap')
    .values({ agency_id: agencyId, worker_id: workerId, ...wrap })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function takeRoster(transaction: Transaction<Schema>, { agencyId, workerId }: AtWorker): Promise<void> {
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('key_id', '=', ROSTER_KEY)
    .execute();
}

/** The key that signs colleagues, for an administrator; undefined if this worker or the roster does not have what it takes. */
async function wrapRoster({ keys }: Proposer, workerId: string): Promise<RosterWrap | undefined> {
  const roster = await keys.open(ROSTER_KEY);
  const recipient = await keys.colleague(workerId);
  if (!roster || !recipient) return undefined;
  const about = { keyId: ROSTER_KEY, generation: roster.generation };
  const giver = { worker: keys.me, signingKey: keys.signingKey };
  const wrapped = await wrapKey({ key: roster.key, about, recipient, giver });
  return { key_id: ROSTER_KEY, generation: roster.generation, given_by: keys.me.workerId, ...wrapped };
}
