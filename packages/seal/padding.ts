const LENGTH_BYTES = 4;

/**
 * The text's length in four bytes, its UTF-8 bytes, and zeros up to the next multiple of `padTo`. Whoever sees only how
 * long the result is learns in which multiple of `padTo` bytes the text ends, and no more.
 */
export function padText(text: string, padTo: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((LENGTH_BYTES + bytes.length) / padTo) * padTo);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, LENGTH_BYTES);
  return padded;
}

/** The text that `padText` padded; undefined for bytes that it did not make. */
export function unpadText(padded: Uint8Array): string | undefined {
  if (padded.length < LENGTH_BYTES) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(0);
  if (length > padded.length - LENGTH_BYTES) return undefined;
  const bytes = padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
