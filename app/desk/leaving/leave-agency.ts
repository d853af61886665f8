import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { AGENCY_KEY, ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { writeStatement } from '../keys/line.ts';
import { markLeaving } from '../keys/renewal.ts';
import { type Granter, readRightsLine, signRights } from '../keys/rights.ts';
import type { Pins } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may, type Refusal } from '../policy/index.ts';
import { administratorsOf, isLastOf, lockAgency } from '../roles/administrators.ts';

/** Whoever lets somebody go, and holds the roster key for it. */
type LeavingBy = Pick<SignedIn, 'actor' | 'door'> & {
  keys: Pick<SignedIn['keys'], 'me' | 'signingKey' | 'pins'> & {
    open(keyId: string): Promise<{ key: Uint8Array } | undefined>;
  };
  now: () => Date;
};

type Leaving = { ok: true } | { ok: false; why: Refusal | StaysWhy | 'no-key' };

/**
 * Lets a worker go. From the next request on every session is over, and no role, team or deputy is left. Their private
 * keys are destroyed, with what custodians could bring back, so that no key that was given to them opens anything; parts of
 * files get a new key with the next entry. The row, the name and the public keys stay, so that what they did keeps its
 * author. Files are handed over before, and no key goes that nobody else has.
 */
export async function leaveAgency({ actor, door, keys, now }: LeavingBy, workerId: string): Promise<Leaving> {
  const { agencyId } = actor;
  const decision = may(actor, 'worker.leave', { kind: 'worker', agencyId, ownerId: workerId });
  if (!decision.may) return { ok: false, why: decision.why };
  const roster = await keys.open(ROSTER_KEY);
  if (!roster) return { ok: false, why: 'no-key' };
  const granter: Granter = { me: keys.me, signingKey: keys.signingKey, rosterKey: roster.key };
  const who = { agencyId, workerId };
  return attempt<StaysWhy>((undo) =>
    door.write({ action: 'worker.leave', thing: `worker ${workerId}` }, async (transaction) => {
      const reason = await reasonToStay(transaction, keys.pins, who);
      if (reason !== undefined) undo(reason);
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      await withdrawAll(transaction, who);
      const line = await readRightsLine({ transaction, pins: keys.pins }, workerId);
      if (!line) return undo('broken');
      const said = signRights(granter, { workerId, head: line.head, rights: { roles: [], teams: [] } });
      await writeStatement(transaction, { agencyId, at: now() }, said);
    }),
  );
}

type StaysWhy = 'gone' | 'owns-files' | 'last-key' | 'last-administrator' | 'broken';
type Who = { agencyId: string; workerId: string };

async function reasonToStay(
  transaction: Transaction<Schema>,
  pins: Pins,
  { agencyId, workerId }: Who,
): Promise<StaysWhy | undefined> {
  await lockAgency(transaction, agencyId);
  const row = await transaction
    .selectFrom('clew.worker')
    .select('standing')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('standing', '!=', 'left')
    .executeTakeFirst();
  if (!row) return 'gone';
  const file = await transaction
    .selectFrom('clew.file')
    .select('file_id')
    .where('agency_id', '=', agencyId)
    .where('owner_id', '=', workerId)
    .limit(1)
    .executeTakeFirst();
  if (file) return 'owns-files';
  const administrators = await administratorsOf(transaction, pins);
  if (isLastOf(administrators, workerId)) return 'last-administrator';
  return (await holdsLastKey(transaction, { agencyId, workerId })) ? 'last-key' : undefined;
}

/** Whether some key, of any generation, would be lost: what it seals could never be opened again. */
async function holdsLastKey(transaction: Transaction<Schema>, { agencyId, workerId }: Who): Promise<boolean> {
  const { rows } = await sql<{ lost: boolean }>`
    SELECT EXISTS (SELECT 1 FROM clew.key_wrap k WHERE k.agency_id = ${agencyId} AND k.worker_id = ${workerId}
      AND NOT EXISTS (SELECT 1 FROM clew.key_wrap o JOIN clew.worker w ON w.agency_id = o.agency_id AND w.worker_id = o.worker_id
        WHERE o.agency_id = k.agency_id AND o.key_id = k.key_id AND o.generation = k.generation
          AND o.worker_id <> k.worker_id AND w.standing = 'in' AND NOT EXISTS (SELECT 1 FROM clew.shut_worker s
            WHERE s.agency_id = o.agency_id AND s.worker_id = o.worker_id))) AS lost
  `.execute(transaction);
  return rows[0]?.lost === true;
}

async function withdrawAll(transaction: Transaction<Schema>, { agencyId, workerId }: Who): Promise<void> {
  await transaction
    .updateTable('clew.worker')
    .set({ standing: 'left', session_epoch: sql`session_epoch + 1`, secret_box: '', salt: '' })
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .execute();
  for (const table of THEIRS)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
  await transaction
    .deleteFrom('clew.population')
    .where('agency_id', '=', agencyId)
    .where('owner_id', '=', workerId)
    .execute();
  await markLeaving(transaction, { agencyId, workerId });
  // Those of files stay for now: by them the next who writes there sees that the part needs a new key.
  await transaction
    .deleteFrom('clew.key_wrap')
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .where('key_id', 'in', [AGENCY_KEY, ROSTER_KEY])
    .execute();
}

const THEIRS = ['clew.session', 'clew.key_change', 'clew.recovery_share', 'clew.recovery_set'] as const;
