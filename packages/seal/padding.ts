const LENGTH_BYTES = 4;

/**
 * The content's length in four bytes, the content, and zeros up to the next multiple of `padTo`. Whoever sees only how
 * long the result is learns in which multiple of `padTo` bytes the content ends, and no more.
 */
export function pad(bytes: Uint8Array, padTo: number): Uint8Array {
  const padded = new Uint8Array(Math.ceil((LENGTH_BYTES + bytes.length) / padTo) * padTo);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, LENGTH_BYTES);
  return padded;
}

/** The content that `pad` padded, as a copy; undefined for bytes that it did not make. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length < LENGTH_BYTES) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(0);
  if (length > padded.length - LENGTH_BYTES) return undefined;
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}
