import type { Problem } from '@clew/rules';

/** One row of metadata: its line in the file, and its fields by name in small letters. */
export type Row = { line: number; fields: ReadonlyMap<string, string> };

export type RowsRead = { ok: true; rows: Row[] } | { ok: false; problems: Problem[] };

/** What is wrong with a row, and what to write instead. */
export function importProblem(file: string, line: number, message: string): Problem {
  return { code: 'wrong-shape', file, line, message };
}
