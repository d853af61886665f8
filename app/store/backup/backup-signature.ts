import { createHash } from 'node:crypto';
import { fingerprintOf, type SigningKeys, sign, verify } from '@clew/seal';
import { z } from 'zod';
import { StoreFault } from '../fault.ts';

const Signed = z.strictObject({
  at: z.iso.datetime(),
  backupId: z.uuid(),
  /** Each section's length and SHA-256, in their order. */
  sections: z
    .array(z.strictObject({ bytes: z.int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1),
});
type Signed = z.infer<typeof Signed>;

/** What stands behind the last section: what it is of, and who answers for that. */
export const BackupSignature = z.strictObject({
  signed: Signed,
  verifyKey: z.string().max(200),
  signature: z.string().max(200),
});
export type BackupSignature = z.infer<typeof BackupSignature>;

const CONTEXT = 'clew backup 2';

/** The last line of a backup: the node's signature (Ed25519) over the moment, the id, and every byte of the sections. */
export function writeSignature(signer: SigningKeys, signed: Signed): Buffer {
  const { verifyKey, signingKey } = signer;
  const signature = sign({ signingKey, context: CONTEXT, bytes: bytesOf(signed) });
  return Buffer.from(`${JSON.stringify({ signed, verifyKey, signature } satisfies BackupSignature)}\n`);
}

/** What `writeSignature` wrote; undefined for what is none, or whose signature does not hold. */
export function readSignature(line: Buffer): BackupSignature | undefined {
  try {
    const text = line.toString('utf8');
    const read = BackupSignature.parse(JSON.parse(text));
    const { signed, verifyKey, signature } = read;
    const holds = verify({ verifyKey, context: CONTEXT, bytes: bytesOf(signed), signature });
    return holds && text === `${JSON.stringify(read)}\n` ? read : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of what is read, in hexadecimal. */
export async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** What whoever restores says of who signed: the thirty digits on their paper, or that none need have. */
export type Trust = {
  /** Digits that they know. Any is taken where none are named. */
  signers?: readonly string[];
  /** Whether a backup that nobody signed is taken, such as one of an older version. */
  unsigned?: boolean;
};

/**
 * The thirty digits of who signed; undefined for a backup that nobody signed, where that is taken. Throws
 * `store.backup-signature` where it is not, or where the digits are of nobody whom the reader knows.
 */
export function checkSigner(
  file: string,
  signature: BackupSignature | undefined,
  { signers = [], unsigned = false }: Trust,
): string | undefined {
  const nothing = 'Nothing was restored.';
  if (signature === undefined) {
    if (unsigned && signers.length === 0) return undefined;
    throw new StoreFault(
      'store.backup-signature',
      `Nobody signed ${file}: it is of an older version, or somebody made it who knows the backup key’s public half. If you know where it comes from, restore it with --unsigned. ${nothing}`,
    );
  }
  const digits = fingerprintOf(signature.verifyKey);
  if (signers.length === 0 || signers.map(plainDigits).includes(plainDigits(digits))) return digits;
  throw new StoreFault(
    'store.backup-signature',
    `${file} was signed by ${digits}, which are not the digits that were given. It is another node’s, or somebody else made it. ${nothing}`,
  );
}

/**
 * Whether a list that lies beside a backup may be believed: signed by who signed the backup, or by somebody whose digits the reader
 * named. Anybody can sign one with a key of their own.
 */
export function isOfSigner(
  digits: string,
  { signedBy, signers = [] }: Trust & { signedBy: string | undefined },
): boolean {
  const known = [...signers, ...(signedBy === undefined ? [] : [signedBy])];
  return known.map(plainDigits).includes(plainDigits(digits));
}

function plainDigits(digits: string): string {
  return digits.replaceAll(/\D/g, '');
}

function bytesOf(signed: Signed): Uint8Array {
  return Buffer.from(JSON.stringify(signed));
}
