import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type CaseRead, type Day, type Law, type Problem, readCase } from '@clew/rules';

/** The most that a case file may hold, in bytes. */
const MAX_BYTES = 1_000_000;

/** Reads a case from disk. A file that is missing, too large or no text is a problem like any other. */
export async function readCaseFile(
  path: string,
  { law, ...days }: { law: Law; today: string; on?: Day | undefined },
): Promise<CaseRead> {
  const bytes = await readBytes(path);
  if (!(bytes instanceof Uint8Array)) return { ok: false, problems: [bytes] };
  // What is no UTF-8 becomes U+FFFD, which no case may hold.
  return readCase({ path, text: new TextDecoder().decode(bytes), ...days }, law);
}

async function readBytes(path: string): Promise<Uint8Array | Problem> {
  let file: FileHandle | undefined;
  try {
    // Without it, opening a pipe that nobody writes to would wait for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = await file.stat();
    if (!facts.isFile())
      return unreadable(path, 'This is not a file. Name a case file, like examples/domestic-worker.yaml.');
    // Asked for before reading, so that a hundred megabytes are never held in memory.
    if (facts.size > MAX_BYTES) {
      return {
        ...unreadable(
          path,
          'The file is larger than one megabyte. A case is a page or two; check that this is the right file.',
        ),
        code: 'too-large',
      };
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
