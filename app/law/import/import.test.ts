import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDecision } from '@clew/rules';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { lawSite, partOf, words } from '../testing/site.ts';
import { draftsOf } from './decision-draft.ts';
import { importDecisions } from './import-command.ts';
import { readMetadata } from './read-metadata.ts';

const CLI = fileURLToPath(new URL('../../../bin/clew.mjs', import.meta.url));
const TODAY = '2026-03-16';
const read = (text: string) => readMetadata({ file: 'a.csv', text, today: TODAY });
const told = (text: string) => {
  const found = read(text);
  return found.ok ? [] : found.problems.map(({ line, message }) => `${line} ${message}`);
};
const one = (text: string) => {
  const found = read(text);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.decisions.map(({ line: _, ...decision }) => decision);
};

// All of these are made up.
const CSV = `title,court,citation,date,link
"Doe v Ruritania, no. 2",Supreme Court of Ruritania,12/2015,2015-03-03,https://court.example/12
Roe v Ruritania,Supreme Court of Ruritania,13/2015,2015-04-05,https://court.example/13
`;
const HUDOC = JSON.stringify({
  resultcount: 1,
  results: [
    {
      columns: {
        itemid: '001-1',
        docname: 'CASE OF DOE v. RURITANIA',
        appno: '1/01;2/01',
        kpdate: '29/01/2004 00:00:00',
        respondent: 'RUR',
        ecli: 'ECLI:CE:ECHR:2004:0129JUD000000101',
        nested: { deep: true },
      },
    },
  ],
});

describe('metadata', () => {
  test('as CSV, with quotes and either separator', () => {
    const wanted = {
      title: 'Doe v Ruritania, no. 2',
      ...{ court: 'Supreme Court of Ruritania', citation: '12/2015', decided: '2015-03-03' },
      link: 'https://court.example/12',
    };
    expect(one(CSV)[0]).toEqual(wanted);
    expect(one(CSV.replace(/,(?=\S)/g, ';').replaceAll('\n', '\r\n'))[0]).toEqual(wanted);
  });

  test('as HUDOC answers it', () => {
    expect(one(HUDOC)).toEqual([
      {
        title: 'DOE v. RURITANIA',
        court: 'European Court of Human Rights',
        citation: '1/01, 2/01, ECLI:CE:ECHR:2004:0129JUD000000101',
        decided: '2004-01-29',
        link: 'https://hudoc.echr.coe.int/eng?i=001-1',
      },
    ]);
  });

  test('as ECLI metadata with their Dublin Core names', () => {
    const text = JSON.stringify([
      {
        'dcterms:identifier': 'https://court.example/doe',
        'dcterms:isVersionOf': 'ECLI:NO:HR:2015:12',
        'dcterms:creator': 'Court of Ruritania',
        'dcterms:coverage': 'NO',
        'dcterms:date': '2015-03-03',
        'dcterms:title': 'Doe',
      },
    ]);
    expect(one(text)[0]).toMatchObject({
      citation: 'ECLI:NO:HR:2015:12',
      state: 'NO',
      decided: '2015-03-03',
    });
  });

  test.each([
    ['1/29/2004 12:00:00 AM', '2004-01-29'],
    ['03/02/2004 00:00:00', '2004-02-03'],
    ['13/02/2004', '2004-02-13'],
    ['2004-02-13T00:00:00', '2004-02-13'],
  ])('reads the day of %s', (written, day) => {
    expect(one(CSV.replace('2015-03-03', written))[0]?.decided).toBe(day);
  });
});

describe('what is wrong is told with its line', () => {
  test.each([
    ['03/02/2004', 'no day that can be read in one way'],
    ['2015-02-30', 'no day that can be read in one way'],
    ['2030-01-01', 'has not come yet'],
  ])('the day %s', (written, message) => {
    expect(told(CSV.replace('2015-04-05', written))).toEqual([expect.stringContaining(`3 `)]);
    expect(told(CSV.replace('2015-04-05', written))[0]).toContain(message);
  });

  test.each([
    ['=HYPERLINK(1)', 'begins like a formula'],
    ['+1', 'begins like a formula'],
    ['@SUM(A1)', 'begins like a formula'],
    ['-cmd|x', 'begins like a formula'],
    ['-1+cmd|x', 'begins like a formula'],
    ['\u200b=1', 'begins like a formula'],
    ['\u2060 @SUM(A1)', 'begins like a formula'],
    ['\uff1d1', 'begins like a formula'],
    ['CASE OF =1', 'begins like a formula'],
    ['\u200b-1-1', 'begins like a formula'],
    ['<script>alert(1)</script>', 'holds markup'],
    ['<img src=x>', 'holds markup'],
    ['', 'No title stands here'],
  ])('the title %j', (written, message) => {
    expect(told(CSV.replace('Roe v Ruritania', written))).toEqual([
      expect.stringMatching(new RegExp(`^3 .*${message}`)),
    ]);
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://a b', 'court.example/13', ''])(
    'the address %j',
    (written) => {
      expect(told(CSV.replace('https://court.example/13', written))[0]).toMatch(/^3 No address stands here/);
    },
  );

  test.each([
    ['', 'Nothing stands here'],
    ['title,court\n', 'No decision stands here'],
    ['title,title\na,b\n', 'stands twice'],
    ['title,court\n"a,b\n', 'never closed'],
    ['title,court\na\n', 'This row has 1 fields and the first line 2'],
    ['{"results": ', 'begins like JSON and is none'],
    ['{"a": 1}', 'Write a list of decisions'],
    ['[1]', 'Entry 1 of the list is no decision'],
    ['title\u0000', 'no plain text'],
    [`title,court\n${'x'.repeat(3000)},y\n`, 'longer than 2000 characters'],
    [`title\n${'x\n'.repeat(1001)}`, 'More than 1000 decisions'],
    [`title${',a'.repeat(100)}\n`, 'more than 100 columns'],
    [`title\n${','.repeat(100)}\n`, 'more than 100 columns'],
  ])('%#', (text, message) => {
    expect(told(text)[0]).toContain(message);
  });

  test('a hundred columns are read, and a number below zero is no formula', () => {
    const more = Array.from({ length: 95 }, (_, at) => `c${at}`);
    const [head = '', , row = ''] = CSV.split('\n');
    expect(told(`${[head, ...more].join()}\n${[row, ...more.map(() => '-1.5')].join()}\n`)).toEqual([]);
  });

  test('a decision that stands twice, and an ECLI that is none', () => {
    expect(told(CSV.replace('13/2015', '12/2015'))).toEqual([
      expect.stringMatching(/^3 .*stands on line 2 already/),
    ]);
    expect(told(HUDOC.replace('ECLI:CE:ECHR:2004', 'ECLI:CE'))[0]).toContain('is no ECLI');
  });

  test('whatever is pasted is read or told, never thrown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void read(text)));
    fc.assert(fc.property(fc.json(), (text) => void read(text)));
  });
});

describe('a file that would be written', () => {
  test('is refused by the law until a person has told what it is about, and then is one', () => {
    const metadata = read(CSV);
    const [draft] = metadata.ok ? draftsOf(metadata.decisions) : [];
    const law = loadLaw();
    const asIs = readDecision({ path: 'laws/decisions/a.md', text: draft?.text ?? '' }, law);
    expect(asIs.ok).toBe(false);
    const toldBy = (draft?.text ?? '')
      .replace('## What the court held\n', '## What the court held\n\nHe was right.\n')
      .replace('left_out:', 'issues: definition\nleft_out:');
    const now = readDecision({ path: 'laws/decisions/a.md', text: toldBy }, law);
    expect(now.ok ? now.decision.title : now.problems).toBe('Doe v Ruritania, no. 2');
  });

  test('holds what was in a field as text alone: no block, no heading and no key of its own', () => {
    const hostile = '"# x {#1} ``` \nissues: definition\n```decision"';
    const found = read(CSV.replace('"Doe v Ruritania, no. 2"', hostile));
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    const text = draftsOf(found.decisions)[0]?.text ?? '';
    expect(text.match(/^```/gm)?.length).toBe(2);
    expect(text.match(/^issues:/gm)).toBe(null);
    expect(text.match(/^#/gm)?.length).toBe(3);
  });

  test('has a name of its own, which leads nowhere else', () => {
    const names = draftsOf([
      ...['../../etc/passwd', 'Doe', 'Doe', '数', 'CON'].map((title, line) => ({
        ...{
          title,
          court: 'x',
          citation: `${line}`,
          decided: '2015-03-03',
          link: 'https://court.example/1',
          line,
        },
      })),
    ]).map(({ name }) => name);
    expect(names).toEqual(['etc-passwd.md', 'doe.md', 'doe-2.md', 'decision-2015-03-03.md', 'con.md']);
  });

  test.each([
    { titles: ['A', 'A', 'A 2'], wanted: ['a.md', 'a-2.md', 'a-2-2.md'] },
    { titles: ['A 2', 'A', 'A'], wanted: ['a-2.md', 'a.md', 'a-3.md'] },
  ])('has a name that no other has, whatever the titles are: $titles', ({ titles, wanted }) => {
    const found = read(
      `title,court,citation,date,link\n${titles.map((title, at) => `${title},x,${at},2015-03-03,https://court.example/1\n`).join('')}`,
    );
    expect(found.ok && draftsOf(found.decisions).map(({ name }) => name)).toEqual(wanted);
  });
});

describe('clew law import', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clew-import-'));
    writeFileSync(join(folder, 'in.csv'), CSV);
    writeFileSync(join(folder, 'bad.csv'), CSV.replace('2015-04-05', 'soon'));
  });
  const run = (file: string, into?: string) =>
    importDecisions({ file: join(folder, file), into, json: false, today: TODAY });
  const inside = () => readdirSync(folder).sort();

  test('shows what would be written, and writes nothing', async () => {
    const { text, exitCode } = await run('in.csv');
    expect(exitCode).toBe(0);
    for (const part of [
      '2 decisions',
      'this is a preview',
      'doe-v-ruritania-no-2.md',
      '12/2015',
      '2015-03-03',
      'https://court.example/12',
    ])
      expect(text).toContain(part);
    expect(inside()).toEqual(['bad.csv', 'in.csv']);
  });

  test('where one row is wrong writes none of them', async () => {
    const { text, exitCode } = await run('bad.csv', folder);
    expect([exitCode, text]).toEqual([2, expect.stringContaining('bad.csv:3  “soon”')]);
    expect(inside()).toEqual(['bad.csv', 'in.csv']);
  });

  test('with a folder writes them, and never over a file', async () => {
    writeFileSync(join(folder, 'roe-v-ruritania.md'), 'mine');
    expect((await run('in.csv', folder)).exitCode).toBe(2);
    expect(existsSync(join(folder, 'doe-v-ruritania-no-2.md'))).toBe(false);
    expect(readFileSync(join(folder, 'roe-v-ruritania.md'), 'utf8')).toBe('mine');
    const other = mkdtempSync(join(tmpdir(), 'clew-import-'));
    expect((await run('in.csv', other)).exitCode).toBe(0);
    expect(readdirSync(other).sort()).toEqual(['doe-v-ruritania-no-2.md', 'roe-v-ruritania.md']);
  });

  test('where the disk is full leaves no file and no part of one', () => {
    const into = mkdtempSync(join(tmpdir(), 'clew-import-'));
    const long = `B${'é'.repeat(1_990)}`;
    writeFileSync(join(folder, 'long.csv'), CSV.replace('Roe v Ruritania', long));
    // No file may grow beyond four kilobytes: the first decision fits, and the second is cut.
    const command = [process.execPath, CLI, 'law', 'import', join(folder, 'long.csv'), '--into', into];
    const limited = spawnSync('bash', ['-c', 'ulimit -f 4; exec "$@"', 'bash', ...command], {
      encoding: 'utf8',
    });
    expect([limited.status, limited.stdout + limited.stderr]).toEqual([
      2,
      expect.stringContaining('Nothing was written.'),
    ]);
    expect(readdirSync(into)).toEqual([]);
  }, 60_000);

  test('into a folder that is not there says so', async () => {
    const { text, exitCode } = await run('in.csv', join(folder, 'nowhere'));
    expect([exitCode, text]).toEqual([2, expect.stringContaining('The folder is not there')]);
  });
  afterAll(() => expect(folder).not.toBe(''));
});

describe('the preview on a page', () => {
  const { ask, send, errors, site } = lawSite();
  const paste = (text: string, language = 'en') => send([['metadata', text]], language, '/law/import');

  test('shows each decision, and says that nothing is written', async () => {
    expect((await ask('/en/law/import')).status).toBe(200);
    const { html, status } = await paste(CSV);
    expect(status).toBe(200);
    expect(words(partOf(html, 'preview'))).toContain('Doe v Ruritania, no. 2');
    expect(words(partOf(html, 'preview'))).toContain('This is a preview.');
    // An address that nobody has looked at is not linked.
    expect(html).not.toContain('href="https://court.example');
  });

  /** As a browser sends the form, with a file and what was pasted. */
  async function upload(file: string, pasted = '', name = 'people I met.csv') {
    const body = new FormData();
    body.append('metadata', pasted);
    body.append('metadata-file', new File([file], name));
    const response = await site.fetch(
      new Request('http://localhost:1414/en/law/import', { method: 'POST', body }),
    );
    return { status: response.status, html: await response.text() };
  }

  test('takes a file as well, and says nothing of its name', async () => {
    const { status, html } = await upload(CSV);
    expect(status).toBe(200);
    expect(words(partOf(html, 'preview'))).toContain('2 decisions');
    expect(html).not.toContain('people I met');
    expect(html).toContain('enctype="multipart/form-data"');
  });

  test('a file counts, what was pasted beside it is not lost, and an empty file is none', async () => {
    const both = await upload(CSV, 'title\nwas pasted');
    expect(words(partOf(both.html, 'preview'))).toContain('2 decisions');
    expect(both.html).toContain('was pasted');
    expect(words(partOf((await upload('', CSV)).html, 'preview'))).toContain('2 decisions');
  });

  test.each([
    ['', 'no file is chosen'],
    ['x'.repeat(100_001), 'longer than 100 000 characters'],
    ['PK\u0003\u0004\u0000', 'no plain text'],
    ['title,court\n<script>alert(1)</script>', ''],
  ])('%# is told, and is no fault', async (file, message) => {
    const { status, html } = await upload(file);
    expect(status).toBe(422);
    expect(words(html)).toContain(message);
    expect(html).not.toContain('<script>alert');
  });

  test('a form with a file that nobody can read is refused, and one that is too large', async () => {
    const send = async (body: string) => {
      const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
      const request = new Request('http://localhost:1414/en/law/import', { method: 'POST', body, headers });
      return (await site.fetch(request)).status;
    };
    expect(await send('--x\r\nContent-Disposition: form-data; name="metadata"\r\n\r\ncut')).toBe(400);
    expect(await send('x'.repeat(300_000))).toBe(413);
  });

  test('tells each wrong row, and keeps what was pasted', async () => {
    const { html, status } = await paste(CSV.replace('Roe', '<script>alert(1)</script>'));
    expect(status).toBe(422);
    expect(words(html)).toContain('Line 3');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('Doe v Ruritania, no. 2');
  });

  test.each([
    ['', 'Nothing is pasted here'],
    ['x'.repeat(20_001), 'longer than 20 000 characters'],
  ])('refuses what is empty or too long %#', async (text, message) => {
    const { html, status } = await paste(text);
    expect([status, words(html).includes(message)]).toEqual([422, true]);
    expect(errors).toEqual([]);
  });
});
