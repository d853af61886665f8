import type { PublicLanguage } from '../language.ts';
import { OUTDATED_NOTE, type Read, type Refusal, type ReturnedUnit, SAFETY_NOTE, type Unit } from './unit.ts';

// GNU gettext manual, “The Format of PO Files”: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html

/** The strings as a PO file, without the end of its last line. What no speaker has read is marked fuzzy. The same strings are the same bytes. */
export function writePo(language: PublicLanguage, units: readonly Unit[]): string {
  const head = [
    'msgid ""',
    'msgstr ""',
    quote(`Language: ${language}\n`),
    quote('MIME-Version: 1.0\n'),
    quote('Content-Type: text/plain; charset=UTF-8\n'),
    quote('Content-Transfer-Encoding: 8bit\n'),
  ].join('\n');
  return [head, ...units.map(entryOf)].join('\n\n');
}

function entryOf({ key, english, translation, isOutdated }: Unit): string {
  return [
    ...(english.safety ? [`#. ${SAFETY_NOTE}`] : []),
    ...(isOutdated ? [`#. ${OUTDATED_NOTE}`] : []),
    ...(translation?.status === 'draft' || isOutdated ? ['#, fuzzy'] : []),
    `msgctxt ${quote(key)}`,
    `msgid ${quote(english.text)}`,
    `msgstr ${quote(translation?.text ?? '')}`,
  ].join('\n');
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
];

function quote(text: string): string {
  return `"${ESCAPES.reduce((said, [plain, escaped]) => said.replaceAll(plain, escaped), text)}"`;
}

const MEANING = new Map(ESCAPES.map(([plain, escaped]) => [escaped, plain]));

/** What a quoted string says; undefined if it is none, or holds an escape that `quote` does not write. */
function unquote(quoted: string): string | undefined {
  const inner = /^"((?:[^"\\]|\\[\\"ntr])*)"$/.exec(quoted)?.[1];
  return inner?.replace(/\\./g, (escaped) => MEANING.get(escaped) ?? '');
}

type Field = 'msgctxt' | 'msgid' | 'msgstr';
type Entry = { line: number; fuzzy: boolean; said: Partial<Record<Field, string>>; last: Field | undefined };

/** Reads a PO file as `writePo` writes it and translators give it back. What has no place in it is refused at its line. */
export function readPo(text: string): Read {
  const lines = text.split(/\r?\n/);
  const entries: Entry[] = [];
  let entry = newEntry(1);
  for (const [index, line] of lines.entries()) {
    const place = index + 1;
    if (entry.said.msgstr !== undefined && !line.startsWith('"') && line.trim() !== '') {
      entries.push(entry);
      entry = newEntry(place);
    }
    const why = readLine(entry, line, place);
    if (why !== undefined) return refuse('broken', place, why);
  }
  if (entry.said.msgstr !== undefined) entries.push(entry);
  else if (entry.last !== undefined) return refuse('broken', lines.length, 'the last string is cut short');
  return fileOf(entries, lines.length);
}

function newEntry(line: number): Entry {
  return { line, fuzzy: false, said: {}, last: undefined };
}

/** Takes a line into an entry; says why where it cannot. */
function readLine(entry: Entry, line: string, place: number): string | undefined {
  if (line.trim() === '') return undefined;
  if (line.startsWith('#')) {
    if (line.startsWith('#,') && line.includes('fuzzy')) entry.fuzzy = true;
    return undefined;
  }
  const [, field, quoted = ''] = /^(?:(msgctxt|msgid|msgstr) )?(".*)$/.exec(line) ?? [];
  const text = unquote(quoted);
  if (text === undefined) return 'this is no line of a PO file that Clew wrote';
  if (field === undefined) {
    if (entry.last === undefined) return 'a string stands here that belongs to nothing';
    entry.said[entry.last] += text;
    return undefined;
  }
  const name = field as Field;
  if (entry.said[name] !== undefined) return `a second ${name} stands here`;
  if (name === 'msgstr' && entry.said.msgid === undefined) return 'a msgstr stands here without its msgid';
  if (name === 'msgstr') entry.line = place;
  entry.said[name] = text;
  entry.last = name;
  return undefined;
}

function fileOf(entries: readonly Entry[], lastLine: number): Read {
  const [head, ...rest] = entries;
  const language = /^Language: (.*)$/m.exec(head?.said.msgstr ?? '')?.[1];
  if (head?.said.msgid !== '' || head.said.msgctxt !== undefined || language === undefined)
    return refuse('wrong-shape', head?.line ?? 1, 'it does not begin with a head that says its language');
  const units = rest.map(({ line, fuzzy, said }): ReturnedUnit => {
    const { msgctxt: key = '', msgid: english = '', msgstr: text = '' } = said;
    return { key, english, text, isRead: !fuzzy && text !== '', line };
  });
  return { ok: true, file: { language, units, lastLine } };
}

function refuse(code: Refusal['code'], line: number, why: string): Read {
  return { ok: false, refusal: { code, line, why } };
}
