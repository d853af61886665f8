import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Problem } from '@clew/rules';
import { problemOf } from '../command-output.ts';

/** A file that is open for reading, and nothing known of it but its first bytes. */
export type PopulationFile = {
  path: string;
  handle: FileHandle;
  format: 'csv' | 'parquet';
  bytes: number;
  /** Whether it is still what it was when it was opened. */
  isUnchanged(): Promise<boolean>;
};

const MAGIC = 'PAR1';

/** Opens a population. Nothing is read but the first and the last four bytes, which say what it is. Never throws. */
export async function openPopulation(path: string): Promise<PopulationFile | Problem> {
  let handle: FileHandle | undefined;
  try {
    // Without it, opening a pipe that nobody writes to would wait for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await inspectPopulation(path, handle);
    if ('message' in found) await handle.close();
    return found;
  } catch (error) {
    await handle?.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return problemOf(path, 'There is no such file. Check the name and the folder.');
    return problemOf(path, 'The file cannot be opened. Check that you may read it.');
  }
}

/** A population in a file that is open already; `path` is what it is called. Why it is none, else. Throws what reading it throws. */
export async function inspectPopulation(path: string, handle: FileHandle): Promise<PopulationFile | Problem> {
  const before = await handle.stat({ bigint: true });
  if (!before.isFile()) return problemOf(path, 'This is not a file. Name a CSV or a Parquet file.');
  const bytes = Number(before.size);
  if (bytes === 0) return problemOf(path, 'The file is empty. Name a CSV or a Parquet file.');
  const [first, last] = [await bytesAt(handle, 0), await bytesAt(handle, bytes - MAGIC.length)];
  if (first.startsWith('\u001f\u008b') || first.startsWith('PK')) {
    return problemOf(path, 'The file is packed. Unpack it first; only plain CSV and Parquet are read.');
  }
  const isParquet = first === MAGIC;
  if (isParquet && last !== MAGIC) {
    return problemOf(
      path,
      'This Parquet file is cut short: its end is missing. Copy it again. Nothing was counted.',
    );
  }
  return {
    ...{ path, handle, bytes, format: isParquet ? 'parquet' : 'csv' },
    isUnchanged: async () => {
      const now = await handle.stat({ bigint: true });
      return now.size === before.size && now.mtimeNs === before.mtimeNs;
    },
  };
}

async function bytesAt(handle: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), {
    position: Math.max(0, position),
  });
  return buffer.subarray(0, bytesRead).toString('latin1');
}

/** The SHA-256 of a whole file. Throws where it can no longer be read. */
export async function hashOf({ handle }: PopulationFile): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(4 * 1024 * 1024);
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, { position });
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
