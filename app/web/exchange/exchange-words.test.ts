import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { PUBLIC_KEYS } from '../catalogues.ts';
import { LANGUAGES, PUBLIC_LANGUAGES } from '../language.ts';
import { EXCHANGE_FORMATS, exportWords, importWords } from './exchange-words.ts';

const READER = { by: 'A. Speaker', on: '2026-03-16' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  cpSync(join(import.meta.dirname, '../../../locales'), folder, { recursive: true });
});

const stored = (name = 'public/ti.json') => readFileSync(join(folder, name), 'utf8');
const messages = (name?: string) => JSON.parse(stored(name)) as Record<string, object>;

function give(text: string | Uint8Array, reader?: typeof READER) {
  const file = join(folder, 'returned');
  writeFileSync(file, text);
  return importWords({ file, language: 'ti', reader, folder });
}

/** The codes and lines that a file is refused with, and that nothing was written then. */
function refused(text: string | Uint8Array) {
  const before = stored();
  const taken = give(text);
  expect(stored()).toBe(before);
  return taken.ok ? [] : taken.refusals.map(({ code, line }) => [code, line]);
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe.each(EXCHANGE_FORMATS)('as %s', (format) => {
  const exported = () => exportWords('ti', format, folder);

  test.each(PUBLIC_LANGUAGES.filter((language) => language !== 'en'))(
    'the words of %s go out and come back, and go out again to the byte',
    (language) => {
      const out = exportWords(language, format, folder);
      const name = LANGUAGES.some((one) => one === language) ? `${language}.json` : `public/${language}.json`;
      const before = stored(name);
      const file = join(folder, 'returned');
      writeFileSync(file, `${out}\n`);
      expect(importWords({ file, language, reader: READER, folder })).toMatchObject({ ok: true, changed: 0 });
      expect(stored(name)).toBe(before);
      expect(exportWords(language, format, folder)).toBe(out);
    },
  );

  test('a text with letters that the format writes in its own way comes back as it is', () => {
    const text = 'a & b < c > d "e" \\ ]]> \u2066f\u2069 ’';
    const changed = { ...messages(), 'answer.no': { text, status: 'draft' } };
    writeFileSync(join(folder, 'public/ti.json'), `${JSON.stringify(changed, null, 2)}\n`);
    const out = exported();
    writeFileSync(
      join(folder, 'public/ti.json'),
      JSON.stringify({ ...changed, 'answer.no': { text: 'x', status: 'draft' } }),
    );
    expect(give(out)).toMatchObject({ ok: true, changed: 1 });
    expect(messages()['answer.no']).toEqual({ text, status: 'draft' });
  });

  test('only texts and who checked them change, and a check needs a name', () => {
    const yes = { xliff: 'state="translated"', po: '#, fuzzy\n' }[format];
    const read = { xliff: 'state="reviewed"', po: '' }[format];
    // The first string is that of “no”.
    const text = (messages()['answer.no'] as { text: string }).text;
    const returned = exported().replace(yes, read).replace(text, 'ሓድሽ');
    expect(give(returned)).toMatchObject({ ok: true, changed: 1, checked: 0, unnamed: 1 });
    expect(messages()['answer.no']).toEqual({ text: 'ሓድሽ', status: 'draft' });
    expect(give(returned, READER)).toMatchObject({ ok: true, changed: 0, checked: 1, unnamed: 0 });
    expect(messages()['answer.no']).toEqual({ text: 'ሓድሽ', status: 'checked', ...READER });
    const others = ([key]: [string, object]) => key !== 'answer.no';
    const original = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../locales/public/ti.json'), 'utf8'),
    ) as object;
    expect(Object.entries(messages()).filter(others)).toEqual(Object.entries(original).filter(others));
    // Whoever checks again later does not take the name of who checked before.
    expect(give(exported(), { by: 'Another', on: '2026-04-01' })).toMatchObject({ ok: true, checked: 0 });
    // A new text of the same is a draft again.
    expect(give(exported().replace('ሓድሽ', 'ካልእ'))).toMatchObject({ ok: true, changed: 1, checked: 0 });
    expect(messages()['answer.no']).toEqual({ text: 'ካልእ', status: 'draft' });
  });

  test('a file is refused at its line where a value is lost, the English is another, or a string is strange', () => {
    const out = exported();
    const place = lineOf(out, '{at}');
    const target = out.slice(out.lastIndexOf('{at}') - 20, out.lastIndexOf('{at}') + 4);
    expect(refused(out.replace(target, target.replace('{at}', '{on}')))).toEqual([
      ['wrong-values', place + 1],
    ]);
    expect(refused(out.replace(target, target.replace('{at}', '{at')))).toEqual([
      ['not-a-message', place + 1],
    ]);
    expect(refused(out.replace(target, target.replace('{at}', '{at}\u202e')))).toEqual([
      ['wrong-characters', place + 1],
    ]);
    expect(refused(out.replace(target, target.replace('{at}', '{at}\u2067')))).toEqual([
      ['wrong-characters', place + 1],
    ]);
    expect(refused(out.replace('Begin', 'Start'))).toEqual([['english-changed', lineOf(out, 'Begin') + 1]]);
    expect(refused(out.replace('guide.self.begin', 'guide.self.x'))).toEqual([
      ['unknown-key', expect.any(Number)],
    ]);
    expect(refused(out.replace('guide.self.begin', '__proto__'))).toEqual([
      ['unknown-key', expect.any(Number)],
    ]);
    expect(refused(out.replace('guide.self.begin', 'guide.self.back'))).toEqual(
      expect.arrayContaining([['twice', expect.any(Number)]]),
    );
  });

  test('a file is refused in another language, too large, not in UTF-8, and cut short at any place', () => {
    const out = exported();
    expect(refused(exportWords('am', format, folder))).toEqual([['wrong-language', 1]]);
    expect(refused(`${out}${' '.repeat(5_000_000)}`)).toEqual([['too-large', 1]]);
    expect(refused(Buffer.concat([Buffer.from(`${out}\n`), Buffer.from([0xff])]))).toEqual([
      ['not-utf-8', out.split('\n').length + 1],
    ]);
    for (let length = 0; length < out.length - 1; length += 997) {
      const lines = refused(out.slice(0, length));
      expect([length, lines.length]).toEqual([length, 1]);
      expect(lines[0]?.[1]).toBeLessThanOrEqual(out.slice(0, length).split('\n').length);
    }
  });
});

describe('what a page could not show is refused:', () => {
  const out = exportWords('ti', 'po');

  test.each([
    ['a tag as a value', '<link>እንግሊዝኛ</link>', '{link}'],
    ['a value as a tag', '፦ {count}"', '፦ <count>ሓደ</count>"'],
    ['a tag around nothing', '<link>እንግሊዝኛ</link>', '<link> </link>'],
    ['a tag around an empty tag', '<link>እንግሊዝኛ</link>', '<link><link></link></link>'],
  ])('%s', (_, before, after) => {
    expect(out).toContain(before);
    expect(refused(out.replace(before, after))).toEqual([['wrong-values', expect.any(Number)]]);
  });

  test('a form of a plural that drops what the English always holds, but not its own number', () => {
    const english = 'msgid "Question {at} of {count}"';
    const target = new RegExp(`(${english.replace(/[{}]/g, '\\$&')}\nmsgstr ).*`);
    expect(out).toMatch(target);
    const put = (text: string) => out.replace(target, (_, before: string) => `${before}"${text}"`);
    const drops = '{count, plural, one {ሓደ} other {{at} {count}}}';
    expect(refused(put(drops))).toEqual([['wrong-values', expect.any(Number)]]);
    expect(give(put('{count, plural, one {{at}} other {{at} {count}}}'))).toMatchObject({ ok: true });
  });
});

describe('a hostile XLIFF file', () => {
  const out = exportWords('ti', 'xliff');
  const target = lineOf(out, '<target');

  test('has every public string in it, before it is made hostile', () => {
    expect(out.match(/<unit /g)).toHaveLength(PUBLIC_KEYS.length);
  });

  test.each([
    [
      'a document type',
      '<?xml version="1.0"?>\n<!DOCTYPE xliff [<!ENTITY a "aaaa">]>\n<xliff/>',
      'doctype',
      2,
    ],
    ['an outer entity', '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<xliff/>', 'doctype', 1],
    ['an entity', out.replace('<target xml:space="preserve">', '$&&x;'), 'broken', target],
    ['a processing instruction', out.replace('<file ', '<?run this?><file '), 'wrong-shape', 3],
    ['elements in a text', out.replace('<target xml:space="preserve">', '$&<b/>'), 'too-deep', target],
    ['deep nesting', `${'<file>'.repeat(200_000)}`, 'wrong-shape', 1],
    ['another element', out.replace('<file ', '<skeleton/><file '), 'wrong-shape', 3],
    ['another name space', out.replace('document:2.0', 'document:1.2'), 'wrong-shape', 2],
    [
      'two segments',
      out.replace('</unit>', '<segment><source/></segment></unit>'),
      'wrong-shape',
      target + 2,
    ],
    ['a letter that XML has not', out.replace('<target xml:space="preserve">', '$&\u0000'), 'broken', target],
    ['a wrong end', out.replace('</target>', '</source>'), 'broken', target],
    ['two roots', `${out}<xliff/>`, 'broken', out.split('\n').length],
  ])('is refused at its line with %s', (_, text, code, line) => {
    expect(refused(text)).toEqual([[code, line]]);
  });
});

describe('a hostile PO file', () => {
  const out = exportWords('ti', 'po');
  const first = lineOf(out, 'msgctxt');

  test.each([
    ['an open string', out.replace('msgctxt "answer.no"', 'msgctxt "answer.no'), first],
    ['an unknown escape', out.replace('msgctxt "answer.no"', 'msgctxt "answer\\x41.no"'), first],
    ['a plural', out.replace('msgid "No"', 'msgid "No"\nmsgid_plural "Nos"'), first + 2],
    ['a string of nothing', `"x"\n${out}`, 1],
    ['a second text', out.replace('msgid "No"', 'msgid "No"\nmsgid "No"'), first + 2],
  ])('is refused at its line with %s', (_, text, line) => {
    expect(refused(text)).toEqual([['broken', line]]);
  });
});
