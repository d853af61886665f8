import { type Law, type LawRead, proveReforms, readReforms } from '@clew/rules';
import { sha256 } from './content-files.ts';
import { readTextFile, type Wanted } from './read-file.ts';

const REFORM: Wanted = {
  most: 1_000_000,
  tooLarge: 'A reform is a page or two; check that this is the right file.',
  example: 'a file of reforms, like one of laws/reforms/',
};

/**
 * The law with the reforms of a file beside its own: read, linked and proved, as `clew law check FILE` does. Refused where
 * the proofs are, so that no answer rests on a reform that takes from a protection.
 */
export async function readReformFile(law: Law, path: string): Promise<LawRead> {
  const file = await readTextFile(path, REFORM);
  if (!file.ok) return file;
  const read = readReforms(law, { path, text: file.text, hash: sha256 });
  if (!read.ok) return read;
  const problems = proveReforms(read.law, read.ids);
  return problems.length === 0 ? { ok: true, law: read.law } : { ok: false, problems };
}
