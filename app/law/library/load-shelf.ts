import { type Decision, type Law, type LeftOutDecision, type Problem, readDecision } from '@clew/rules';
import { contentFiles } from '../content-files.ts';
import { loadIndicators } from '../indicators/load-indicators.ts';
import type { Indicators } from '../indicators/read-indicators.ts';
import { readSituations, type Situation } from './read-situations.ts';

/** A judgment, whether it is a test of the law or only told. */
export type AnyDecision = Decision | LeftOutDecision;

/** What stands in the library beside the law itself. */
export type Shelf = {
  /** The youngest first. */
  decisions: readonly AnyDecision[];
  indicators: Pick<Indicators, 'sets' | 'indicators'>;
  situations: readonly Situation[];
};

/** A shelf with nothing on it, for a law that is not this checkout's. */
export const EMPTY_SHELF: Shelf = {
  decisions: [],
  indicators: { sets: {}, indicators: {} },
  situations: [],
};

/** What stands in this checkout beside its law. Throws with every problem, its file and line. */
export function loadShelf(law: Law): Shelf {
  const problems: Problem[] = [];
  const decisions = contentFiles('laws/decisions').flatMap((file): AnyDecision[] => {
    const read = readDecision(file, law);
    if (read.ok) return [read.decision];
    problems.push(...read.problems);
    return [];
  });
  const told = readSituations(contentFiles('laws/situations'), law);
  if (!told.ok) problems.push(...told.problems);
  if (problems.length > 0 || !told.ok) {
    const lines = problems.map(({ file, line, message }) => `${file}:${line}  ${message}`);
    throw new Error(`The library cannot be read.\n${lines.join('\n')}`);
  }
  return {
    decisions: decisions.sort(youngestFirst),
    indicators: loadIndicators(),
    situations: told.situations,
  };
}

/** The order of two decisions: by their days, the youngest first. */
export function youngestFirst(one: AnyDecision, other: AnyDecision): number {
  return one.decided < other.decided ? 1 : one.decided > other.decided ? -1 : 0;
}

/** Whether a decision is put to the law as a test. */
export function isTest(decision: AnyDecision): decision is Decision {
  return decision.leftOut === undefined;
}
