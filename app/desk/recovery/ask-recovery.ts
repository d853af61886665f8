import { createHash, randomUUID } from 'node:crypto';
import { deriveSessionKey, fingerprintOf, makeWorkerKeys, open, seal } from '@clew/seal';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { agencyOf } from '../sign-in/prove-worker.ts';
import { hashName, readSignInName } from '../sign-in/sign-in-name.ts';

/** A request is good for three days: custodians of other bodies have to be reached. */
export const REQUEST_MS = 3 * 86_400_000;

/** So many requests for one name are kept; the oldest goes. Custodians find one by its fingerprint, never in a list. */
const MOST_REQUESTS = 200;

/** A request that stands. */
export type RecoveryRequest = {
  agencyId: string;
  requestId: string;
  nameHash: Buffer;
  /** The private half of the request's key. */
  identity: string;
};

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TICKET = new RegExp(`^(${UUID})\\.(${UUID})\\.([\\w-]{43})$`);

/**
 * Notes that somebody lost their passphrase. Returns a ticket, to be kept by whoever asked, and the fingerprint that they read to
 * each custodian over the phone or face to face. The same comes back, after the same work, for a name that nobody has.
 */
export async function askRecovery(
  desk: Desk,
  signInName: string,
): Promise<{ ticket: string; fingerprint: string; expiresAt: Date }> {
  const name = readSignInName(signInName);
  const agencyId = await agencyOf(desk, name.code);
  const nameHash = hashName(name);
  const { recipient, secrets } = await makeWorkerKeys(desk.random);
  const requestId = randomUUID();
  const secret = Uint8Array.from(desk.random(32));
  const ids = { agencyId, requestId };
  const held = seal({
    key: deriveSessionKey(secret, 'recovery'),
    random: desk.random,
    context: contextOfHeld(ids),
    text: secrets.identity,
  });
  const expiresAt = new Date(desk.now().getTime() + REQUEST_MS);
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  // Not in the journal: nobody is signed in, and anybody can ask. What custodians give is in it.
  await door.tally(async (transaction) => {
    const old = await transaction
      .selectFrom('clew.recovery_request')
      .select(['request_id', 'expires_at'])
      .where('agency_id', '=', agencyId)
      .where('name_hash', '=', nameHash)
      .orderBy('expires_at', 'desc')
      .execute();
    const gone = old.filter(
      ({ expires_at }, index) => index >= MOST_REQUESTS - 1 || expires_at <= desk.now(),
    );
    await forgetRequests(
      transaction,
      agencyId,
      gone.map(({ request_id }) => request_id),
    );
    await transaction
      .insertInto('clew.recovery_request')
      .values({
        agency_id: agencyId,
        request_id: requestId,
        name_hash: nameHash,
        secret_hash: hashOf(secret),
        recipient,
        held,
        expires_at: expiresAt,
      })
      .execute();
  });
  const ticket = `${agencyId}.${requestId}.${Buffer.from(secret).toString('base64url')}`;
  return { ticket, fingerprint: fingerprintOf(recipient), expiresAt };
}

/** The request of a ticket; undefined if there is none, or none any more. */
export async function findRequest(desk: Desk, ticket: string): Promise<RecoveryRequest | undefined> {
  const [, agencyId, requestId, text] = TICKET.exec(ticket.trim()) ?? [];
  if (agencyId === undefined || requestId === undefined || text === undefined) return undefined;
  const secret = Buffer.from(text, 'base64url');
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_request')
      .select(['name_hash', 'held'])
      .where('agency_id', '=', agencyId)
      .where('request_id', '=', requestId)
      .where('secret_hash', '=', hashOf(secret))
      .where('expires_at', '>', desk.now())
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const key = deriveSessionKey(secret, 'recovery');
  const opened = open({ key, context: contextOfHeld({ agencyId, requestId }), box: row.held });
  return opened.ok ? { agencyId, requestId, nameHash: row.name_hash, identity: opened.text } : undefined;
}

type Transaction = Parameters<Parameters<ReturnType<typeof openDoor>['write']>[1]>[0];

/** Takes requests away, with all that was given for them. */
export async function forgetRequests(
  transaction: Transaction,
  agencyId: string,
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length === 0) return;
  for (const table of ['clew.recovery_gift', 'clew.recovery_request'] as const)
    await transaction
      .deleteFrom(table)
      .where('agency_id', '=', agencyId)
      .where('request_id', 'in', requestIds)
      .execute();
}

function contextOfHeld({ agencyId, requestId }: { agencyId: string; requestId: string }): string {
  return `${agencyId}/recovery-request/${requestId}`;
}

function hashOf(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}
