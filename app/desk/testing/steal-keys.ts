import { openEnvelope, unlockSecrets } from '@clew/seal';
import { deriveKey } from '../sign-in/passphrase.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';

/** A worker's row, as it stands in the database. */
export type StoredWorker = {
  agency_id: string;
  worker_id: string;
  secret_box: string;
  kdf: string;
  salt: string;
};

/**
 * Everything that a passphrase opens of a worker's rows: the key that it makes, the secrets under that, and every key that was
 * given to the worker. A test looks for them where they must not be. Throws if the passphrase is not theirs.
 */
export async function stealKeys(
  passphrase: string,
  { worker, wraps }: { worker: StoredWorker; wraps: readonly { key_id: string; wrap: string }[] },
): Promise<Map<string, string | Uint8Array>> {
  const key = await deriveKey(passphrase, worker);
  const opened = unlockSecrets({ key, context: secretsContext(worker), box: worker.secret_box });
  if (!opened.ok) throw new Error('The passphrase does not open this worker’s secrets.');
  const found = new Map<string, string | Uint8Array>([['the key of a passphrase', key]]);
  for (const [name, secret] of Object.entries(opened.secrets))
    if (!isPublic(name)) found.set(`a worker’s ${name}`, secret);
  for (const { key_id, wrap } of wraps) {
    const envelope = Buffer.from(wrap, 'base64url');
    const content = await openEnvelope({ envelope, identities: [opened.secrets.identity] });
    if (!content.ok) continue;
    const last = Buffer.from(content.content).toString().trim().split('\n').at(-1) ?? '';
    found.set(`the key of ${key_id}`, Buffer.from(last, 'base64url'));
  }
  return found;
}

/** What a worker pins beside their secrets: public keys. */
function isPublic(name: string): boolean {
  return ['rosterVerifyKey', 'founding', 'passkeys'].includes(name);
}
