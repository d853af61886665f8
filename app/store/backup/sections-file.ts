import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreFault } from '../fault.ts';

/**
 * The first line of a backup. Behind it stand sections, each an age file behind its length in eight bytes. In the second form eight
 * bytes of nothing follow, and one line that signs all of it; the first form, of older versions, ends with the last section.
 */
const firstLines = { signed: Buffer.from('clew-backup 2\n'), unsigned: Buffer.from('clew-backup 1\n') };
const longestSignature = 4 * 1024 * 1024;
const lengthBytes = 8;

/** The most sections that are looked for: one an agency. */
const mostSections = 10_000;

/** A section of a backup that is read: where it stands in the file. */
export type FoundSection = { start: number; bytes: number };

/** A section's length and SHA-256, in hexadecimal. */
export type WrittenSection = { bytes: number; sha256: string };

/**
 * Writes a backup of these sections, in this order, into a new file of its owner's alone. It has its name only once all of it
 * is on the disk; whatever fails or stops it, nothing is left. `sign` makes its last line of what was written; without, it is of the
 * older form. Returns its length in bytes. Throws `store.backup-file` where the file is there already or cannot be written, and what a
 * section threw.
 */
export async function writeSections(
  file: string,
  sections: AsyncIterable<AsyncIterable<Uint8Array>>,
  sign?: (written: WrittenSection[]) => Buffer,
): Promise<number> {
  const part = `${file}.part`;
  await refuseTaken(file);
  const handle = await open(part, 'wx', 0o600).catch((cause: unknown) => {
    throw cannotWrite(part, cause);
  });
  try {
    const bytes = await writeAll(handle, sections, sign);
    await handle.sync();
    await handle.close();
    await link(part, file).catch((cause: unknown) => {
      throw cannotWrite(file, cause);
    });
    await rm(part);
    await syncFolder(dirname(file));
    return bytes;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw isFull(error) ? cannotWrite(file, error) : error;
  }
}

/**
 * Where the sections of a backup stand, and the line that signs them, where it is of the form that has one. Throws
 * `store.backup-file` for what cannot be read, is no backup, was cut short, or has more behind its end.
 */
export async function findSections(
  file: string,
): Promise<{ sections: FoundSection[]; signature: Buffer | undefined }> {
  const handle = await open(file, constants.O_RDONLY).catch((cause: unknown) => {
    throw new StoreFault('store.backup-file', `${file} cannot be read. Look at its name and mode.`, {
      cause,
    });
  });
  try {
    const { size } = await handle.stat();
    const first = await readExactly(handle, 0, firstLines.signed.length);
    const isSigned = first?.equals(firstLines.signed) ?? false;
    if (!isSigned && !first?.equals(firstLines.unsigned))
      throw new StoreFault('store.backup-file', `${file} is no backup of Clew.`);
    const sections: FoundSection[] = [];
    let at = firstLines.signed.length;
    while (at < size && sections.length < mostSections) {
      const length = await readExactly(handle, at, lengthBytes);
      const bytes = length?.readBigUInt64BE() ?? 0n;
      const start = at + lengthBytes;
      if (isSigned && length && bytes === 0n) {
        const signature = await readEnd(handle, start, size);
        if (sections.length === 0 || signature === undefined) throw cutShort(file);
        return { sections, signature };
      }
      if (!length || bytes === 0n || BigInt(start) + bytes > BigInt(size)) throw cutShort(file);
      sections.push({ start, bytes: Number(bytes) });
      at = start + Number(bytes);
    }
    if (isSigned || sections.length === 0 || at !== size) throw cutShort(file);
    return { sections, signature: undefined };
  } finally {
    await handle.close();
  }
}

/** The fault of a file of which something is missing. */
function cutShort(file: string): StoreFault {
  return new StoreFault(
    'store.backup-file',
    `${file} was cut short, or is not whole yet. Copy it again from where it was kept, or take another backup. Nothing was restored.`,
  );
}

async function writeAll(
  handle: FileHandle,
  sections: AsyncIterable<AsyncIterable<Uint8Array>>,
  sign: ((written: WrittenSection[]) => Buffer) | undefined,
): Promise<number> {
  let at = await write(handle, sign ? firstLines.signed : firstLines.unsigned, 0);
  const written: WrittenSection[] = [];
  for await (const section of sections) {
    const start = at + lengthBytes;
    let end = start;
    const hash = createHash('sha256');
    for await (const piece of section) {
      hash.update(piece);
      end += await write(handle, piece, end);
    }
    written.push({ bytes: end - start, sha256: hash.digest('hex') });
    const length = Buffer.alloc(lengthBytes);
    length.writeBigUInt64BE(BigInt(end - start));
    await write(handle, length, at);
    at = end;
  }
  if (!sign) return at;
  at += await write(handle, Buffer.alloc(lengthBytes), at);
  return at + (await write(handle, sign(written), at));
}

/** One line that reaches to the end of the file; undefined if it does not. */
async function readEnd(handle: FileHandle, start: number, size: number): Promise<Buffer | undefined> {
  if (size <= start || size - start > longestSignature) return undefined;
  const line = await readExactly(handle, start, size - start);
  return line && line.indexOf(0x0a) === line.length - 1 ? line : undefined;
}

async function write(handle: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
  return written;
}

async function readExactly(handle: FileHandle, at: number, bytes: number): Promise<Buffer | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return bytesRead === bytes ? buffer : undefined;
}

async function refuseTaken(file: string): Promise<void> {
  const handle = await open(file, constants.O_RDONLY).catch(() => undefined);
  if (!handle) return;
  await handle.close();
  throw new StoreFault('store.backup-file', `${file} is there already. Name a new file.`);
}

function cannotWrite(file: string, cause: unknown): StoreFault {
  const code = codeOf(cause);
  const why =
    code === 'ENOSPC'
      ? 'its disk is full'
      : code === 'EEXIST'
        ? 'it is there already; another backup may be under way'
        : 'look at its folder and who may write there';
  return new StoreFault('store.backup-file', `${file} cannot be written: ${why}. No backup was made.`, {
    cause,
  });
}

function isFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The name of a file is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
