import { checkRosterEntry, type RosterWorker } from '@clew/seal';
import { sql } from 'kysely';
import { type Actor, rolesOf } from '../policy/index.ts';
import { readOwnRoles } from '../roles/own-roles.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

/** A worker of the agency who is in, as the policy sees them. */
export type Colleague = { actor: Actor; recipient: string; verifyKey: string; signature: string | null };

type Row = {
  worker_id: string;
  recipient: string;
  verify_key: string;
  roster_signature: string | null;
  roles: string[];
  teams: string[];
  deputy_for: string[];
};

/** Everybody who works at the desk's agency now, the reader included. Their keys are not checked yet. */
export async function loadColleagues(transaction: FileTransaction, desk: FileDesk): Promise<Colleague[]> {
  const { agencyId, mandates } = desk.actor;
  const { rows } = await sql<Row>`
    SELECT w.worker_id, w.recipient, w.verify_key, w.roster_signature,
      ARRAY(SELECT role FROM clew.worker_role r
        WHERE r.agency_id = w.agency_id AND r.worker_id = w.worker_id ORDER BY role) AS roles,
      ARRAY(SELECT team_id::text FROM clew.team_member t
        WHERE t.agency_id = w.agency_id AND t.worker_id = w.worker_id ORDER BY team_id) AS teams,
      ARRAY(SELECT DISTINCT deputy_for::text FROM clew.team_member t
        WHERE t.agency_id = w.agency_id AND t.worker_id = w.worker_id AND deputy_for IS NOT NULL) AS deputy_for
    FROM clew.worker w WHERE w.agency_id = ${agencyId} AND w.standing = 'in' ORDER BY w.worker_id
  `.execute(transaction);
  const own = await readOwnRoles(transaction, agencyId);
  return rows.map((row) => ({
    actor: {
      workerId: row.worker_id,
      agencyId,
      roles: rolesOf(row.roles, own),
      mandates,
      teams: row.teams,
      isDeputyFor: row.deputy_for,
    },
    recipient: row.recipient,
    verifyKey: row.verify_key,
    signature: row.roster_signature,
  }));
}

/** A colleague as the roster has them, to give keys to; undefined if the agency's roster key did not sign their keys. */
export function onRoster(desk: FileDesk, colleague: Colleague): RosterWorker | undefined {
  const { actor, recipient, verifyKey, signature } = colleague;
  if (signature === null) return undefined;
  const entry = { agencyId: actor.agencyId, workerId: actor.workerId, recipient, verifyKey };
  const checked = checkRosterEntry({ rosterVerifyKey: desk.keys.rosterVerifyKey, entry, signature });
  return checked.ok ? checked.worker : undefined;
}

/** Whoever gave a key, also if they have left since; undefined if the roster key did not sign their keys. */
export async function findGiver(
  transaction: FileTransaction,
  desk: FileDesk,
  workerId: string,
): Promise<RosterWorker | undefined> {
  if (workerId === desk.keys.me.workerId) return desk.keys.me;
  const { agencyId } = desk.actor;
  const row = await transaction
    .selectFrom('clew.worker')
    .select(['recipient', 'verify_key', 'roster_signature'])
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', workerId)
    .executeTakeFirst();
  if (!row?.roster_signature) return undefined;
  const entry = { agencyId, workerId, recipient: row.recipient, verifyKey: row.verify_key };
  const { rosterVerifyKey } = desk.keys;
  const checked = checkRosterEntry({ rosterVerifyKey, entry, signature: row.roster_signature });
  return checked.ok ? checked.worker : undefined;
}
