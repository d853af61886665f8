import { deriveSessionKey, open } from '@clew/seal';
import { sql } from 'kysely';
import { type Door, openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { readAgencyRules } from '../keys/agency-rules.ts';
import { followRoster } from '../keys/follow-roster.ts';
import { readRights } from '../keys/rights.ts';
import { findOnRoster, type Pins, pinsOf } from '../keys/roster.ts';
import { type Action, type Actor, rolesOf } from '../policy/index.ts';
import { TokenBox, tokenContext } from './token-box.ts';
import { readAuthorization, type TokenText } from './token-text.ts';

/** A program that acts for a worker, while one request is answered. */
export type Bearer = {
  desk: Desk;
  /** The worker, with no permission that the token was not made for. */
  actor: Actor;
  door: Door;
  /** The worker's pins, as they were when they made the token, and as the roster key was made anew since. */
  pins: Pins;
  token: TokenText;
  actions: readonly Action[];
  expiresAt: Date;
};

type Row = {
  worker_id: string;
  epoch: number;
  session_epoch: number;
  standing: string;
  expires_at: Date;
  used_at: Date | null;
  box: string;
};

/**
 * Whom a token speaks for at this moment: the worker's rights are read with every request, as for a session, and so are
 * whether they still work here and whether the token was revoked. Undefined for what is no token that holds. Notes in the
 * journal, once an hour, that it is in use.
 */
export async function findToken(desk: Desk, authorization: string | null): Promise<Bearer | undefined> {
  const token = readAuthorization(authorization);
  if (!token) return undefined;
  const { agencyId } = token;
  const reading = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  const row = await reading.read((transaction) => readRow(transaction, token));
  const box = row && openBox(token, row);
  if (!row || !box) return undefined;
  const now = desk.now();
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: row.worker_id });
  const found = await whoActs(door, { row, box, agencyId, now });
  if (!found) return undefined;
  const { actor, pins } = found;
  await noteUse(door, { token, usedAt: row.used_at, now });
  return { desk, actor, door, pins, token, actions: box.actions, expiresAt: new Date(box.expiresAt) };
}

/** A token as its row names it, and what lies sealed of it elsewhere. */
type Standing = { agencyId: string; tokenId: string; box: TokenBox; now: Date };

/**
 * Whom a token speaks for at this moment, asked by who has what it was made for and not its secret: what a program set up goes on
 * by the same rights, and no longer than the token. Undefined for one that does not hold any more.
 */
export async function actAsToken(
  door: Door,
  { agencyId, tokenId, box, now }: Standing,
): Promise<Acting | undefined> {
  const row = await door.read((transaction) => readRow(transaction, { agencyId, tokenId }));
  return row && row.worker_id === box.workerId ? whoActs(door, { row, box, agencyId, now }) : undefined;
}

type Acting = { actor: Actor; pins: Pins };

async function whoActs(
  door: Door,
  { row, box, agencyId, now }: Omit<Standing, 'tokenId'> & { row: Row },
): Promise<Acting | undefined> {
  const isOver = new Date(box.expiresAt) <= now || row.expires_at <= now || row.epoch !== row.session_epoch;
  const pinned = pinsOf(agencyId, box);
  if (isOver || row.standing !== 'in' || !pinned) return undefined;
  return narrowActor(door, { row, pinned, actions: box.actions });
}

async function readRow(
  transaction: Parameters<Parameters<Door['read']>[0]>[0],
  { agencyId, tokenId }: Pick<TokenText, 'agencyId' | 'tokenId'>,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT t.worker_id, t.epoch, t.expires_at, t.used_at, t.box, w.session_epoch, w.standing
    FROM clew.api_token t JOIN clew.worker w ON w.agency_id = t.agency_id AND w.worker_id = t.worker_id
    WHERE t.agency_id = ${agencyId} AND t.token_id = ${tokenId}
  `.execute(transaction);
  return rows[0];
}

function openBox(token: TokenText, { box, worker_id }: Row): TokenBox | undefined {
  const key = deriveSessionKey(token.secret, 'api token');
  const opened = open({ key, context: tokenContext(token), box });
  if (!opened.ok) return undefined;
  const read = TokenBox.safeParse(JSON.parse(opened.text));
  // Whoever can write to the database must not make it a colleague's.
  return read.success && read.data.workerId === worker_id ? read.data : undefined;
}

type Narrowing = { row: Row; pinned: Pins; actions: readonly Action[] };

/** The worker with what the token was made for, and no more, by what was signed; undefined for who is not on the roster. */
async function narrowActor(door: Door, { row, pinned, actions }: Narrowing): Promise<Acting | undefined> {
  const { worker_id: workerId } = row;
  return door.read(async (transaction) => {
    const pins = await followRoster(transaction, pinned);
    if (!(await findOnRoster(transaction, pins, workerId))) return undefined;
    const rights = (await readRights(transaction, pins, [workerId])).get(workerId);
    if (!rights) return undefined;
    const { mandates, ownRoles } = await readAgencyRules(transaction, pins);
    const roles = rolesOf(rights.roles, ownRoles).map((role) => ({
      ...role,
      permissions: role.permissions.filter((name) => actions.includes(name)),
    }));
    const { teams, deputyFor: isDeputyFor } = rights;
    return { actor: { workerId, agencyId: pins.agencyId, roles, mandates, teams, isDeputyFor }, pins };
  });
}

const NOTED_MS = 3_600_000;

async function noteUse(
  door: Door,
  { token, usedAt, now }: { token: TokenText; usedAt: Date | null; now: Date },
): Promise<void> {
  const hour = new Date(Math.floor(now.getTime() / NOTED_MS) * NOTED_MS);
  if (usedAt !== null && usedAt >= hour) return;
  await door.write({ action: 'token.use', thing: `token ${token.tokenId}` }, (transaction) =>
    transaction
      .updateTable('clew.api_token')
      .set({ used_at: hour })
      .where('agency_id', '=', token.agencyId)
      .where('token_id', '=', token.tokenId)
      .execute(),
  );
}
