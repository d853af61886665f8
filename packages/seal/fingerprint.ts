import { sha256 } from '@noble/hashes/sha2.js';
import { frameBytes, toUtf8 } from './bytes.ts';

const GROUPS = 6;

/**
 * Thirty digits in groups of five, for two people to read to each other in any language: 99 bits of SHA-256, so that nobody
 * finds another key with the same. Compare a recipient or a verify key by it over a way that the database is not on.
 */
export function fingerprintOf(publicKey: string): string {
  const hash = sha256(frameBytes(toUtf8('clew fingerprint 1'), toUtf8(publicKey)));
  let rest = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const groups: string[] = [];
  for (let group = 0; group < GROUPS; group++) {
    groups.push(String(rest % 100_000n).padStart(5, '0'));
    rest /= 100_000n;
  }
  return groups.join(' ');
}
