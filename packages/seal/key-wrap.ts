import { decryptAge, encryptAge, type Suite, suitesOfFile } from './age-file.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { fromUtf8, toUtf8 } from './bytes.ts';
import { contextOf } from './context.ts';
import { checkKey, KEY_BYTES } from './key.ts';
import type { RosterWorker } from './roster.ts';
import { sign, verify } from './signature.ts';

/** Which key, and which generation of it. The recipient's agency and id come with the worker. */
export type WrappedKey = {
  keyId: string;
  /** A whole number from 1. A key is made anew, one generation on, when somebody is removed. */
  generation: number;
};

/** A key as one worker gives it to another: to be kept beside what it is about, and who gave it. */
export type KeyWrap = {
  /** base64url of an age file for one recipient. */
  wrap: string;
  signature: string;
};

/** Who gives: the worker of the roster, and the signing key that only they hold. */
export type Giver = { worker: RosterWorker; signingKey: string };

/**
 * Gives a key to one worker: an age file that only the recipient's identity opens, signed by the giver. Its content is three
 * lines: `clew key 1`, the context (agency, key, generation, recipient), and the key as base64url. What is signed is the context
 * with the giver's id, the recipient's key and the file. The file's own randomness is drawn by age-encryption.
 * Rejects with RangeError on a key of another length, a generation that is none, an id that `contextOf` refuses, and if giver
 * and recipient are of two agencies.
 */
export async function wrapKey(given: {
  key: Uint8Array;
  about: WrappedKey;
  recipient: RosterWorker;
  giver: Giver;
}): Promise<KeyWrap> {
  const { key, about, recipient, giver } = given;
  checkKey(key);
  if (recipient.agencyId !== giver.worker.agencyId)
    throw new RangeError('A key is given inside one agency. Between agencies go envelopes.');
  const content = `${contentStart(about, recipient)}${toBase64url(key)}\n`;
  const file = await encryptAge(toUtf8(content), [recipient.recipient]);
  const signature = sign({
    signingKey: giver.signingKey,
    context: signedContext(about, recipient, giver.worker),
    bytes: signedBytes(recipient, file),
  });
  return { wrap: toBase64url(file), signature };
}

/**
 * Takes the key that `giver` gave to `recipient` about exactly this. Refused is anything else: another key, generation,
 * agency, recipient or giver, a signature by somebody else, a changed bit, a file cut short. Why is never said. Resolves to
 * the key's bytes. Rejects with RangeError on what is no identity, or a generation or id that is none.
 */
export async function unwrapKey(given: {
  wrapped: KeyWrap;
  about: WrappedKey;
  recipient: RosterWorker;
  identity: string;
  giver: RosterWorker;
}): Promise<{ ok: true; key: Uint8Array } | { ok: false }> {
  const { wrapped, about, recipient, identity, giver } = given;
  const start = contentStart(about, recipient);
  const file = fromBase64url(wrapped.wrap);
  // Before the file is opened: nothing is computed with a secret over what a stranger put there.
  if (file === undefined || !isGivenBy({ wrapped, about, recipient, giver })) return { ok: false };
  const content = await decryptAge(file, [identity]);
  const text = content && fromUtf8(content);
  if (!text?.startsWith(start) || !text.endsWith('\n')) return { ok: false };
  const key = fromBase64url(text.slice(start.length, -1));
  return key?.length === KEY_BYTES ? { ok: true, key } : { ok: false };
}

/** Whether this giver signed this wrap, about this key, for this recipient. What is in it only the recipient can tell. */
export function isGivenBy(given: {
  wrapped: KeyWrap;
  about: WrappedKey;
  recipient: RosterWorker;
  giver: RosterWorker;
}): boolean {
  const { wrapped, about, recipient, giver } = given;
  const file = fromBase64url(wrapped.wrap);
  if (file === undefined || giver.agencyId !== recipient.agencyId) return false;
  const { verifyKey } = giver;
  const context = signedContext(about, recipient, giver);
  return verify({ verifyKey, context, bytes: signedBytes(recipient, file), signature: wrapped.signature });
}

/**
 * Signs a wrap anew with the giver's next key, after their own old signature over it was checked; the file stays as it is. So a
 * giver changes keys without opening what they gave, and without taking it back. Undefined if the old signature does not hold.
 */
export function resignWrap(given: {
  wrapped: KeyWrap;
  about: WrappedKey;
  recipient: RosterWorker;
  before: RosterWorker;
  giver: Giver;
}): KeyWrap | undefined {
  const { wrapped, about, recipient, before, giver } = given;
  const file = fromBase64url(wrapped.wrap);
  if (file === undefined || before.workerId !== giver.worker.workerId) return undefined;
  const bytes = signedBytes(recipient, file);
  const context = signedContext(about, recipient, before);
  if (!verify({ verifyKey: before.verifyKey, context, bytes, signature: wrapped.signature }))
    return undefined;
  return { wrap: wrapped.wrap, signature: sign({ signingKey: giver.signingKey, context, bytes }) };
}

/** With which suite a wrap says it is sealed; undefined if it is no age file for one recipient. */
export function wrapSuite(wrap: string): Suite | undefined {
  const file = fromBase64url(wrap);
  const suites = file && suitesOfFile(file);
  return suites?.length === 1 ? suites[0] : undefined;
}

function contextOfKey({ keyId, generation }: WrappedKey, recipient: RosterWorker): string {
  if (!Number.isSafeInteger(generation) || generation < 1)
    throw new RangeError('A generation is a whole number from 1.');
  return contextOf(recipient.agencyId, keyId, generation, recipient.workerId);
}

function contentStart(about: WrappedKey, recipient: RosterWorker): string {
  return `clew key 1\n${contextOfKey(about, recipient)}\n`;
}

function signedContext(about: WrappedKey, recipient: RosterWorker, giver: RosterWorker): string {
  return contextOf('clew key', ...contextOfKey(about, recipient).split('/'), giver.workerId);
}

function signedBytes(recipient: RosterWorker, file: Uint8Array): Uint8Array {
  return toUtf8(`${recipient.recipient}\n${toBase64url(file)}\n`);
}
