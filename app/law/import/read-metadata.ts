import { isState, type Problem } from '@clew/rules';
import { readRows } from './read-rows.ts';
import { importProblem, type Row } from './rows.ts';

/** What is imported of a decision. Nothing of it was checked. */
export type Metadata = {
  title: string;
  court: string;
  citation: string;
  /** As 2010-01-07. */
  decided: string;
  link: string;
  /** Two-letter code, where the metadata says one. */
  state?: string;
  line: number;
};

type MetadataRead = { ok: true; decisions: Metadata[] } | { ok: false; problems: Problem[] };

/** The names under which HUDOC, ECLI metadata (Dublin Core terms) and plain tables have each field; the first that is there counts. */
const NAMES = {
  title: ['docname', 'dcterms:title', 'title', 'name'],
  court: ['court', 'dcterms:creator', 'creator', 'originatingbody_name'],
  ecli: ['ecli', 'dcterms:isversionof', 'isversionof'],
  number: ['appno', 'citation', 'number'],
  decided: ['kpdate', 'judgementdate', 'dcterms:date', 'date', 'decided'],
  link: ['link', 'url', 'dcterms:identifier', 'identifier'],
  state: ['state', 'dcterms:coverage', 'coverage'],
} as const;

const ECLI = /^ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}$/;
const HUDOC_ITEM = /^\d{3}-\d{1,9}$/;

/** Reads metadata from JSON or CSV. If one row is wrong nothing is imported, and each wrong row is told. Never throws. */
export function readMetadata({
  file,
  text,
  today,
}: {
  file: string;
  text: string;
  today: string;
}): MetadataRead {
  const read = readRows(file, text);
  if (!read.ok) return read;
  const problems: Problem[] = [];
  const decisions = read.rows.flatMap((row): Metadata[] => {
    const found = metadataOf(row, today);
    if (typeof found !== 'string') return [found];
    problems.push(importProblem(file, row.line, found));
    return [];
  });
  problems.push(...repeated(file, decisions));
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, 50) } : { ok: true, decisions };
}

/** One row as metadata, or what is wrong with it. */
function metadataOf(row: Row, today: string): Metadata | string {
  const told = (field: keyof typeof NAMES) =>
    plain(NAMES[field].map((name) => row.fields.get(name) ?? '').find((value) => value.trim() !== '') ?? '');
  const fields = [...row.fields].map(([name, value]) => [name, plain(value)] as const);
  const title = told('title').replace(/^CASE OF /i, '');
  const formula = [...fields, ['title', title] as const].find(([, value]) => isFormula(value));
  if (formula)
    return `“${formula[0].slice(0, 40)}” begins like a formula of a spreadsheet. Write it as text.`;
  const markup = fields.find(([, value]) => /<\s*[a-z!/]/i.test(value));
  if (markup) return `“${markup[0].slice(0, 40)}” holds markup. Write it as plain text.`;
  const ecli = told('ecli').toUpperCase();
  if (ecli !== '' && !ECLI.test(ecli))
    return `“${ecli.slice(0, 60)}” is no ECLI. It reads ECLI, the country, the court, the year and a number, with colons between them.`;
  const itemId = plain(row.fields.get('itemid') ?? '');
  if (title === '') return 'No title stands here. Name a column docname, dcterms:title or title.';
  const court = told('court') || courtOf(ecli, itemId);
  if (court === '') return 'No court stands here. Name a column court or dcterms:creator.';
  const citation = [told('number').replaceAll(';', ', '), ecli].filter(Boolean).join(', ');
  if (citation === '')
    return 'Neither a number nor an ECLI stands here. Name a column appno, citation or ecli.';
  const decided = dayOf(told('decided'));
  if (decided === undefined)
    return `“${told('decided').slice(0, 40)}” is no day that can be read in one way. Write it like 2010-01-07.`;
  if (decided > today) return `${decided} has not come yet. Write the day of the decision.`;
  const link = told('link') || (HUDOC_ITEM.test(itemId) ? `https://hudoc.echr.coe.int/eng?i=${itemId}` : '');
  if (!isAddress(link))
    return 'No address stands here where it can be read. Name a column link that begins with https://.';
  const state = told('state').toUpperCase();
  return { title, court, citation, decided, link, line: row.line, ...(isState(state) ? { state } : {}) };
}

/** Text on one line, without what could steer a terminal or turn a line round. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Whether a spreadsheet would reckon with it. Asked of plain text: a sign that nobody sees would hide the “=” before it is
 * taken away. A spreadsheet also takes the wide forms of the signs, which NFKC folds.
 */
function isFormula(text: string): boolean {
  return /^[=+@]|^-(?!\d+(?:[.,]\d+)?$)/.test(text.normalize('NFKC').trim());
}

/** Of the Court's own identifiers it is plain who decided; of any other the metadata has to say. */
function courtOf(ecli: string, itemId: string): string {
  return ecli.startsWith('ECLI:CE:ECHR:') || HUDOC_ITEM.test(itemId) ? 'European Court of Human Rights' : '';
}

/**
 * A day, or nothing where it is none or could be two: HUDOC writes both 29/01/2004 00:00:00 and 1/29/2004 12:00:00 AM, so a
 * day with slashes counts only where its clock, or a number over twelve, says which is the month.
 */
function dayOf(text: string): string | undefined {
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+Z?)?$/.exec(text)?.[1];
  if (iso !== undefined) return realDay(iso);
  const [, one = '', other = '', year = '', clock = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (.*))?$/.exec(text) ?? [];
  if (year === '') return undefined;
  const day = (month: string, of: string) =>
    realDay(`${year}-${month.padStart(2, '0')}-${of.padStart(2, '0')}`);
  if (/[AP]M$/.test(clock)) return day(one, other);
  if (clock === '00:00:00' || Number(one) > 12) return day(other, one);
  return Number(other) > 12 ? day(one, other) : undefined;
}

function realDay(day: string): string | undefined {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day) ? undefined : day;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s"<>\\]{3,490}$/.test(text) && URL.canParse(text);
}

function repeated(file: string, decisions: readonly Metadata[]): Problem[] {
  const first = new Map<string, number>();
  return decisions.flatMap(({ citation, line }) => {
    const before = first.get(citation);
    if (before === undefined) {
      first.set(citation, line);
      return [];
    }
    return [
      importProblem(file, line, `“${citation.slice(0, 80)}” stands on line ${before} already. Keep one.`),
    ];
  });
}
