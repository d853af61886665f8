import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fingerprintOf, sign, verify } from '@clew/seal';
import { z } from 'zod';

const Listed = z.strictObject({
  /** Below the folder of the gift: `files/<id>/health.json.age`. No other name, so that none runs into one that opening makes. */
  path: z
    .string()
    .regex(/^(?:files\/[0-9a-f-]{36}\/[a-z-]+\.json|(?:agency|demands)\.json|journal-\d{4,}\.csv)\.age$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** So many entries, where it is a part of a file. */
  entries: z.int().min(0),
});
const Given = z.strictObject({
  clew: z.literal('export'),
  format: z.literal(1),
  agencyId: z.uuid(),
  /** Who gave it, when, and to which recipient it is sealed. */
  workerId: z.uuid(),
  at: z.iso.datetime(),
  recipient: z.string(),
  files: z.array(Listed),
});
/** What one worker gave at one time. */
type Given = z.infer<typeof Given>;
const Manifest = z.strictObject({ given: Given, verifyKey: z.string(), signature: z.string() });

const CONTEXT = 'clew export 1';
const NAME = /^given-[0-9a-f-]{36}$/;
const MANIFEST = 'manifest.json';

/** A sealed file that is to be written: where, what, and of how many entries. */
export type Piece = { path: string; sealed: Uint8Array; entries: number };

/**
 * A gift that stands whole in a folder. `signer`: the thirty digits of `verifyKey`, which the gift itself names: that it is the key of
 * `given.workerId` only the roster says, or they themselves.
 */
export type FoundGift = { name: string; given: Given; verifyKey: string; signer: string };

/** What is wrong with a folder, in words. */
export class ExportProblem extends Error {}

type Writing = {
  folder: string;
  given: Omit<Given, 'files' | 'clew' | 'format'>;
  signer: { verifyKey: string; signingKey: string };
};

/**
 * Writes a gift into the folder of an export: all of it under its name, or nothing. What a run that was killed left behind bears no
 * such name and is taken away by the next. Each file is on the disk before the name is.
 */
export async function writeGift(
  { folder, given, signer }: Writing,
  pieces: AsyncIterable<Piece>,
): Promise<FoundGift> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder))
    if (name.startsWith(`.giving-${given.workerId}`))
      await rm(join(folder, name), { recursive: true, force: true });
  const id = randomUUID();
  const part = join(folder, `.giving-${given.workerId}-${id}`);
  await mkdir(part, { mode: 0o700 });
  try {
    const files: Given['files'] = [];
    for await (const { path, sealed, entries } of pieces) {
      await writeWhole(join(part, path), sealed);
      files.push({ path, sha256: hashOf(sealed), entries });
    }
    const whole: Given = { clew: 'export', format: 1, ...given, files };
    const signature = sign({ signingKey: signer.signingKey, context: CONTEXT, bytes: bytesOf(whole) });
    const manifest = { given: whole, verifyKey: signer.verifyKey, signature };
    await writeWhole(join(part, MANIFEST), Buffer.from(`${JSON.stringify(manifest)}\n`));
    await rename(part, join(folder, `given-${id}`));
    return found(`given-${id}`, whole, signer.verifyKey);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** The gifts of a folder, the oldest first. Throws ExportProblem where one is not what was written, or they are of several agencies. */
export async function readGifts(folder: string): Promise<FoundGift[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  const gifts = await Promise.all(names.map((name) => readGift(folder, name)));
  if (new Set(gifts.map(({ given }) => given.agencyId)).size > 1)
    throw new ExportProblem(`${folder} holds exports of several agencies. Keep each in a folder of its own.`);
  return gifts.toSorted((one, other) => (one.given.at < other.given.at ? -1 : 1));
}

async function readGift(folder: string, name: string): Promise<FoundGift> {
  const file = join(folder, name, MANIFEST);
  const text = await readFile(file, 'utf8').catch(() => '');
  const read = parsed(text);
  const isSound =
    read &&
    verify({
      verifyKey: read.verifyKey,
      context: CONTEXT,
      bytes: bytesOf(read.given),
      signature: read.signature,
    });
  if (!read || !isSound)
    throw new ExportProblem(`${file} is missing, or is not what was written. Copy ${name} again.`);
  return found(name, read.given, read.verifyKey);
}

function found(name: string, given: Given, verifyKey: string): FoundGift {
  return { name, given, verifyKey, signer: fingerprintOf(verifyKey) };
}

function parsed(text: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Reads a file of a gift. Throws ExportProblem, which names it, where it is missing, cut or changed. */
export async function readGiven(folder: string, gift: FoundGift, path: string): Promise<Buffer> {
  const file = join(folder, gift.name, path);
  const stated = gift.given.files.find((one) => one.path === path);
  const sealed = await readFile(file).catch(() => undefined);
  if (!sealed) throw new ExportProblem(`${file} is missing. Copy ${gift.name} again.`);
  if (stated?.sha256 !== hashOf(sealed))
    throw new ExportProblem(`${file} was cut or changed. Copy ${gift.name} again.`);
  return sealed;
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bytesOf(given: Given): Uint8Array {
  return Buffer.from(JSON.stringify(Given.parse(given)));
}
