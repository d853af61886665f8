import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { REACHES, rolesOf } from '../policy/index.ts';
import { readOwnRoles } from '../roles/own-roles.ts';
import type { Pins } from './roster.ts';
import {
  isByAgency,
  type Signer,
  type Statement,
  signAsAgency,
  signStatement,
  whoSigned,
} from './statement.ts';

/** What a worker does and with whom, as far as somebody who may give it signed it. */
export type Rights = { roles: string[]; teams: string[]; deputyFor: string[] };

/** What is given to a worker: a role, or a place in a team. */
export type Given = { workerId: string } & ({ role: string } | { teamId: string });

/** An administrator who gives: their own key, and the agency's roster key. */
export type Granter = Signer & { rosterKey: Uint8Array };

type Row = { given_by: string; given_entry: number; signature: string; roster_signature: string };

/** The signatures that the row of a role or of a member bears. */
export function signRight({ rosterKey, ...signer }: Granter, given: Given): Row {
  const { agencyId, workerId, number } = signer.me;
  const statement = statementOf(given);
  return {
    given_by: workerId,
    given_entry: number,
    signature: signStatement(signer, statement),
    roster_signature: signAsAgency(rosterKey, { agencyId, statement }),
  };
}

/** The same by a worker without the roster key, whose signature over it stays: it does not say who gave it. */
export function signAsSecond(
  signer: Signer,
  given: Given,
): Pick<Row, 'given_by' | 'given_entry' | 'signature'> {
  const { workerId, number } = signer.me;
  return { given_by: workerId, given_entry: number, signature: signStatement(signer, statementOf(given)) };
}

/** The roster key's signature alone, where who gave it stays the same. */
export function signRightAsAgency(
  rosterKey: Uint8Array,
  agencyId: string,
  given: Given,
): Pick<Row, 'roster_signature'> {
  return { roster_signature: signAsAgency(rosterKey, { agencyId, statement: statementOf(given) }) };
}

/** What a row of a role or of a member gives. */
export function givenOf(row: { worker_id: string } & ({ role: string } | { team_id: string })): Given {
  const workerId = row.worker_id;
  return 'role' in row ? { workerId, role: row.role } : { workerId, teamId: row.team_id };
}

/** Who stands in for whom, in a team that both belong to. */
export type DeputyOf = { teamId: string; deputyId: string; absentId: string };

/** Of a member who stands in for nobody any more. The signature goes too: it would bear whoever wrote the name back. */
export const NO_DEPUTY = {
  deputy_for: null,
  deputy_by: null,
  deputy_entry: null,
  deputy_signature: null,
} as const;

/** The signature that the row of a deputy bears. */
export function signDeputy(
  signer: Signer,
  deputy: DeputyOf,
): { deputy_by: string; deputy_entry: number; deputy_signature: string } {
  const { workerId, number } = signer.me;
  const signature = signStatement(signer, statementOfDeputy(deputy));
  return { deputy_by: workerId, deputy_entry: number, deputy_signature: signature };
}

/**
 * What these workers do and with whom. A row counts if somebody else of the roster signed it, and the roster key, which
 * administrators hold; only the founder gave themselves the first role. A deputy counts if the one they stand in for signed it,
 * or somebody who may name deputies for the team by rows that count. Nothing counts by keys that were no longer anybody's when the
 * roster key was last made anew. What anybody else wrote is as if it were not there.
 */
export async function readRights(
  transaction: Transaction<Schema>,
  pins: Pins,
  workerIds: readonly string[],
): Promise<Map<string, Rights>> {
  const rights = new Map(
    workerIds.map((id): [string, Rights] => [id, { roles: [], teams: [], deputyFor: [] }]),
  );
  if (workerIds.length === 0) return rights;
  const { agencyId } = pins;
  const roles = await transaction
    .selectFrom('clew.worker_role')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('worker_id', 'in', workerIds)
    .orderBy('role')
    .execute();
  for (const row of roles)
    if (await isGiven(transaction, pins, { workerId: row.worker_id, role: row.role }, row))
      rights.get(row.worker_id)?.roles.push(row.role);
  const teams = await transaction
    .selectFrom('clew.team_member')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('worker_id', 'in', workerIds)
    .orderBy('team_id')
    .execute();
  for (const row of teams)
    if (await isGiven(transaction, pins, { workerId: row.worker_id, teamId: row.team_id }, row)) {
      rights.get(row.worker_id)?.teams.push(row.team_id);
      if (row.deputy_for !== null && (await isDeputy(transaction, pins, row)))
        rights.get(row.worker_id)?.deputyFor.push(row.deputy_for);
    }
  return rights;
}

/** What a row of a role or of a member bears. */
export type RightRow = Pick<
  Selectable<Schema['clew.worker_role']>,
  'given_by' | 'given_entry' | 'signature' | 'roster_signature'
>;

/** Whether a row of a role or of a member counts. */
export async function isGiven(
  transaction: Transaction<Schema>,
  pins: Pins,
  given: Given,
  row: RightRow,
): Promise<boolean> {
  const statement = statementOf(given);
  const signed = { by: row.given_by, entry: row.given_entry, signature: row.signature };
  if (!isByAgency(pins, { statement, signature: row.roster_signature })) return false;
  const giver = await whoSigned(transaction, pins, { statement, signed });
  if (giver === undefined || giver.isRetired) return false;
  if ('teamId' in given || giver.workerId !== given.workerId) return true;
  return given.role === 'administrator' && given.workerId === pins.founding.founder.workerId;
}

async function isDeputy(
  transaction: Transaction<Schema>,
  pins: Pins,
  row: Selectable<Schema['clew.team_member']>,
): Promise<boolean> {
  const { team_id: teamId, worker_id: deputyId, deputy_for: absentId } = row;
  if (absentId === null) return false;
  const statement = statementOfDeputy({ teamId, deputyId, absentId });
  const signed = { by: row.deputy_by, entry: row.deputy_entry, signature: row.deputy_signature };
  const giver = await whoSigned(transaction, pins, { statement, signed });
  if (giver === undefined || giver.isRetired || giver.workerId === deputyId) return false;
  return giver.workerId === absentId || mayName(transaction, pins, { giverId: giver.workerId, teamId });
}

/** Whether somebody may name deputies for a team, by what was given to them. Whom they stand in for has no bearing on it. */
async function mayName(
  transaction: Transaction<Schema>,
  pins: Pins,
  { giverId, teamId }: { giverId: string; teamId: string },
): Promise<boolean> {
  const { agencyId } = pins;
  const roles = await transaction
    .selectFrom('clew.worker_role')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', giverId)
    .execute();
  const names: string[] = [];
  for (const row of roles)
    if (await isGiven(transaction, pins, { workerId: giverId, role: row.role }, row)) names.push(row.role);
  const naming = rolesOf(names, await readOwnRoles(transaction, agencyId)).filter(({ permissions }) =>
    permissions.includes('team.name-deputy'),
  );
  if (naming.some(({ reach }) => reach === 'agency')) return true;
  if (!naming.some(({ reach }) => REACHES.indexOf(reach) >= REACHES.indexOf('team'))) return false;
  const member = await transaction
    .selectFrom('clew.team_member')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('worker_id', '=', giverId)
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  return member !== undefined && isGiven(transaction, pins, { workerId: giverId, teamId }, member);
}

function statementOf(given: Given): Statement {
  const what = 'role' in given ? ['role', given.role] : ['team', given.teamId];
  return { words: ['right', given.workerId, ...what] };
}

function statementOfDeputy({ teamId, deputyId, absentId }: DeputyOf): Statement {
  return { words: ['deputy', deputyId, teamId, absentId] };
}
