import { importProblem, type Row, type RowsRead } from './rows.ts';

/** A table of decisions has about ten. */
const MOST_COLUMNS = 100;

/**
 * Splits comma- or semicolon-separated text into rows by its first line, after RFC 4180: a field in quotes may hold the
 * separator, a line break, and a quote written twice. Each row knows the line on which it begins. Never throws.
 */
export function parseCsv(file: string, text: string): RowsRead {
  const separator = separatorOf(text);
  const read = splitFields(text, separator);
  if (read.openAt !== undefined)
    return {
      ok: false,
      problems: [importProblem(file, read.openAt, 'A quote is opened here and never closed. Close it.')],
    };
  if (read.wideAt !== undefined)
    return {
      ok: false,
      problems: [
        importProblem(
          file,
          read.wideAt,
          `This row has more than ${MOST_COLUMNS} columns. Keep those of the title, the court, the citation, the day and the link.`,
        ),
      ],
    };
  const [head, ...rest] = read.records.filter(({ fields }) => fields.some((field) => field.trim() !== ''));
  if (!head)
    return {
      ok: false,
      problems: [
        importProblem(file, 1, 'Nothing stands here. Write a first line with the names of the columns.'),
      ],
    };
  const names = head.fields.map((name) => name.trim().toLowerCase());
  const twice = repeatedName(names);
  if (twice !== undefined)
    return {
      ok: false,
      problems: [
        importProblem(file, head.line, `The column “${twice.slice(0, 60)}” stands twice. Keep one.`),
      ],
    };
  const problems = rest
    .filter(({ fields }) => fields.length !== names.length)
    .map(({ line, fields }) =>
      importProblem(
        file,
        line,
        `This row has ${fields.length} fields and the first line ${names.length}. Put fields that hold a “${separator}” in quotes.`,
      ),
    );
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 20) };
  const rows = rest.map(
    ({ line, fields }): Row => ({ line, fields: new Map(names.map((name, at) => [name, fields[at] ?? ''])) }),
  );
  return { ok: true, rows };
}

function repeatedName(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => {
    const isRepeated = name !== '' && seen.has(name);
    seen.add(name);
    return isRepeated;
  });
}

/** What parts the names of the columns: whichever of the two stands there more often. */
function separatorOf(text: string): ',' | ';' {
  const [first = ''] = text.split('\n', 1);
  return first.split(';').length > first.split(',').length ? ';' : ',';
}

type Record = { line: number; fields: string[] };

/** `openAt` and `wideAt` are the lines of a quote that is never closed, and of a row that is too wide to be read on. */
type Split = { records: Record[]; openAt?: number; wideAt?: number };

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one character after the other: what each does hangs on whether a quote is open
function splitFields(text: string, separator: string): Split {
  const records: Record[] = [];
  let fields: string[] = [];
  let field = '';
  let line = 1;
  let begun = 1;
  let openAt: number | undefined;
  const endRecord = () => {
    records.push({ line: begun, fields: [...fields, field] });
    fields = [];
    field = '';
    begun = line;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\n') line += 1;
    if (openAt !== undefined) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else openAt = undefined;
    } else if (character === '"' && field === '') openAt = line;
    else if (character === separator) {
      fields.push(field);
      field = '';
      if (fields.length >= MOST_COLUMNS) return { records, wideAt: begun };
    } else if (character === '\n') endRecord();
    else if (character !== '\r') field += character;
  }
  if (openAt !== undefined) return { records, openAt };
  if (field !== '' || fields.length > 0) endRecord();
  return { records };
}
