import type { LawFile, LawRead, Problem } from '@clew/rules';
import { z } from 'zod';
import { lawFiles, readOwnLaw, readTestedLaw } from './load-law.ts';
import { parsedJson, readTextFile, type Wanted } from './read-file.ts';

/** The texts of a law in one file, so that what it answered can be asked of it again years later. */
const LawPack = z.object({
  kind: z.literal('clew law'),
  /** The version of Clew that packed it. */
  clew: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  files: z.array(z.strictObject({ path: z.string().min(1).max(200), text: z.string() })).max(1000),
});
type LawPack = z.infer<typeof LawPack>;

const PACK: Wanted = {
  most: 20_000_000,
  tooLarge: 'A law is a few hundred pages; check that this is the right file.',
  example: 'a file that clew law pack wrote',
};

/** The texts of a law with their hash, this checkout's unless others are given; or why they cannot be used. */
export function packLaw(version: string, files?: readonly LawFile[]): PackMade {
  const read = files === undefined ? readOwnLaw() : readTestedLaw(files);
  if (!read.ok) return read;
  const texts = [...(files ?? lawFiles())];
  const pack: LawPack = { kind: 'clew law', clew: version, hash: read.law.hash, files: texts };
  return { ok: true, hash: read.law.hash, text: `${JSON.stringify(pack, null, 1)}\n` };
}

type PackMade = { ok: true; hash: string; text: string } | { ok: false; problems: Problem[] };

/** Reads a law from a pack. One whose texts do not give the hash that it states is refused. Never throws. */
export async function readLawPack(path: string): Promise<LawRead> {
  const file = await readTextFile(path, PACK);
  if (!file.ok) return file;
  const pack = LawPack.safeParse(parsedJson(file.text));
  if (!pack.success) {
    const message = 'This is no law that clew law pack wrote. Name such a file after --law.';
    return refusal(path, message);
  }
  const { files, hash, clew } = pack.data;
  const read = readTestedLaw(files);
  if (!read.ok) {
    // Each problem names its text inside the pack.
    return {
      ok: false,
      problems: read.problems.map((problem) => ({ ...problem, file: `${path}: ${problem.file}` })),
    };
  }
  if (read.law.hash === hash) return read;
  const message = `The texts in this file give the hash ${read.law.hash.slice(0, 16)}, but it states ${hash.slice(0, 16)}: a text was changed after it was packed, or another version of Clew reads them otherwise. It was packed by Clew ${clew.slice(0, 20)}.`;
  return refusal(path, message);
}

function refusal(file: string, message: string): LawRead {
  return { ok: false, problems: [{ code: 'unreadable', file, line: 1, message }] };
}
