import { open, seal } from './box.ts';
import type { Random } from './random.ts';
import type { WorkerSecrets } from './worker-keys.ts';

/** A worker's secrets, and whatever else only they may hold, by name: the second factor's secret, the roster key they trust. */
export type SecretBundle = WorkerSecrets & Readonly<Record<string, string>>;

/** Every bundle has the length of the longest usual one, so that it does not say what a worker holds: five passkeys, say. */
const PAD_TO = 4096;

/**
 * Seals a worker's secrets under a key of `KEY_BYTES` that a slow function made of their passphrase. That function is not
 * here: it needs much memory and time, and its parameters stand beside the box. Put the worker's id into `context`. All
 * boxes that stand side by side take the same `padTo`.
 * Throws RangeError as `seal` does.
 */
export function lockSecrets(given: {
  key: Uint8Array;
  random: Random;
  context: string;
  secrets: SecretBundle;
  padTo?: number;
}): string {
  const { key, random, context, secrets, padTo = PAD_TO } = given;
  return seal({ key, random, context: bundleContext(context), text: JSON.stringify(secrets), padTo });
}

/**
 * The secrets that `lockSecrets` sealed with the same key and context; anything else is refused, as a wrong passphrase is.
 * Throws RangeError on a key of another length.
 */
export function unlockSecrets(given: {
  key: Uint8Array;
  context: string;
  box: string;
}): { ok: true; secrets: SecretBundle } | { ok: false } {
  const { key, context, box } = given;
  const opened = open({ key, context: bundleContext(context), box });
  if (!opened.ok) return { ok: false };
  const secrets = readJson(opened.text);
  return isBundle(secrets) ? { ok: true, secrets } : { ok: false };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bundleContext(context: string): string {
  return `clew secrets ${context}`;
}

function isBundle(value: unknown): value is SecretBundle {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    'identity' in value &&
    'signingKey' in value &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
