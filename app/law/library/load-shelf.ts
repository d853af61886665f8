import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Decision, type Law, type Problem, readDecision } from '@clew/rules';

const HOME = fileURLToPath(new URL('../../../', import.meta.url));
const DECISIONS = 'laws/decisions';

/** What stands in the library beside the law itself. */
export type Shelf = {
  /** The youngest first. */
  decisions: readonly Decision[];
};

/** A shelf with nothing on it, for a law that is not this checkout's. */
export const EMPTY_SHELF: Shelf = { decisions: [] };

/** What stands in this checkout beside its law. Throws with every problem, its file and line. */
export function loadShelf(law: Law): Shelf {
  const problems: Problem[] = [];
  const decisions = filesIn(DECISIONS).flatMap((file) => {
    const read = readDecision(file, law);
    if (read.ok) return [read.decision];
    problems.push(...read.problems);
    return [];
  });
  if (problems.length > 0) {
    const lines = problems.map(({ file, line, message }) => `${file}:${line}  ${message}`);
    throw new Error(`The library cannot be read.\n${lines.join('\n')}`);
  }
  return { decisions: decisions.sort((a, b) => (a.decided < b.decided ? 1 : -1)) };
}

function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(join(HOME, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(HOME, folder, name), 'utf8') }));
}
