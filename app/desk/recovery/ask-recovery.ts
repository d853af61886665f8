import { createHash, randomUUID } from 'node:crypto';
import { deriveSessionKey, fingerprintOf, makeWorkerKeys, open, seal } from '@clew/seal';
import { sql } from 'kysely';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { findDevice } from '../sign-in/device.ts';
import { deriveKey } from '../sign-in/passphrase.ts';
import { agencyOf, nobody, ownerOf } from '../sign-in/prove-worker.ts';
import { hashName, readSignInName } from '../sign-in/sign-in-name.ts';
import { digitsOf } from './digits.ts';

/** A request is good for three days: custodians of other bodies have to be reached. */
export const REQUEST_MS = 3 * 86_400_000;

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

/** What whoever asked is given. `busy`: so many ask at this moment that their turn did not come. */
type AskedRecovery =
  | { ok: true; ticket: string; fingerprint: string; expiresAt: Date }
  | { ok: false; why: 'busy' };

/**
 * Notes that somebody lost their passphrase. Returns a ticket, to be kept by whoever asked, and the fingerprint that they read to
 * each custodian over the phone or face to face. The same comes back, after the same work, for a name that nobody has.
 *
 * It costs the work of a sign-in and waits in its line, so that nobody asks faster than passphrases are made keys; browsers in
 * which the worker signed in before wait apart from strangers. A request that a custodian has found stays for its three days.
 * Of the others the newest are kept, so many that a flood at that pace needs a quarter of an hour to push one out.
 */
export async function askRecovery(desk: Desk, signInName: string, devices?: string): Promise<AskedRecovery> {
  const name = readSignInName(signInName);
  const agencyId = await agencyOf(desk, name.code);
  const nameHash = hashName(name);
  const ids = { agencyId, nameHash };
  const isKnownDevice = await isKnown(desk, ids, devices);
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const turn = { isKnownDevice, agency: 'recovering', name: isKnownDevice ? nameHash.toString('hex') : salt };
  const asked = await desk.line.run(turn, async () => {
    // What it makes is not used: whoever asks pays with it.
    await deriveKey(signInName, { kdf: desk.kdf, salt });
    return writeRequest(desk, ids);
  });
  return asked.ok ? { ok: true, ...asked.value } : { ok: false, why: 'busy' };
}

/** Whether the worker of a name has signed in by this browser before. */
async function isKnown(
  desk: Desk,
  { agencyId, nameHash }: { agencyId: string; nameHash: Buffer },
  devices: string | undefined,
): Promise<boolean> {
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  const found = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select(['agency_id', 'worker_id', 'session_epoch', 'verify_key'])
      .where('agency_id', '=', agencyId)
      .where('name_hash', '=', nameHash)
      .where('standing', '=', 'in')
      .executeTakeFirst(),
  );
  const worker = { ...(await nobody(desk, { agencyId, nameHash })), ...found };
  return findDevice(devices, ownerOf(worker)) !== undefined;
}

async function writeRequest(
  desk: Desk,
  { agencyId, nameHash }: { agencyId: string; nameHash: Buffer },
): Promise<{ ticket: string; fingerprint: string; expiresAt: Date }> {
  const { recipient, secrets } = await makeWorkerKeys(desk.random);
  const requestId = randomUUID();
  const secret = Uint8Array.from(desk.random(32));
  const held = seal({
    key: deriveSessionKey(secret, 'recovery'),
    random: desk.random,
    context: contextOfHeld({ agencyId, requestId }),
    text: secrets.identity,
  });
  const expiresAt = new Date(desk.now().getTime() + REQUEST_MS);
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'recovery' });
  // Not in the journal: nobody is signed in, and anybody can ask. What custodians give is in it.
  const fingerprint = fingerprintOf(recipient);
  await door.tally(async (transaction) => {
    await sql`SELECT clew.forget_requests(${desk.now()})`.execute(transaction);
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
        digits: digitsOf(fingerprint),
      })
      .execute();
  });
  const ticket = `${agencyId}.${requestId}.${Buffer.from(secret).toString('base64url')}`;
  return { ticket, fingerprint, expiresAt };
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
