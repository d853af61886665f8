import { randomUUID } from 'node:crypto';
import { deriveSessionKey, lockSecrets, type SecretBundle } from '@clew/seal';
import type { Transaction } from 'kysely';
import { openDoor, type Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import type { Proven, Stronger } from '../sign-in/prove-worker.ts';
import { boxAfter, useFactor } from '../sign-in/second-factor.ts';
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
 * brought along. Undefined if the code, or the passkey's answer, was used before. The secret goes to the browser alone; the row
 * is sealed under it.
 */
export async function openSession(
  desk: Desk,
  { worker, secrets, factor, stronger }: Proven,
): Promise<OpenedSession | undefined> {
  const now = desk.now();
  const { agency_id: agencyId, worker_id: workerId } = worker;
  const ticket = { agencyId, sessionId: randomUUID(), secret: Uint8Array.from(desk.random(32)) };
  const box = lockSecrets({
    key: deriveSessionKey(ticket.secret, 'session'),
    random: desk.random,
    context: sessionContext(ticket, workerId),
    secrets: withoutFactors(secrets),
    padTo: 1024,
  });
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const opened = await attempt<'used'>((undo) =>
    door.write({ action: 'session.begin', thing: `session ${ticket.sessionId}` }, async (transaction) => {
      // A code or an answer that was used before begins no session, and leaves none in the journal.
      if (!(await useFactor(transaction, { worker, factor, now }))) undo('used');
      if (stronger)
        await putStronger(transaction, { ...worker, secret_box: boxAfter(worker, factor) }, stronger);
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
    }),
  );
  desk.note(opened.ok ? 'sign-in.done' : 'sign-in.wrong', {
    factor: factor.kind === 'spent' ? 'provider' : factor.kind,
  });
  return opened.ok ? { ticket, cookie: writeTicket(ticket), workerId, agencyId } : undefined;
}

/**
 * Puts the secrets that were sealed anew in the place of those that were opened, if these still stand. Not while the worker
 * changes keys: the new ones are sealed under the passphrase as it was made a key until now.
 */
async function putStronger(
  transaction: Transaction<Schema>,
  { agency_id, worker_id, secret_box: before }: Proven['worker'],
  { secret_box, kdf, salt }: Stronger,
): Promise<void> {
  await transaction
    .updateTable('clew.worker')
    .set({ secret_box, kdf, salt })
    .where('agency_id', '=', agency_id)
    .where('worker_id', '=', worker_id)
    .where('secret_box', '=', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('clew.key_change')
            .select('worker_id')
            .where('agency_id', '=', agency_id)
            .where('worker_id', '=', worker_id),
        ),
      ),
    )
    .execute();
}

/** What a session's box is sealed for: whoever can write to the database must not put a colleague's id to it. */
export function sessionContext(
  { agencyId, sessionId }: { agencyId: string; sessionId: string },
  workerId: string,
): string {
  return `${agencyId}/session/${sessionId}/worker/${workerId}`;
}

/** What a session needs: who steals one must not get the next sign-in's codes with it. */
function withoutFactors(secrets: SecretBundle): SecretBundle {
  const { code: _code, passkeys: _passkeys, provider: _provider, ...others } = secrets;
  return others as unknown as SecretBundle;
}
