import type { Problem } from '@clew/rules';
import { problemOf } from '../command-output.ts';
import { EngineError } from './engine.ts';
import type { PopulationFile } from './population-file.ts';

const NO_ROOM = /No space left|max_temp_directory_size|failed to offload/i;
const NO_MEMORY = /Out of Memory/i;

/** Whether the machine had no room, on a disk or in memory, so that the same run can go on once it has. */
export function isShortage(error: unknown): boolean {
  if (error instanceof EngineError)
    return !error.ended && (NO_ROOM.test(error.message) || NO_MEMORY.test(error.message));
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/**
 * What the engine complains of, in words that say what to do. Its own words are left out: it quotes the line that it
 * stumbled over, and that may hold anything.
 */
export function engineProblem({ message, ended }: EngineError, file: PopulationFile): Problem {
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? 1);
  const at = (text: string): Problem => ({ ...problemOf(file.path, text), line });
  if (ended)
    return at(
      'The engine broke off while it read this file. The file is damaged, or was made to do so: do not use it.',
    );
  if (/Permission Error/i.test(message)) {
    return at('The file was moved, replaced or removed while it was read. Put it back, and begin again.');
  }
  if (NO_ROOM.test(message)) {
    return at(
      'The folder for temporary files is full. Make room there, or set TMPDIR to a folder with more, and go on with --resume.',
    );
  }
  if (NO_MEMORY.test(message)) {
    return at(
      'The memory that a count may take is used up. Group by fewer columns, or write the file in smaller row groups, and go on with --resume.',
    );
  }
  return at(file.format === 'csv' ? csvWords(message, line) : PARQUET);
}

const PARQUET =
  'This is no Parquet file that can be read to its end: it is cut short or damaged. Write it again. Nothing is told.';

function csvWords(message: string, line: number): string {
  const where = `Line ${line}`;
  if (/unicode|utf-?8|encod/i.test(message)) return `${where} is not UTF-8. Save the file as UTF-8.`;
  if (/maximum line size|max_line_size|line.*(exceed|too long)/i.test(message))
    return `${where} is longer than a million bytes. A record is one line; a quotation mark may be missing.`;
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
  if (counts)
    return `${where} has ${counts[2]} columns, and the first line names ${counts[1]}. Give each line as many.`;
  if (/quote/i.test(message))
    return `${where} has a quotation mark that does not end, or one inside a value.`;
  return `${where} cannot be read as CSV. Each line needs as many values as the first line has names, parted alike.`;
}
