import { randomUUID } from 'node:crypto';
import { deriveSessionKey, lockSecrets } from '@clew/seal';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { type Proven, useStep } from '../sign-in/prove-worker.ts';
import { type SessionTicket, writeTicket } from './ticket.ts';

export type OpenedSession = {
  ticket: SessionTicket;
  /** The value of the browser's cookie. */
  cookie: string;
  workerId: string;
  agencyId: string;
};

/** How long after its end a session is still known, so that what is typed into an old page can be sealed to its worker. */
const REMEMBERED_MS = 7 * 86_400_000;

/**
 * Opens a session for a worker who has proved to be one: a new id and a new secret each time, whatever the browser
 * brought along. Undefined if the code was used before. The secret goes to the browser alone; the row is sealed under it.
 */
export async function openSession(
  desk: Desk,
  { worker, secrets, step }: Proven,
): Promise<OpenedSession | undefined> {
  const now = desk.now();
  const { agency_id: agencyId, worker_id: workerId } = worker;
  const ticket = { agencyId, sessionId: randomUUID(), secret: Uint8Array.from(desk.random(32)) };
  const box = lockSecrets({
    key: deriveSessionKey(ticket.secret, 'session'),
    random: desk.random,
    context: sessionContext(ticket, workerId),
    secrets,
  });
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const isFirst = await door.write(
    { action: 'session.begin', thing: `session ${ticket.sessionId}` },
    async (transaction) => {
      if (!(await useStep(transaction, worker, step))) return false;
      await transaction
        .deleteFrom('clew.session')
        .where('agency_id', '=', agencyId)
        .where('seen_at', '<', new Date(now.getTime() - REMEMBERED_MS))
        .execute();
      await transaction
        .insertInto('clew.session')
        .values({
          agency_id: agencyId,
          session_id: ticket.sessionId,
          worker_id: workerId,
          epoch: worker.session_epoch,
          made_at: now,
          seen_at: now,
          box,
        })
        .execute();
      return true;
    },
  );
  return isFirst ? { ticket, cookie: writeTicket(ticket), workerId, agencyId } : undefined;
}

/** What a session's box is sealed for: whoever can write to the database must not put a colleague's id to it. */
export function sessionContext(
  { agencyId, sessionId }: { agencyId: string; sessionId: string },
  workerId: string,
): string {
  return `${agencyId}/session/${sessionId}/worker/${workerId}`;
}
