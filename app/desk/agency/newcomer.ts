import {
  type Founding,
  lockSecrets,
  makeWorkerKeys,
  type OwnKeys,
  signOwnKeys,
  type WorkerSecrets,
} from '@clew/seal';
import type { Desk } from '../desk.ts';
import { secretsOfPins } from '../keys/roster.ts';
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
  /** The keys as the worker answers for them, with what they pin, and their signature. */
  keys: OwnKeys;
  ownSignature: string;
};

/** What a newcomer is told of the agency, and pins. */
type Told = {
  agencyId: string;
  rosterVerifyKey: string;
  /** With whom the agency began; undefined for its founder, and without a second for the second. */
  founding?: Founding | undefined;
};

/**
 * Makes a worker's keys and seals them under the passphrase, with what they pin from now on: the agency's roster key, and
 * with whom it began. Who is told of no founder is the founder, and who is told of no second is the second.
 */
export async function makeWorker(
  desk: Desk,
  { told, newcomer }: { told: Told; newcomer: Newcomer },
): Promise<NewWorker> {
  const { agencyId, rosterVerifyKey } = told;
  const { workerId } = newcomer;
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(desk.random);
  const self = { workerId, verifyKey };
  const founding = told.founding ? { second: self, ...told.founding } : { founder: self };
  const ids = { agency_id: agencyId, worker_id: workerId };
  const secret_box = lockSecrets({
    key: Buffer.from(newcomer.key, 'base64url'),
    random: desk.random,
    context: secretsContext(ids),
    secrets: { ...secrets, code: newcomer.codeSecret, ...secretsOfPins({ rosterVerifyKey, founding }) },
  });
  const { kdf, salt } = newcomer;
  const keys = { agencyId, workerId, number: 1, recipient, verifyKey, founding };
  return {
    row: { ...ids, name_hash: hashName(newcomer), recipient, verify_key: verifyKey, secret_box, kdf, salt },
    secrets,
    keys,
    ownSignature: signOwnKeys({ signingKey: secrets.signingKey, keys }),
  };
}
