import { parseCsv } from './parse-csv.ts';
import { importProblem, type Row, type RowsRead } from './rows.ts';

/** More than anybody looks through in one preview. */
const MOST_ROWS = 1_000;
/** The longest field that is read, in characters. */
const LONGEST_FIELD = 2_000;

/** The rows of a JSON or CSV text. HUDOC's own JSON, with its results and their columns, is read too. Never throws. */
export function readRows(file: string, text: string): RowsRead {
  const clean = text.replace(/^\ufeff/, '');
  if (clean.includes('\u0000') || clean.includes('\ufffd'))
    return refusal(file, 1, 'This is no plain text in UTF-8. Save it as UTF-8.');
  const read = /^\s*[[{]/.test(clean) ? readJson(file, clean) : parseCsv(file, clean);
  if (!read.ok) return read;
  if (read.rows.length === 0) return refusal(file, 1, 'No decision stands here, only the names of columns.');
  if (read.rows.length > MOST_ROWS)
    return refusal(
      file,
      read.rows[MOST_ROWS]?.line ?? 1,
      `More than ${MOST_ROWS} decisions stand here. Split the file.`,
    );
  const long = read.rows.find(({ fields }) =>
    [...fields.values()].some((field) => field.length > LONGEST_FIELD),
  );
  if (long)
    return refusal(
      file,
      long.line,
      `A field is longer than ${LONGEST_FIELD} characters. Metadata is short; take the text out.`,
    );
  return read;
}

function refusal(file: string, line: number, message: string): RowsRead {
  return { ok: false, problems: [importProblem(file, line, message)] };
}

function readJson(file: string, text: string): RowsRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refusal(file, 1, 'This begins like JSON and is none. Export it again, or save it as CSV.');
  }
  const list = Array.isArray(value) ? value : resultsOf(value);
  if (!Array.isArray(list))
    return refusal(file, 1, 'Write a list of decisions, or what HUDOC answers, with “results”.');
  const lines = linesOfItems(text);
  const rows = list.map((item: unknown, at): Row | undefined => {
    const fields = fieldsOf(item);
    return fields && { line: lines[at] ?? 1, fields };
  });
  const bad = rows.indexOf(undefined);
  if (bad >= 0)
    return refusal(
      file,
      lines[bad] ?? 1,
      `Entry ${bad + 1} of the list is no decision. Write its fields with their names.`,
    );
  return { ok: true, rows: rows.flatMap((row) => (row ? [row] : [])) };
}

function resultsOf(value: unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, 'results') ? value.results : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of one entry that are text or numbers. What is nested deeper than HUDOC's columns is no metadata. */
function fieldsOf(item: unknown): Map<string, string> | undefined {
  if (!isRecord(item)) return undefined;
  const own = Object.hasOwn(item, 'columns') ? item.columns : item;
  if (!isRecord(own)) return undefined;
  return new Map(
    Object.entries(own).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[name.trim().toLowerCase(), String(value)]]
        : [],
    ),
  );
}

/** The line on which each entry of the outermost list of objects begins, as far as braces outside of texts tell. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one character after the other: what each does hangs on whether a text is open
function linesOfItems(text: string): number[] {
  const lines: number[] = [];
  const hasResults = /^\s*\{/.test(text);
  let depth = 0;
  let line = 1;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\n') line += 1;
    if (inText) {
      if (character === '\\') at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{') {
      if (depth === (hasResults ? 1 : 0)) lines.push(line);
      depth += 1;
    } else if (character === '}') depth -= 1;
  }
  return lines;
}
