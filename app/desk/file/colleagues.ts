import type { RosterWorker } from '@clew/seal';
import { sql } from 'kysely';
import { type Rights, readRights } from '../keys/rights.ts';
import { findOnRoster } from '../keys/roster.ts';
import { type Actor, rolesOf } from '../policy/index.ts';
import { readOwnRoles } from '../roles/own-roles.ts';
import type { FileDesk, FileTransaction, SealedDesk } from './file-desk.ts';

/** A worker of the agency who is in, as the policy sees them by what was signed. */
export type Colleague = { actor: Actor };

type Row = {
  worker_id: string;
  roles: string[];
  teams: string[];
  deputy_for: string[];
};

/**
 * Everybody who works at the desk's agency now, the reader included, with the roles, teams and deputies that somebody signed who
 * may give them: what else stands in the rows is as if it were not there. Their keys are not checked yet. With `isWanted` only
 * those for whom it would hold by one of the roles that the rows claim, so that not every signature of an agency is looked at.
 */
export async function loadColleagues(
  transaction: FileTransaction,
  desk: Pick<SealedDesk, 'actor' | 'keys'>,
  isWanted?: (actor: Actor) => boolean,
): Promise<Colleague[]> {
  const { agencyId, mandates } = desk.actor;
  const { rows } = await sql<Row>`
    SELECT w.worker_id, coalesce(r.roles, '{}') AS roles,
      coalesce(t.teams, '{}') AS teams, coalesce(t.deputy_for, '{}') AS deputy_for
    FROM clew.worker w
    LEFT JOIN (SELECT worker_id, array_agg(role ORDER BY role) AS roles
      FROM clew.worker_role WHERE agency_id = ${agencyId} GROUP BY worker_id) r ON r.worker_id = w.worker_id
    LEFT JOIN (SELECT worker_id, array_agg(team_id::text ORDER BY team_id) AS teams,
        array_agg(DISTINCT deputy_for::text) FILTER (WHERE deputy_for IS NOT NULL) AS deputy_for
      FROM clew.team_member WHERE agency_id = ${agencyId} GROUP BY worker_id) t ON t.worker_id = w.worker_id
    WHERE w.agency_id = ${agencyId} AND w.standing = 'in' ORDER BY w.worker_id
  `.execute(transaction);
  const own = await readOwnRoles(transaction, agencyId);
  const actorOf = (workerId: string, { roles, teams, deputyFor }: Rights): Actor => ({
    ...{ workerId, agencyId, mandates, teams, isDeputyFor: deputyFor },
    roles: rolesOf(roles, own),
  });
  // Role by role: a claimed role that takes away must not hide somebody, as it may be nobody's word.
  const claimed = rows.filter((row) =>
    row.roles.some((role) =>
      isWanted?.(actorOf(row.worker_id, { roles: [role], teams: row.teams, deputyFor: row.deputy_for })),
    ),
  );
  const ids = (isWanted ? claimed : rows).map(({ worker_id }) => worker_id);
  const rights = await readRights(transaction, desk.keys.pins, ids);
  return [...rights].map(([workerId, found]) => ({ actor: actorOf(workerId, found) }));
}

/** A colleague as the roster has them, to give keys to; undefined if two people have not let them in. */
export async function onRoster(
  transaction: FileTransaction,
  desk: FileDesk,
  { actor }: Colleague,
): Promise<RosterWorker | undefined> {
  return findOnRoster(transaction, desk.keys.pins, actor.workerId);
}

/** Whoever gave a key, also if they have left since; undefined if they never were on the roster. */
export async function findGiver(
  transaction: FileTransaction,
  desk: FileDesk,
  workerId: string,
): Promise<RosterWorker | undefined> {
  if (workerId === desk.keys.me.workerId) return desk.keys.me;
  return findOnRoster(transaction, desk.keys.pins, workerId);
}
