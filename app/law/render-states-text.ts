import type { Verdict } from '@clew/rules';
import { wasAskedAbout } from './asked-about.ts';
import type { AssessedCase, AssessedStates } from './assess-case.ts';
import type { Drawing } from './render-rules-text.ts';
import { bold, safe, wrap } from './terminal-text.ts';

const COLUMN = 12;
const MOST_COLUMNS = 4;
const WORDS: Readonly<Record<Verdict, string>> = { yes: 'yes', no: 'no', unknown: 'not known' };

/** A line of the comparison: what it is about, and what each State says. */
type Row = { id: string; cells: readonly string[] };

/** Where there are several States: what differs between them, a column each. Nothing where there is one or none. */
export function statesPart({ byState }: AssessedStates, { words, style }: Drawing): string[] {
  if (byState.length < 2) return [];
  const rows = rowsOf(byState).filter(({ cells }) => new Set(cells).size > 1);
  const codes = byState.map(({ state }) => state);
  const names = codes.map((code) => words.law.states[code]?.name ?? code).join(', ');
  const [first = ''] = codes;
  if (rows.length === 0) {
    return wrap(
      `In ${names}: the same in each, as far as it is written down. What follows is said of ${first}.`,
    );
  }
  const shows = (sign: string) => rows.some(({ cells }) => cells.some((cell) => cell.includes(sign)));
  const chunks = Array.from(
    { length: Math.ceil(codes.length / MOST_COLUMNS) },
    (_, index) => index * MOST_COLUMNS,
  );
  return [
    bold('What differs between the States', style),
    ...chunks.flatMap((from) => tableLines(rows, codes, from)),
    ...(shows('? > ')
      ? wrap('“? > yes”: not known on the facts alone, yes after presumptions and burdens.')
      : []),
    ...(shows('(')
      ? wrap('In brackets: the least the treaty allows, as nobody has written what the State gives.')
      : []),
    ...wrap(`All else is the same in ${names}. What follows is said of ${first}; for another: --state.`),
  ];
}

function tableLines(rows: readonly Row[], codes: readonly string[], from: number): string[] {
  const columns = codes.slice(from, from + MOST_COLUMNS);
  const width = 80 - columns.length * COLUMN;
  const line = (id: string, cells: readonly string[]) => {
    const shown = cells
      .map((cell) => cell.padEnd(COLUMN))
      .join('')
      .trimEnd();
    // An id that does not fit keeps its own line: cut off, it could not be asked for.
    return id.length < width ? [safe(id.padEnd(width) + shown)] : [safe(id), safe(''.padEnd(width) + shown)];
  };
  return [
    line('', columns),
    ...rows.map(({ id, cells }) => line(id, cells.slice(from, from + MOST_COLUMNS))),
  ].flat();
}

/** What is compared: whatever something was asked about, and of duties that are owed somewhere by when, and who is bound. */
function rowsOf(byState: readonly AssessedCase[]): Row[] {
  const [first] = byState;
  if (!first) return [];
  const { rules, duties, values } = first.assessment;
  const isAsked = (id: string) => byState.some((one) => wasAskedAbout(one, id));
  const isOwed = (id: string) => byState.some((one) => one.assessment.duties[id]?.burden === 'yes');
  const row = (id: string, cell: (one: AssessedCase['assessment']) => string): Row => ({
    id,
    cells: byState.map(({ assessment }) => cell(assessment)),
  });
  return [
    ...Object.keys(rules)
      .filter(isAsked)
      .map((id) => row(id, (one) => verdictCell(one.rules[id]))),
    ...Object.keys(duties)
      .filter(isAsked)
      .map((id) => row(id, (one) => verdictCell(one.duties[id]))),
    ...Object.keys(duties)
      .filter(isOwed)
      .flatMap((id) => [
        row(`${id}, by`, (one) => dueCell(one.duties[id]?.due)),
        row(`${id}, State bound`, (one) => boundCell(one.duties[id]?.bound)),
      ]),
    ...Object.keys(values).map((id) => row(id, (one) => givenCell(one.values[id]?.given))),
  ];
}

function verdictCell(result: { strict: Verdict; burden: Verdict } | undefined): string {
  if (!result) return '-';
  if (result.strict === result.burden) return WORDS[result.burden];
  return `${result.strict === 'unknown' ? '?' : WORDS[result.strict]} > ${WORDS[result.burden]}`;
}

function dueCell(due: AssessedCase['assessment']['duties'][string]['due'] | undefined): string {
  if (due?.kind === 'date') return due.date;
  return due?.kind === 'open' ? `${due.days} days` : '-';
}

function boundCell(bound: { verdict: Verdict } | undefined): string {
  return bound ? WORDS[bound.verdict] : '-';
}

function givenCell(given: { value: number; said: string } | undefined): string {
  if (!given) return '-';
  return given.said === 'state' ? `${given.value} days` : `(${given.value} days)`;
}
