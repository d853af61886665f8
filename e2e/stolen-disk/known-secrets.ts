import { type StoredWorker, stealKeys } from '../../app/desk/testing/index.ts';
import { secretNeedles } from './canaries.ts';
import type { Needle } from './finder.ts';
import type { Colleague, Field } from './people.ts';

/** Secrets by what they are, as text or as bytes. */
export type Secrets = ReadonlyMap<string, string | Uint8Array>;

/**
 * What must be found nowhere, beside what was typed: what pages showed once, what browsers were given, and every key that a
 * passphrase of these colleagues opens.
 */
export async function knownSecrets(field: Field, colleagues: readonly Colleague[]): Promise<Secrets> {
  const opened = await Promise.all(colleagues.map((colleague) => keysOf(field, colleague)));
  return new Map([...field.secrets, ...opened.flat()]);
}

async function keysOf({ node }: Field, colleague: Colleague): Promise<[string, string | Uint8Array][]> {
  const { workerId, passphrase } = colleague;
  const [worker] = await node.query('SELECT * FROM clew.worker WHERE worker_id = $1', [workerId]);
  const wraps = await node.query('SELECT key_id, wrap FROM clew.key_wrap WHERE worker_id = $1', [workerId]);
  const keys = await stealKeys(passphrase, {
    worker: worker as StoredWorker,
    wraps: wraps as { key_id: string; wrap: string }[],
  });
  return [...keys].map(([name, secret]) => [`${name}, of ${workerId}`, secret]);
}

/** Each secret as it is written, and the bytes that it stands for. */
export function needlesOf(secrets: Secrets): Needle[] {
  return [...secrets].flatMap(([name, secret]) => {
    const isWritten = typeof secret === 'string' && /^[\w-]{43}$/.test(secret);
    const bytes = isWritten ? secretNeedles(name, Buffer.from(secret, 'base64url')) : [];
    return [...secretNeedles(name, secret), ...bytes];
  });
}
