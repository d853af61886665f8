import { lockSecrets, makeWorkerKeys, type WorkerSecrets } from '@clew/seal';
import type { Desk } from '../desk.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';
import { hashName } from '../sign-in/sign-in-name.ts';

/** Somebody about to become a worker: what they chose, and what their passphrase was made into. */
export type Newcomer = {
  workerId: string;
  /** The name that colleagues see. */
  name: string;
  /** What stands before the @ of the sign-in name, and what behind. */
  own: string;
  code: string;
  kdf: string;
  salt: string;
  /** What the passphrase was made into; base64url. */
  key: string;
  /** The secret of the second factor. */
  codeSecret: string;
};

/** A worker's row without what depends on who lets them in, and the secrets that it seals. */
export type NewWorker = {
  row: {
    agency_id: string;
    worker_id: string;
    name_hash: Buffer;
    recipient: string;
    verify_key: string;
    secret_box: string;
    kdf: string;
    salt: string;
  };
  secrets: WorkerSecrets;
};

/** Makes a worker's keys and seals them under the passphrase, with the agency's roster key that they trust from now on. */
export async function makeWorker(
  desk: Desk,
  { agencyId, rosterVerifyKey, newcomer }: { agencyId: string; rosterVerifyKey: string; newcomer: Newcomer },
): Promise<NewWorker> {
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(desk.random);
  const ids = { agency_id: agencyId, worker_id: newcomer.workerId };
  const secret_box = lockSecrets({
    key: Buffer.from(newcomer.key, 'base64url'),
    random: desk.random,
    context: secretsContext(ids),
    secrets: { ...secrets, code: newcomer.codeSecret, rosterVerifyKey },
  });
  const { kdf, salt } = newcomer;
  return {
    row: { ...ids, name_hash: hashName(newcomer), recipient, verify_key: verifyKey, secret_box, kdf, salt },
    secrets,
  };
}
