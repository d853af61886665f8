import { contentFiles, sha256 } from '../content-files.ts';
import { type Indicators, type IndicatorsRead, readIndicators } from './read-indicators.ts';

let loaded: IndicatorsRead | undefined;

/** The signs of this checkout, read from disk once; or why they cannot be used. */
function readOwnIndicators(): IndicatorsRead {
  loaded ??= readIndicators({ files: contentFiles('laws/indicators'), hash: sha256 });
  return loaded;
}

/** The signs of this checkout. Throws with every problem, its file and line. */
export function loadIndicators(): Indicators {
  const read = readOwnIndicators();
  if (read.ok) return read.indicators;
  const problems = read.problems.map(({ file, line, message }) => `${file}:${line}  ${message}`);
  throw new Error(`The indicators cannot be used.\n${problems.join('\n')}`);
}
