import type { FileHandle } from 'node:fs/promises';

/** The first line of a CSV file. */
export type Header = { names: string[]; delimiter: ',' | ';' | '\t' };
type HeaderRead = ({ ok: true } & Header) | { ok: false; message: string };

/** A first line longer than this is no list of columns. */
const LONGEST = 256 * 1024;

const CR_ALONE =
  'The lines end in CR alone, or a name in the first line has one. Save the file with lines that end in LF or CRLF.';

/**
 * Reads the names of the columns: engines rename one that stands twice, and so it has to be seen before. Columns are
 * parted by comma, semicolon or tab, whichever stands there most.
 */
export async function readHeader(file: FileHandle): Promise<HeaderRead> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), { position: 0 });
  const bytes = buffer.subarray(0, bytesRead);
  const end = bytes.indexOf('\n');
  if (end === -1 && bytesRead === LONGEST) {
    return { ok: false, message: 'The first line has no end. It must name the columns, parted by commas.' };
  }
  let line: string;
  try {
    // It also leaves out a mark of the byte order.
    line = new TextDecoder('utf-8', { fatal: true }).decode(end === -1 ? bytes : bytes.subarray(0, end));
  } catch {
    return {
      ok: false,
      message: 'The first line is not UTF-8. Save the file as UTF-8; it may be UTF-16 or Latin-1.',
    };
  }
  if (line.includes('\0'))
    return { ok: false, message: 'The first line has bytes of no text. Save the file as CSV in UTF-8.' };
  const header = end === -1 ? line : line.replace(/\r$/, '');
  // Where lines end in CR alone the whole file is one line, and what comes next would repeat its records as names.
  if (header.includes('\r')) return { ok: false, message: CR_ALONE };
  const delimiter = mostOf(header);
  const names = cellsOf(header, delimiter);
  return names
    ? { ok: true, names, delimiter }
    : { ok: false, message: 'A name in the first line begins with a quotation mark that does not end.' };
}

function mostOf(line: string): Header['delimiter'] {
  const times = (sign: string) => line.split(sign).length;
  return ([',', ';', '\t'] as const).reduce((most, sign) => (times(sign) > times(most) ? sign : most));
}

function cellsOf(line: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    if (rest.startsWith('"') && !quoted) return undefined;
    const end = rest.indexOf(delimiter, quoted?.[0].length ?? 0);
    const cell = end === -1 ? rest : rest.slice(0, end);
    cells.push(quoted ? (quoted[1] ?? '').replaceAll('""', '"') : cell.trim());
    if (end === -1) return cells;
    rest = rest.slice(end + 1);
  }
}
