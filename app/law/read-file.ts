import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Problem } from '@clew/rules';

/** What a file is meant to be, and how much of it there may be. */
export type Wanted = {
  /** In bytes. */
  most: number;
  /** What to do about one that is larger: “A case is a page or two; check that this is the right file.” */
  tooLarge: string;
  /** What to name instead of a folder: “a case file, like examples/domestic-worker.yaml”. */
  example: string;
};

export type FileRead = { ok: true; text: string } | { ok: false; problems: Problem[] };

/** Reads a file that a person named. One that is missing, too large or no file is told in words. Never throws. */
export async function readTextFile(path: string, wanted: Wanted): Promise<FileRead> {
  const bytes = await readBytes(path, wanted);
  if (!(bytes instanceof Uint8Array)) return { ok: false, problems: [bytes] };
  // What is no UTF-8 becomes U+FFFD, which whoever reads the text refuses.
  return { ok: true, text: new TextDecoder().decode(bytes) };
}

async function readBytes(path: string, { most, tooLarge, example }: Wanted): Promise<Uint8Array | Problem> {
  let file: FileHandle | undefined;
  try {
    // Without it, opening a pipe that nobody writes to would wait for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = await file.stat();
    if (!facts.isFile()) return unreadable(path, `This is not a file. Name ${example}.`);
    // Asked for before reading, so that a hundred megabytes are never held in memory.
    if (facts.size > most) {
      const size = most === 1_000_000 ? 'one megabyte' : `${most / 1_000_000} megabytes`;
      return { ...unreadable(path, `The file is larger than ${size}. ${tooLarge}`), code: 'too-large' };
    }
    return await file.readFile();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return unreadable(path, 'There is no such file. Check the name and the folder.');
    return unreadable(path, 'The file cannot be opened. Check that you may read it.');
  } finally {
    await file?.close();
  }
}

function unreadable(file: string, message: string): Problem {
  return { code: 'unreadable', file, line: 1, message };
}
