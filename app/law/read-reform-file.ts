import { type Law, type LawRead, readReforms } from '@clew/rules';
import { sha256 } from './content-files.ts';
import { readTextFile, type Wanted } from './read-file.ts';

const REFORM: Wanted = {
  most: 1_000_000,
  tooLarge: 'A reform is a page or two; check that this is the right file.',
  example: 'a file of reforms, like one of laws/reforms/',
};

/** The law with the reforms of a file beside its own. They are read and linked, not proved: `clew law check FILE` proves. */
export async function readReformFile(law: Law, path: string): Promise<LawRead> {
  const file = await readTextFile(path, REFORM);
  if (!file.ok) return file;
  const read = readReforms(law, { path, text: file.text, hash: sha256 });
  return read.ok ? { ok: true, law: read.law } : read;
}
