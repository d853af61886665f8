import { contextOf, fingerprintOf, lockSecrets, makeWorkerKeys, sign } from '@clew/seal';
import type { Desk } from '../desk.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { type NotReopened, reopenSecrets } from './reopen-secrets.ts';

/** New keys of a worker, as anybody of the agency may see them. */
export type NewKeys = { agencyId: string; workerId: string; recipient: string; verifyKey: string };

/**
 * Makes new keys for a worker who is signed in and gives the passphrase again. They take the place of the old ones once an
 * administrator has heard their fingerprint and signed them (`confirmKeys`), and the worker gives the passphrase once more
 * (`completeKeys`). Returns the fingerprint. What was proposed before is forgotten.
 */
export async function proposeKeys(
  desk: Desk,
  { door, keyring }: AtDesk,
  passphrase: string,
): Promise<{ ok: true; fingerprint: string } | { ok: false; why: NotReopened }> {
  const reopened = await reopenSecrets(desk, { door, keyring }, passphrase);
  if (!reopened.ok) return reopened;
  const { agencyId, workerId } = keyring.me;
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(desk.random);
  const next = { agencyId, workerId, recipient, verifyKey };
  const ids = { agency_id: agencyId, worker_id: workerId };
  const secret_box = lockSecrets({
    key: reopened.key,
    random: desk.random,
    context: contextOfNewKeys(next),
    secrets: { ...reopened.secrets, ...secrets },
  });
  const statement = sign({
    signingKey: keyring.signingKey,
    context: contextOfNewKeys(next),
    bytes: bytesOfNewKeys(next),
  });
  await door.write({ action: 'self.rotate-keys', thing: `worker ${workerId}` }, async (transaction) => {
    await transaction
      .deleteFrom('clew.key_change')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    await transaction
      .insertInto('clew.key_change')
      .values({ ...ids, recipient, verify_key: verifyKey, secret_box, statement, asked_at: desk.now() })
      .execute();
  });
  return { ok: true, fingerprint: fingerprintOf(recipient + verifyKey) };
}

/** What new keys are signed and sealed for. */
export function contextOfNewKeys({ agencyId, workerId }: NewKeys): string {
  return contextOf('clew key change', agencyId, workerId);
}

export function bytesOfNewKeys({ recipient, verifyKey }: NewKeys): Uint8Array {
  return new TextEncoder().encode(`${recipient}\n${verifyKey}\n`);
}
