import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from './base64url.ts';
import { frameBytes, toUtf8 } from './bytes.ts';
import { sign, verify } from './signature.ts';

/** That somebody got exactly these bytes. It holds nothing of them but a hash. */
export type Receipt = {
  /** What was received and what for, such as `referral/…`. */
  context: string;
  /** SHA-256 of the bytes, as base64url. */
  hash: string;
  /** Who received it. */
  by: string;
  /** When, as its signer says it. */
  at: string;
  signature: string;
};

/** Signs that `by` received these bytes.  */
export function signReceipt(given: {
  signingKey: string;
  context: string;
  bytes: Uint8Array;
  by: string;
  at: string;
}): Receipt {
  const { signingKey, context, bytes, by, at } = given;
  const receipt = { context, hash: toBase64url(sha256(bytes)), by, at };
  const signature = sign({ signingKey, context: 'clew receipt', bytes: bytesOfReceipt(receipt) });
  return { ...receipt, signature };
}

/** Whether the holder of `verifyKey` signed this receipt, for exactly these bytes. */
export function checkReceipt(given: { verifyKey: string; receipt: Receipt; bytes: Uint8Array }): boolean {
  const { verifyKey, receipt, bytes } = given;
  if (receipt.hash !== toBase64url(sha256(bytes))) return false;
  return verify({
    verifyKey,
    context: 'clew receipt',
    bytes: bytesOfReceipt(receipt),
    signature: receipt.signature,
  });
}

function bytesOfReceipt({ context, hash, by, at }: Omit<Receipt, 'signature'>): Uint8Array {
  return frameBytes(...[context, hash, by, at].map(toUtf8));
}
