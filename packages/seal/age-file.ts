import { Decrypter, Encrypter } from 'age-encryption';
import { secretOfIdentity } from './bech32.ts';
import { joinBytes } from './bytes.ts';
import { platformCurves } from './curves.ts';

/** How a file is sealed to a recipient: by X25519, or by ML-KEM-768 and X25519 together, which a quantum computer needs both of. */
export type Suite = 'x25519' | 'mlkem768x25519';

/** A header longer than this, or with more recipients, is not read: each of them costs work before anything is known true. */
const MAX_HEADER_BYTES = 128 * 1024;
export const MAX_RECIPIENTS = 64;

const FIRST_LINE = 'age-encryption.org/v1\n';
const STANZAS: Readonly<Record<string, Suite>> = { X25519: 'x25519', mlkem768x25519: 'mlkem768x25519' };

/** The suite of a recipient (`age1…`, `age1pq1…`); undefined for what is none of ours. */
export function suiteOfRecipient(recipient: string): Suite | undefined {
  if (/^age1pq1[02-9ac-hj-np-z]{1952}$/.test(recipient)) return 'mlkem768x25519';
  return /^age1[02-9ac-hj-np-z]{58}$/.test(recipient) ? 'x25519' : undefined;
}

/**
 * The content as an age file (age-encryption.org/v1), one stanza for each recipient in this order. The file key, the
 * nonce and the ephemeral keys are drawn by the library, from the platform's own generator.
 * Rejects with RangeError if there is no recipient, more than `MAX_RECIPIENTS`, one that is none of ours, and if their suites
 * differ: the weakest recipient would open what the others need a quantum computer for. The `age` program refuses that too.
 */
export async function encryptAge(content: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  return encrypterTo(recipients).encrypt(content);
}

/** As `encryptAge`, piece by piece. Throws where that rejects; the stream fails with what the content failed with. */
export async function encryptAgeStream(
  content: ReadableStream<Uint8Array>,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  return encrypterTo(recipients).encrypt(content);
}

function encrypterTo(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS)
    throw new RangeError(`An envelope has from 1 to ${MAX_RECIPIENTS} recipients.`);
  const suites = recipients.map(suiteOfRecipient);
  if (suites.includes(undefined)) throw new RangeError('This is no recipient.');
  if (new Set(suites).size > 1)
    throw new RangeError('The recipients are of two suites. Seal once for each suite.');
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new RangeError('This is no recipient.');
    }
  }
  return encrypter;
}

/** The content of an age file that one of these identities opens; undefined for anything else. Rejects on no identity. */
export async function decryptAge(
  file: Uint8Array,
  identities: readonly string[],
): Promise<Uint8Array | undefined> {
  const decrypter = await decrypterFor(identities);
  if (stanzasOf(file) === undefined) return undefined;
  try {
    return await decrypter.decrypt(file);
  } catch {
    return undefined;
  }
}

/**
 * The content of an age file, piece by piece, if one of these identities opens its header; undefined for anything else.
 * Each piece was checked before it is given. The stream fails where a bit was changed, where the file is cut short and where
 * more stands behind it: only its end says that all came. Rejects on no identity, and with what the file failed with.
 */
export async function decryptAgeStream(
  file: ReadableStream<Uint8Array>,
  identities: readonly string[],
): Promise<ReadableStream<Uint8Array> | undefined> {
  const decrypter = await decrypterFor(identities);
  const { header, rest } = await readHeader(file);
  if (stanzasOf(header) === undefined) {
    await rest.cancel();
    return undefined;
  }
  try {
    return await decrypter.decrypt(rest);
  } catch {
    await rest.cancel().catch(() => undefined);
    return undefined;
  }
}

/** As much of a file as its header may be long, and the whole file again from its beginning. */
async function readHeader(
  file: ReadableStream<Uint8Array>,
): Promise<{ header: Uint8Array; rest: ReadableStream<Uint8Array> }> {
  const reader = file.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < MAX_HEADER_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.length;
  }
  const joined = joinBytes(...pieces);
  const rest = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = pieces.shift();
      if (piece) return controller.enqueue(piece);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { header: joined, rest };
}

async function decrypterFor(identities: readonly string[]): Promise<Decrypter> {
  const decrypter = new Decrypter();
  const curves = platformCurves();
  for (const identity of identities) {
    const secret = curves && secretOfIdentity(identity);
    if (secret) decrypter.addIdentity(await curves.importX25519(secret));
    else addIdentity(decrypter, identity);
  }
  return decrypter;
}

/** For which suites a file is sealed, in the order of its stanzas; undefined if it has no header that is read. */
export function suitesOfFile(file: Uint8Array): readonly Suite[] | undefined {
  return stanzasOf(file)?.flatMap((name) => STANZAS[name] ?? []);
}

/** The names of the stanzas; undefined if there are too many, none, or no header. */
function stanzasOf(file: Uint8Array): string[] | undefined {
  const header = new TextDecoder('latin1').decode(file.subarray(0, MAX_HEADER_BYTES));
  const end = header.indexOf('\n--- ');
  if (!header.startsWith(FIRST_LINE) || end === -1) return undefined;
  const names = [...header.slice(0, end).matchAll(/\n-> (\S+)/g)].map(([, name = '']) => name);
  return names.length === 0 || names.length > MAX_RECIPIENTS ? undefined : names;
}

/** Whether this is an identity of ours (`AGE-SECRET-KEY-1…`, `AGE-SECRET-KEY-PQ-1…`), its checksum included. */
export function isIdentity(text: string): boolean {
  try {
    addIdentity(new Decrypter(), text);
  } catch {
    return false;
  }
  return true;
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    // The library's message may repeat the text, which may be a secret with one letter wrong.
    throw new RangeError('This is no identity.');
  }
}
