import {
  type CaseFile,
  type Day,
  type Expectation,
  type Law,
  type LeftOutDecision,
  type Problem,
  readCase,
  readDecision,
} from '@clew/rules';
import { readTextFile, type Wanted } from './read-file.ts';

const CASE: Wanted = {
  most: 1_000_000,
  tooLarge: 'A case is a page or two; check that this is the right file.',
  example: 'a case file, like examples/domestic-worker.yaml',
};

/** A case as it is put to the law. A decision may expect more in one of its States. */
export type PutCase = CaseFile & { expectIn?: Readonly<Record<string, readonly Expectation[]>> };

type PutCaseRead = { ok: true; case: PutCase } | { ok: false; problems: Problem[] };

/**
 * Reads a case from disk: YAML, or a decision where the name ends in `.md`. A file that is missing, too large or no text
 * is a problem like any other. Never throws.
 */
export async function readCaseFile(
  path: string,
  { law, ...days }: { law: Law; today: string; on?: Day | undefined },
): Promise<PutCaseRead> {
  const file = await readTextFile(path, CASE);
  if (!file.ok) return file;
  const source = { path, text: file.text, ...days };
  if (!/\.(md|markdown)$/i.test(path)) return readCase(source, law);
  const read = readDecision(source, law);
  if (!read.ok) return read;
  if (read.case === undefined) return { ok: false, problems: [nothingToAsk(path, read.decision)] };
  return { ok: true, case: { ...read.case, expectIn: read.decision.expectIn } };
}

function nothingToAsk(file: string, { leftOut }: LeftOutDecision): Problem {
  const message = `This decision is told without facts, so nothing can be put to the law: ${leftOut}`;
  return { code: 'wrong-shape', file, line: 1, message };
}
