import { checkTests, type Law, type LawFile, type LawRead, readLaw } from '@clew/rules';
import { contentFiles, sha256 } from './content-files.ts';
import { digestOfCode, keepLaw, nameOfKept, readKept } from './kept-law.ts';

/** The folders whose texts are the law. What stands in others of `laws/` is content beside it. */
export const LAW_FOLDERS = [
  'laws/instruments',
  'laws/legal-tests',
  'laws/states',
  'laws/parties',
  'laws/organisations',
  'laws/reservations',
  'laws/reforms',
  'laws/facts',
  'laws/words',
];

let loaded: LawRead | undefined;

/**
 * The law of this checkout, read once; or why it cannot be used. One that this very code has proved and tested before, file
 * for file the same, is taken as it was kept then.
 */
export function readOwnLaw(): LawRead {
  loaded ??= readOrTakeKept(lawFiles());
  return loaded;
}

/** Of the code as it was when this process took it in. */
const codeAtStart = digestOfCode();

function readOrTakeKept(files: readonly LawFile[]): LawRead {
  if (codeAtStart === undefined) return readTestedLaw(files);
  const name = nameOfKept(files, codeAtStart);
  const kept = readKept(name);
  if (kept) return { ok: true, law: kept };
  const read = readTestedLaw(files);
  // Code that was changed meanwhile, by an upgrade say, has proved nothing yet.
  if (read.ok && digestOfCode() === codeAtStart) keepLaw(read.law, name);
  return read;
}

/**
 * The law of this checkout, for a node that cannot go on without it. Throws with every problem, its file and line. A
 * law whose own tests fail is refused like one that cannot be read.
 */
export function loadLaw(): Law {
  const read = readOwnLaw();
  if (read.ok) return read.law;
  const problems = read.problems.map(({ file, line, message }) => `${file}:${line}  ${message}`);
  throw new Error(`The law cannot be used.\n${problems.join('\n')}`);
}

/** Reads a law and runs the tests that stand in it. */
export function readTestedLaw(files: readonly LawFile[]): LawRead {
  const read = readLaw({ files, hash: sha256 });
  if (!read.ok) return read;
  const problems = checkTests(read.law);
  return problems.length > 0 ? { ok: false, problems } : read;
}

/** The files the law is read from, with paths as a person in the checkout would write them. */
export function lawFiles(): LawFile[] {
  return LAW_FOLDERS.flatMap((folder) => contentFiles(folder));
}
