import { decryptAgeStream, encryptAgeStream } from './age-file.ts';

/**
 * Seals a stream of any length to recipients as an age file, which the `age` program opens too. The rules for recipients are
 * those of `sealEnvelope`. The stream fails with what the content failed with; a file whose end was not written opens to nothing.
 */
export async function sealEnvelopeStream(given: {
  content: ReadableStream<Uint8Array>;
  recipients: readonly string[];
}): Promise<ReadableStream<Uint8Array>> {
  return encryptAgeStream(given.content, given.recipients);
}

/**
 * Opens an age file of any length, never armored, with the first of the identities that it is for. Not ok for a file for
 * somebody else and for what is none. Pieces are given as they were checked: a changed bit, a cut and anything behind the end
 * make the stream fail there, so act on nothing before it has ended well.
 */
export async function openEnvelopeStream(given: {
  envelope: ReadableStream<Uint8Array>;
  identities: readonly string[];
}): Promise<{ ok: true; content: ReadableStream<Uint8Array> } | { ok: false }> {
  const content = await decryptAgeStream(given.envelope, given.identities);
  return content === undefined ? { ok: false } : { ok: true, content };
}
