import { type Answers, type CaseFile, lawFor } from '@clew/rules';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Language } from '../web/index.ts';
import { wordsIn } from '../web/index.ts';
import { assessCase } from './assess-case.ts';
import { loadShelf } from './library/load-shelf.ts';
import { loadLaw } from './load-law.ts';
import { memoPdf } from './memo.ts';
import { memoContent } from './memo-content.ts';
import { readCaseFile } from './read-case-file.ts';
import { EXAMPLE } from './testing/index.ts';
import { pdfText } from './testing/pdf-text.ts';

const law = loadLaw();
let example: CaseFile;
beforeAll(async () => {
  const read = await readCaseFile(EXAMPLE, { law, today: '2026-01-01' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  example = read.case;
});

function memoOf(file: CaseFile, language: Language = 'en') {
  const { title, source } = file;
  return { assessed: assessCase(law, file), words: wordsIn(language), title, source };
}

function caseOf(facts: Answers, more: Partial<CaseFile> = {}): CaseFile {
  return { title: 'T', source: 'Made up.', facts, ...more };
}

const flatText = (pdf: Uint8Array) => pdfText(pdf).replace(/\s+/g, ' ');
const said = (file: CaseFile, language?: Language) =>
  JSON.stringify(memoContent(memoOf(file, language)).blocks);

describe('what a memo says', () => {
  test('the facts as stated, each with its answer or the reason why there is none', async () => {
    const text = flatText(await memoPdf(memoOf(example)));
    expect(text).toContain('The house on the hill');
    expect(text).toContain('Facts as stated');
    expect(text).toContain('Deceived Yes');
    expect(text).toContain('Force used Not said');
    expect(text).toContain('Threatened Asked, not known');
    // Whether anything was asked about this nobody said; it is no fact as stated.
    expect(said(example)).not.toContain('"cells":["Other sexual exploitation","Not asked"]');
  });

  test('each element with its answer and its authority, gaps, and what would change it', async () => {
    const text = flatText(await memoPdf(memoOf(example)));
    expect(text).toMatch(
      /The person may be a victim of trafficking What it rests on there: Binding here: [^.]*\..*? On the facts alone: Yes/,
    );
    expect(text).toContain('Palermo Protocol, art. 3(a) [compared, unchecked]');
    expect(text).toContain('What is not known, and why');
    expect(text).toContain('What would change it');
    expect(text).toContain(
      'Never looked at: Agreed to it. Palermo Protocol, art. 3(b) [compared, unchecked]',
    );
    expect(text).toMatch(/Sources that no named person has checked/);
  });

  test('the law’s hash, the day, the State and the reforms, and that it is no decision', async () => {
    const reformed = assessCase(law, example);
    const text = flatText(await memoPdf(memoOf(example)));
    expect(text).toContain(reformed.assessment.lawHash);
    expect(text).toContain('1 September 2025');
    expect(text).toContain('This is not a decision.');
  });

  test('of a decision whether it was about the State, and up to which day it is known what bound it', () => {
    const file = caseOf(
      { 'act.recruited': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes', age: 30 },
      { on: '2023-01-01', states: ['NO'] },
    );
    const { decisions } = loadShelf(law);
    const { language: _, blocks } = memoContent({ ...memoOf(file), decisions });
    expect(JSON.stringify(blocks)).toMatch(/known up to [^"]*\d{4}\. It was not about Norway\./);
  });

  test('what only a reform would bring, under a heading of its own', () => {
    const file = caseOf({
      'act.recruited': 'yes',
      'means.deception': 'yes',
      'purpose.labour': 'yes',
      age: 15,
    });
    const reformed = lawFor(law, {
      state: undefined,
      on: undefined,
      overlays: ['reform.trafficking-is-persecution', 'reform.linked-procedures'],
    });
    const assessed = assessCase(reformed, { ...file, without: law });
    const { blocks } = memoContent({ ...memoOf(file), assessed });
    const at = blocks.findIndex(
      (block) => block.kind === 'heading' && block.text === 'PROPOSED: only with the reform',
    );
    const added = [...assessed.proposed].flatMap((id) => reformed.duties[id]?.label ?? []);
    const [before, after] = [blocks.slice(0, at), blocks.slice(at)].map((some) => JSON.stringify(some));
    expect(at).toBeGreaterThan(0);
    expect(added.length).toBeGreaterThan(0);
    for (const label of added) {
      expect(before).not.toContain(`${label}. Who owes it`);
      expect(after).toContain(`${label}. Who owes it`);
    }
    expect(said(file)).not.toContain('only with the reform');
  });

  test('a presumption that was used, with its condition', () => {
    const presumed = caseOf({
      'act.recruited': 'yes',
      'purpose.labour': 'yes',
      age: 'withheld',
      'believed-child': 'yes',
    });
    expect(said(presumed)).toContain('the law presumes: Yes');
    expect(said(presumed)).toContain('Anti-Trafficking Convention');
  });

  test('duties with their bearer, strength, day, and what a breach is', () => {
    const owed = caseOf({
      'grounds.reasonable': 'yes',
      'public-order': 'no',
      'reflection.day': '2025-08-20',
    });
    const blocks = said(owed);
    expect(blocks).toContain('Who owes it: the State where the person is');
    expect(blocks).toContain('Strength: the State must do it');
    expect(blocks).toContain('At least until 19 September 2025');
    expect(blocks).toContain('A breach: ');
  });

  test('no duty and no test that nothing was asked about, but their names', () => {
    const blocks = said(caseOf({ 'act.recruited': 'yes' }));
    expect(blocks).toContain('Nothing was asked about: ');
    expect(blocks).not.toContain('"level":1,"text":"Who owes what"');
  });
});

describe('a memo as a PDF', () => {
  test('has pages, tags, a language, a title, and the same bytes for the same case', async () => {
    const pdf = await memoPdf(memoOf(example));
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw.slice(0, 5)).toBe('%PDF-');
    expect(raw).toContain('/Lang (en)');
    // Tagged: a screen reader is told what is a heading, a list, a table.
    expect(raw).toContain('/StructTreeRoot');
    expect(raw).toMatch(/\/S \/H1\b/);
    expect(raw).toMatch(/\/S \/Table\b/);
    expect(raw).toContain('The house on the hill');
    expect(Buffer.from(await memoPdf(memoOf(example))).equals(pdf)).toBe(true);
    // No day of its making: it would tell when someone sat at a screen.
    expect(raw).not.toContain('CreationDate');
  });

  test('runs from right to left in Arabic, letters and all', async () => {
    const pdf = await memoPdf(memoOf(example, 'ar'));
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain('/Lang (ar)');
    expect(raw).toContain('/Direction /R2L');
    expect(pdfText(pdf)).toMatch(/\p{Script=Arabic}/u);
    // Where the translation is a draft, what safety hangs on stands in English too.
    expect(pdfText(pdf)).toContain('This is not a decision.');
  });

  test('takes what a case says as text, never as markup', async () => {
    const hostile = [
      '#panic()',
      '#read("/etc/passwd")',
      '#import "@preview/cetz:0.2.0"',
      '$ x $ *bold* _it_ `raw` <label> @ref // no',
      '"; #panic() //',
      ']#panic()[',
      '\\u{41} \\',
    ];
    for (const title of hostile) {
      const pdf = await memoPdf(memoOf(caseOf({ 'act.recruited': 'yes' }, { title, source: title })));
      const text = pdfText(pdf);
      expect(text.split(title).length - 1, title).toBe(2);
      expect(text).not.toContain('root:');
    }
  });

  test('lets nothing in a title turn a line round', async () => {
    const title = 'a\u202eb\u2066c\u0007d';
    const { title: shown } = memoContent(memoOf(caseOf({}, { title })));
    expect(shown).toBe('\u2068a b c d\u2069');
  });
});
