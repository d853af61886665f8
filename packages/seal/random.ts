/** So many random bytes. It must be unpredictable: two boxes of one key with one nonce give both texts away. */
export type Random = (length: number) => Uint8Array;

/** Throws RangeError if the randomness gives another number of bytes than was asked for. */
export function drawBytes(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new RangeError(`The randomness must give ${length} bytes.`);
  return bytes;
}
