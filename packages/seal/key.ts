import { drawBytes, type Random } from './random.ts';

/** The bytes of a key. Make it of random bytes of the operating system, never of a password. */
export const KEY_BYTES = 32;

/** A new key for `seal`, of `KEY_BYTES` random bytes. */
export function makeKey(random: Random): Uint8Array {
  return Uint8Array.from(drawBytes(random, KEY_BYTES));
}

/** Throws RangeError on anything but `KEY_BYTES` bytes. */
export function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`);
}
