import type { RosterWorker } from '@clew/seal';
import { sql } from 'kysely';
import { readOwnRoles } from '../keys/agency-rules.ts';
import { type Rights, readRights, readSaidRights } from '../keys/rights.ts';
import { findOnRoster } from '../keys/roster.ts';
import { type Actor, rolesOf } from '../policy/index.ts';
import type { AtFile, FileDesk, FileTransaction } from './file-desk.ts';

/** A worker of the agency who is in, as the policy sees them by what was signed. */
export type Colleague = { actor: Actor };

type Row = { worker_id: string; said: string | null; deputy_for: string[] };

/**
 * Everybody who works at the desk's agency now, the reader included, with the roles, teams and deputies that somebody signed who
 * may give them: what else stands in the rows is as if it were not there. Their keys are not checked yet. With `isWanted` only
 * those for whom it would hold by one of the roles that the rows claim, so that not every signature of an agency is looked at.
 */
export async function loadColleagues(
  transaction: FileTransaction,
  desk: Pick<AtFile, 'actor' | 'keys'>,
  isWanted?: (actor: Actor) => boolean,
): Promise<Colleague[]> {
  const { agencyId, mandates } = desk.actor;
  const { rows } = await sql<Row>`
    SELECT w.worker_id, r.said, coalesce(d.deputy_for, '{}') AS deputy_for
    FROM clew.worker w
    LEFT JOIN (SELECT DISTINCT ON (thing) thing, said FROM clew.statement
      WHERE agency_id = ${agencyId} AND kind = 'worker' ORDER BY thing, number DESC) r ON r.thing = w.worker_id::text
    LEFT JOIN (SELECT said, array_agg(split_part(thing, ' ', 2)) AS deputy_for
      FROM (SELECT DISTINCT ON (thing) thing, said FROM clew.statement
        WHERE agency_id = ${agencyId} AND kind = 'deputy' ORDER BY thing, number DESC) newest
      GROUP BY said) d ON d.said = w.worker_id::text
    WHERE w.agency_id = ${agencyId} AND w.standing = 'in' ORDER BY w.worker_id
  `.execute(transaction);
  const own = await readOwnRoles(transaction, desk.keys.pins);
  const actorOf = (workerId: string, { roles, teams, deputyFor }: Rights): Actor => ({
    ...{ workerId, agencyId, mandates, teams, isDeputyFor: deputyFor },
    roles: rolesOf(roles, own),
  });
  // Role by role: a claimed role that takes away must not hide somebody, as it may be nobody's word.
  const claimed = rows.filter(({ worker_id, said, deputy_for: deputyFor }) => {
    const { roles, teams } = readSaidRights(said ?? '') ?? { roles: [], teams: [] };
    return roles.some((role) =>
      isWanted?.(actorOf(worker_id, { roles: [role], teams: [...teams], deputyFor })),
    );
  });
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
