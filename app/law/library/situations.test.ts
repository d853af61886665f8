import { readFileSync } from 'node:fs';
import { boundBy } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { contentFiles } from '../content-files.ts';
import { loadLaw } from '../load-law.ts';
import { lawSite, mainOf, partOf, rowsWith, words } from '../testing/site.ts';
import { readSituations } from './read-situations.ts';

const law = loadLaw();
const files = contentFiles('laws/situations');
const { ask } = lawSite();
const problemsOf = (text: string) => {
  const read = readSituations([{ path: 'laws/situations/a.yaml', text }], law);
  return read.ok ? [] : read.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
};
const [rohingya = { path: '', text: '' }] = files;

describe('the situations of the papers', () => {
  test('are those of its case studies, each with a page', async () => {
    const { html } = await ask('/en/law/situations');
    for (const id of ['rohingya', 'syria']) {
      expect(html).toContain(`href="/en/law/situations/${id}"`);
      expect((await ask(`/en/law/situations/${id}`)).status).toBe(200);
    }
    expect((await ask('/en/law/situations/constructor')).status).toBe(404);
  });

  test('lead to decisions on rules that rest on their treaties', async () => {
    const { html } = await ask('/en/law/situations/rohingya');
    expect(partOf(html, 'decisions').match(/href="\/en\/law\/decisions\/[a-z]/g)?.length).toBe(8);
    expect(words(partOf(html, 'decisions'))).toMatch(/\d+ decisions in all/);
  });

  test('Malaysia and Bangladesh were not bound by the Refugee Convention when that was last known, and nobody says that they are not today', async () => {
    const { html } = await ask('/en/law/situations/rohingya');
    for (const state of ['MY', 'BD'])
      expect(boundBy(law, 'refugee-convention', { state, on: undefined }).verdict).toBe('no');
    const [row = ''] = rowsWith(partOf(html, 'bound'), '/law/refugee-convention');
    expect(words(row)).toContain('Not bound on 1 March 2015; since then not known');
    expect(words(partOf(html, 'reforms'))).toMatch(/Last known not bound: .*Bangladesh.*Malaysia/);
    expect(words(partOf(html, 'reforms'))).not.toContain('which does not bind');
    expect(html).toContain('href="/en/law/states/MY"');
  });

  test('the numbers say in every language that they are of all who come from Myanmar', async () => {
    for (const [language, said] of [
      ['en', 'not Rohingya alone'],
      ['fr', 'pas seulement les Rohingya'],
      ['es', 'no solo rohinyás'],
      ['ar', 'وليس الروهينغا وحدهم'],
    ] as const)
      expect(words(partOf((await ask(`/${language}/law/situations/rohingya`)).html, 'figures'))).toContain(
        said,
      );
  });

  test('Lebanon and Jordan are not bound by the Refugee Convention', async () => {
    for (const state of ['LB', 'JO'])
      expect(boundBy(law, 'refugee-convention', { state, on: undefined }).verdict).toBe('no');
    expect(words((await ask('/en/law/situations/syria')).html)).toContain(
      'Neither Lebanon nor Jordan is party',
    );
  });

  test.each(['en', 'fr', 'es', 'ar'])(
    'every number in %s stands beside its day and its source',
    async (language) => {
      const { html } = await ask(`/${language}/law/situations/rohingya`);
      const rows = rowsWith(partOf(html, 'figures'), '<bdi>');
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) {
        expect(row).toContain('<time datetime="2024-12-31"');
        expect(row).toContain('UNHCR');
      }
      expect(mainOf(html)).toContain('LawFoyer');
    },
  );
});

describe('a situation', () => {
  test('with a number in its account is refused: a number has a day and a source', () => {
    expect(
      problemsOf(
        rohingya.text.replace('Persecution has driven them', 'Persecution has driven 700 000 of them'),
      ),
    ).toEqual([
      expect.stringMatching(/a\.yaml:\d+ .*write numbers under “facts”, each with its day and its source/),
    ]);
  });

  test.each([
    [/ as_of: 2024-12-31,/, 'as_of'],
    [/, source: "UNHCR[^"]*"/, 'source'],
    ['states: [MM', 'states: [XX'],
    ['[refugee-convention', '[refugees-convention'],
    ['reform.no-penalty', 'reform.no-penalties'],
  ])('without %s, or with a name that is none, is refused with its line', (from, what) => {
    const text =
      typeof from === 'string' ? rohingya.text.replace(from, what) : rohingya.text.replace(from, '');
    expect(problemsOf(text)[0]).toMatch(/^laws\/situations\/a\.yaml:\d+ /);
  });

  test.each(['', 'by: A. Lawyer', 'on: 2026-01-01'])(
    'that says checked with only “%s” is refused',
    (said) => {
      expect(problemsOf(rohingya.text.replace('status: draft', `status: checked\n${said}`))).toEqual([
        expect.stringContaining('a.yaml:4 '),
      ]);
    },
  );

  test('that says checked by whom and when is read', () => {
    const text = rohingya.text.replace('status: draft', 'status: checked\nby: A. Lawyer\non: 2026-01-01');
    expect(problemsOf(text)).toEqual([]);
  });

  test('stands in a file of its own name', () => {
    for (const { path, text } of files) expect(text).toContain(`id: ${path.replace(/^.*\/|\.yaml$/g, '')}\n`);
    expect(readFileSync(new URL('../../../docs/paper-corrections.md', import.meta.url), 'utf8')).toContain(
      'Rohingya',
    );
  });
});
