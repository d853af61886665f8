import { armor } from 'age-encryption';
import { decryptAge, encryptAge, type Suite, suitesOfFile } from './age-file.ts';
import { toUtf8 } from './bytes.ts';

/** The largest content, in bytes, unless another limit is given: it is held in memory whole, more than once. */
const MAX_ENVELOPE_BYTES = 32 * 1024 * 1024;

const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** What goes into an envelope, and to whom. */
export type Enveloping = {
  content: Uint8Array;
  /** From 1 to 64 age recipients, `age1…`; each opens it alone. Their number and kind can be seen, who they are cannot. */
  recipients: readonly string[];
  /** As text in lines, for mail and paper: a third longer. */
  armored?: boolean;
  /** By default `MAX_ENVELOPE_BYTES`. */
  maxBytes?: number;
};

/**
 * Seals bytes to recipients as an age file (age-encryption.org/v1), which the `age` program opens too. It says nothing of who
 * made it: sign the envelope where that matters. Its length tells the content's. Its randomness is drawn by age-encryption.
 * Rejects with RangeError on no recipient, more than 64, one that is none, recipients of two suites, and content beyond the limit.
 */
export async function sealEnvelope(given: Enveloping): Promise<Uint8Array> {
  const { content, recipients, armored = false, maxBytes = MAX_ENVELOPE_BYTES } = given;
  if (content.length > maxBytes) throw new RangeError(`An envelope holds at most ${maxBytes} bytes.`);
  const file = await encryptAge(content, recipients);
  return armored ? toUtf8(armor.encode(file)) : file;
}

/**
 * Opens an age file, armored or not, with the first of the identities that it is for. All of it is checked before any of it is
 * given back. Refused: a file for somebody else, a changed bit, a file cut short or with more behind it, more than 64
 * recipients, content beyond the limit, a passphrase's file. White space around armor is not looked at. Never rejects on a file; rejects with RangeError on what is no
 * identity.
 */
export async function openEnvelope(given: {
  envelope: Uint8Array;
  identities: readonly string[];
  maxBytes?: number;
}): Promise<{ ok: true; content: Uint8Array } | { ok: false }> {
  const { envelope, identities, maxBytes = MAX_ENVELOPE_BYTES } = given;
  const file = fileOf(envelope, maxBytes);
  const content = file && (await decryptAge(file, identities));
  return content === undefined || content.length > maxBytes ? { ok: false } : { ok: true, content };
}

/** For which suites an envelope says it is sealed, one for each recipient; undefined if it is none. */
export function envelopeSuites(envelope: Uint8Array): readonly Suite[] | undefined {
  const file = fileOf(envelope, MAX_ENVELOPE_BYTES);
  return file && suitesOfFile(file);
}

/** The age file itself; undefined if it is longer than content within the limit can be, or its armor is broken. */
function fileOf(envelope: Uint8Array, maxBytes: number): Uint8Array | undefined {
  // Header, and 16 bytes for every 64 KiB; armor makes 65 bytes of 48.
  const longest = maxBytes + 128 * 1024 + 16 * (maxBytes / 65536 + 2);
  if (envelope.length > longest * 1.4) return undefined;
  const start = new TextDecoder('latin1').decode(envelope.subarray(0, 256)).trimStart();
  if (!start.startsWith(ARMOR)) return envelope;
  try {
    return armor.decode(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(envelope));
  } catch {
    return undefined;
  }
}
