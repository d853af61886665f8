import { deriveSessionKey, type SecretBundle, unlockSecrets } from '@clew/seal';
import { sql } from 'kysely';
import { type ClockJump, type Door, openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { sessionContext } from './open-session.ts';
import type { SessionTicket } from './ticket.ts';

/** A session ends after so long without a request, and after so long in all. */
export const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 12 * 3_600_000;
/** How exactly it is noted when a session was last seen: a page a second would else write as often. */
const NOTED_MS = 60_000;

/** A session that holds, its worker, and what the policy reads about them. */
export type FoundSession = {
  ticket: SessionTicket;
  /** That the machine's clock was moved lately. */
  clock: ClockJump | undefined;
  door: Door;
  secrets: SecretBundle;
  worker: SessionWorker;
};

type SessionWorker = {
  worker_id: string;
  recipient: string;
  verify_key: string;
  standing: 'invited' | 'in' | 'left';
  session_epoch: number;
};

/** `over`: it was one, and whose; what its worker types can still be sealed to them. */
export type SessionState =
  | ({ kind: 'in' } & FoundSession)
  | { kind: 'over'; recipient: string; workerId: string; clock: ClockJump | undefined }
  | { kind: 'none' };

type SessionRow = SessionWorker & {
  epoch: number;
  made_at: Date;
  seen_at: Date;
  box: string;
  clock: { at: string; movedMs: number; offMs: number | null } | null;
};

/** A session of a time to come is over: of a clock that ran ahead while nobody watched it, nobody knows how old it is. */
const AHEAD_MS = 10 * 60_000;

/**
 * What a browser's ticket is good for at this moment: nothing of it is kept between requests, so what was changed about the
 * worker a moment ago holds now. Notes, to the minute, that the session was seen.
 */
export async function findSession(desk: Desk, ticket: SessionTicket | undefined): Promise<SessionState> {
  if (!ticket) return { kind: 'none' };
  const { agencyId } = ticket;
  const reading = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  const row = await reading.read((transaction) => readRow(transaction, ticket, desk.now()));
  const secrets = row && openBox(ticket, row);
  if (!row || !secrets) return { kind: 'none' };
  const { epoch, made_at, seen_at, box, clock: moved, ...worker } = row;
  const clock = moved
    ? { at: new Date(moved.at), movedMs: moved.movedMs, offMs: moved.offMs ?? undefined }
    : undefined;
  const now = desk.now().getTime();
  const isOver =
    epoch !== worker.session_epoch ||
    worker.standing === 'left' ||
    Math.max(seen_at.getTime(), made_at.getTime()) - now > AHEAD_MS ||
    now - seen_at.getTime() > IDLE_MS ||
    now - made_at.getTime() > LONGEST_MS;
  if (isOver) return { kind: 'over', recipient: worker.recipient, workerId: worker.worker_id, clock };
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: worker.worker_id });
  if (now - seen_at.getTime() >= NOTED_MS) await noteSeen(door, ticket, desk.now());
  return { kind: 'in', ticket, clock, door, secrets, worker };
}

async function readRow(
  transaction: Parameters<Parameters<Door['read']>[0]>[0],
  { agencyId, sessionId }: SessionTicket,
  now: Date,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    SELECT s.epoch, s.made_at, s.seen_at, s.box, w.worker_id, w.recipient, w.verify_key, w.standing,
      w.session_epoch,
      (SELECT json_build_object('at', c.at, 'movedMs', c.moved_ms, 'offMs', c.off_ms) FROM clew.clock_jump c WHERE c.held_until > ${now}
        ORDER BY c.held_until DESC, c.at LIMIT 1) AS clock
    FROM clew.session s JOIN clew.worker w ON w.agency_id = s.agency_id AND w.worker_id = s.worker_id
    WHERE s.agency_id = ${agencyId} AND s.session_id = ${sessionId}
  `.execute(transaction);
  return rows[0];
}

function openBox(ticket: SessionTicket, { worker_id, box }: SessionRow): SecretBundle | undefined {
  const key = deriveSessionKey(ticket.secret, 'session');
  const unlocked = unlockSecrets({ key, context: sessionContext(ticket, worker_id), box });
  return unlocked.ok ? unlocked.secrets : undefined;
}

async function noteSeen(door: Door, { agencyId, sessionId }: SessionTicket, now: Date): Promise<void> {
  await door.tally((transaction) =>
    transaction
      .updateTable('clew.session')
      .set({ seen_at: now })
      .where('agency_id', '=', agencyId)
      .where('session_id', '=', sessionId)
      .execute(),
  );
}
