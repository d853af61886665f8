import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@clew/rules';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { type SimulateOptions, simulateCommand } from './command.ts';
import { type SimulationAsked, simulate } from './simulate.ts';

let folder: string;
let temporary: string;
const { TMPDIR } = process.env;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew bad population '));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  // The engine's own folder is made here; every test looks that nothing is left.
  temporary = await mkdtemp(join(folder, 'tmp-'));
  process.env.TMPDIR = temporary;
});
afterEach(async () => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  expect(await readdir(temporary)).toEqual([]);
});

async function file(content: string | Uint8Array, name = 'population.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function problemsOf(
  population: string,
  more: Partial<SimulationAsked> = {},
): Promise<readonly Problem[]> {
  const found = await simulate({
    ...{ population, law: loadLaw(), on: '2026-01-01', overlays: [], by: [], resume: false },
    ...{ journals: join(folder, 'journals'), signal: new AbortController().signal, onProgress: () => {} },
    ...more,
    limits: { sample: 0, ...more.limits },
  });
  if (found.kind !== 'refused') throw new Error(`It was ${found.kind}.`);
  return found.problems;
}

/** What is said of a CSV: the line and the words. */
async function saidOf(content: string | Uint8Array, more: Partial<SimulationAsked> = {}): Promise<string> {
  const problems = await problemsOf(await file(content), more);
  return problems.map(({ line, message }) => `${line} ${message}`).join('\n');
}

/** A Parquet file whose footer has another number of records: once, or wherever it stands. */
function withRows(
  bytes: Buffer,
  { from, to, isEverywhere }: { from: number; to: number; isEverywhere: boolean },
): Buffer {
  const start = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  let footer = bytes.subarray(start, bytes.length - 8);
  const [before, after] = [from, to].map(compactNumber) as [Buffer, Buffer];
  for (let at = footer.indexOf(before); at !== -1; at = footer.indexOf(before, at + after.length)) {
    footer = Buffer.concat([footer.subarray(0, at), after, footer.subarray(at + before.length)]);
    if (!isEverywhere) break;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([bytes.subarray(0, start), footer, length, Buffer.from('PAR1')]);
}

/** A number of 64 bits in a field after its neighbour, as Thrift's compact protocol writes it. */
function compactNumber(value: number): Buffer {
  const bytes = [0x16];
  let rest = BigInt(value) * 2n;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

describe('columns', () => {
  test.each([
    ['means.decption', /Column “means\.decption” is no fact of the law\. Did you mean “means\.deception”\?/],
    ['Means.Deception', /“Means\.Deception” stands there more than once|no fact of the law/],
    ['camp', /“camp” is no fact.*group by it: --by camp/],
    ['with-child.at-risk', /of each person of a group/],
    ['', /A column has no name/],
    ['full_name', /seems to hold a name\. A population has no names and no contacts/],
    ['Surname', /a name/],
    ['prénom', /a name/],
    ['contactEmail', /an address of mail/],
    ['mobile phone', /a number to call/],
    ['home address', /a place/],
    ['Passport No', /a document/],
    ['national id number', /a number that belongs to one person/],
    ['unhcr_registration_number', /a number that belongs to one person/],
    ['phone1', /a number to call/],
    ['address1', /a place/],
    ['GSM', /a number to call/],
    ['dob', /a day of birth/],
    ['الاسم', /a name/],
    ['رقم الهاتف', /a number to call/],
    ['имя', /a name/],
  ])('“%s” is refused with the reason', async (name, message) => {
    expect(await saidOf(`means.deception,${name}\nyes,1\n`, { by: [] })).toMatch(message);
  });

  test('that stand twice, and a file without a fact, are refused', async () => {
    expect(await saidOf('means.deception,means.deception\nyes,no\n')).toContain('more than once');
    expect(await saidOf('id\n1\n')).toContain('No column is a fact of the law');
  });

  test('are not repeated where none is a fact, as the first line may be a record', async () => {
    const said = await saidOf('Amal Example,1985-02-01,amal@example.org\nyes,no,no\n', { by: ['camp'] });
    expect(said).toContain('the first line must name the facts');
    expect(said).not.toMatch(/amal|1985/i);
  });

  test.each(['\r', '\r\r\n'])(
    'are not repeated where lines end in %j, and all lines are the first',
    async (end) => {
      const lines = ['act.recruited,notes', 'yes,Amina Example +47 900 00 000', 'no,Bo Example', ''];
      const said = await saidOf(lines.join(end));
      expect(said).toContain('The lines end in CR alone');
      expect(said).not.toMatch(/amina|example|900/i);
    },
  );

  test('are not repeated where they are longer than 64 characters or no text', async () => {
    for (const name of [`Amina Example ${'x'.repeat(60)}`, '"Amina\tExample"', '"yes Amina\u0085Example"']) {
      const said = await saidOf(`act.recruited,${name}\nyes,no\n`);
      expect(said).toContain('is no fact of the law');
      expect(said).not.toMatch(/amina/i);
    }
  });

  test('are refused if there are more than 500, before anything else is said of them', async () => {
    expect(await saidOf(`means.deception${',same'.repeat(500)}\nyes\n`)).toBe(
      '1 The file has 501 columns, and may have 500. Take columns out.',
    );
  });

  test('are refused for contacts in them, whatever they are called', async () => {
    expect(await saidOf('means.deception,camp\nyes,amal@example.org\n', { by: ['camp'] })).toContain(
      'names or contacts',
    );
    expect(await saidOf('means.deception,camp\nyes,+44 20 7946 0000\n', { by: ['camp'] })).toContain(
      'names or contacts',
    );
    expect(await saidOf('id,means.deception\nx@example.org,yes\n')).toContain('address of mail');
    const many = Array.from({ length: 60 }, (_, index) => `yes,p${index}`).join('\n');
    expect(await saidOf(`means.deception,camp\n${many}\n`, { by: ['camp'] })).toContain(
      'more than 50 different values',
    );
    expect(await saidOf('means.deception\nyes\n', { by: ['camp'] })).toContain(
      '--by camp: the file has no such column',
    );
  });

  const NAMES = ['Ada Sample', 'Bo Pattern', 'Cy Van Dummy', 'Dee Example', 'Eli Mock', 'Fay Nobody'];
  const grouped = (cells: readonly string[]) =>
    saidOf(`means.deception,camp\n${cells.map((cell) => `yes,${cell}`).join('\n')}\n`, { by: ['camp'] });

  test('are refused for names in their cells, whatever they are called; categories of such words are not', async () => {
    expect(await grouped(NAMES)).toMatch(/Column “camp” seems to hold names: .*take the column out/);
    const ids = NAMES.map((name) => `${name},yes`).join('\n');
    expect(await saidOf(`id,means.deception\n${ids}\n`)).toMatch(/Column “id” seems to hold names/);
    const towns = ['Port Example', 'New Sample', 'Old Pattern Town'];
    const rows = Array.from({ length: 30 }, (_, index) => towns[index % 3] ?? '');
    await expect(grouped(rows)).rejects.toThrow('It was done.');
  });

  test('of Parquet are refused for a type that cannot hold the answers', async () => {
    const path = join(folder, 'types.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run(
      `COPY (SELECT 1.5 AS "means.deception", TIMESTAMP '2020-01-01' AS "person.born", [1] AS age) TO '${path}' (FORMAT parquet)`,
    );
    const messages = (await problemsOf(path)).map(({ message }) => message).join('\n');
    expect(messages).toMatch(/“means\.deception”: the fact is answered with yes, no.*the column is DECIMAL/);
    expect(messages).toMatch(/“person\.born”: .*days like 2024-05-31, and the column is TIMESTAMP/);
    expect(messages).toMatch(/“age”: .*the column is INTEGER\[\]/);
  });
});

describe('cells', () => {
  test.each([
    [
      'means.deception',
      'maybe',
      /^4 Line 4, column “means\.deception”: this is no answer\. Write yes, no, not_asked/,
    ],
    ['means.deception', 'YES', /^4 .*this is no answer/],
    ['age', '17.6', /^4 .*no whole number/],
    ['age', '400', /^4 .*outside 0 to/],
    ['age', '99999999999', /^4 .*no whole number/],
    ['person.born', '1899-12-31', /^4 .*before 1900-01-01/],
    ['person.born', '2023-02-30', /^4 .*no day that exists/],
    ['person.born', '01/02/2003', /^4 .*no day that exists/],
  ])(
    '%s: %s is told with its line and column, and not with what stands there',
    async (fact, cell, message) => {
      const said = await saidOf(`${fact}\nnot_known\n\n${cell}\n`);
      expect(said).toMatch(message);
      expect(said).not.toContain(`“${cell}”`);
    },
  );

  test('of Parquet’s own types have bounds too', async () => {
    const path = join(folder, 'bounds.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run(
      `COPY (SELECT CAST(unnest([30, 900]) AS INTEGER) AS age, unnest([DATE '1000-01-01', DATE '2000-01-01']) AS "person.born") TO '${path}' (FORMAT parquet)`,
    );
    const problems = await problemsOf(path);
    expect(problems.map(({ message }) => message).sort()).toEqual([
      expect.stringMatching(/^Record 1, column “person.born”: the day comes before 1900-01-01/),
      expect.stringMatching(/^Record 2, column “age”: the number is outside 0 to/),
    ]);
  });

  test('that name no State, and ids that stand twice, are refused', async () => {
    const said = await saidOf('means.deception,state\nyes,NO\nno,Amal\n');
    expect(said).toMatch(/^3 Line 3, column “state”: this is the code of no State/);
    expect(said).not.toContain('Amal');
    expect(await saidOf('means.deception,state\nyes,NO\n', { state: 'FR' })).toContain('Leave --state away');
    expect(await saidOf('id,means.deception\na,yes\nb,no\na,no\n')).toMatch(
      /^4 .*the id stands in line 2 too/,
    );
    expect(await saidOf('id,means.deception\na,yes\n,no\n')).toMatch(/^3 .*the id is empty/);
  });
});

describe('a file', () => {
  test.each([
    ['nothing', '', /The file is empty/],
    ['no record', 'means.deception\n', /no records/],
    ['a line with too many values', 'means.deception,age\nyes,1\nyes,2,3\n', /^3 Line 3/],
    ['a line with too few values', 'means.deception,age\nyes,1\nyes\n', /^3 Line 3/],
    ['a quotation mark without an end', 'means.deception,age\n"yes,1\nno,2\n', /^2 Line 2/],
    [
      'a line of two million bytes',
      `means.deception\nyes\n${'y'.repeat(2_000_000)}\n`,
      /^3 Line 3 is longer than a million bytes/,
    ],
    ['a first line without an end', 'x'.repeat(300_000), /The first line has no end/],
    ['UTF-16', Buffer.from('\ufeffmeans.deception\nyes\n', 'utf16le'), /not UTF-8/],
    [
      'bytes that are no UTF-8',
      Buffer.from('means.deception\nyes\n\xe9\n', 'latin1'),
      /^3 Line 3 is not UTF-8/,
    ],
    ['something packed', Buffer.from('1f8b0800', 'hex'), /Unpack it first/],
  ])('with %s is told in words', async (_, content, message) => {
    expect(await saidOf(content)).toMatch(message);
  });

  test('that is not there, or a folder', async () => {
    expect((await problemsOf(join(folder, 'none.csv')))[0]?.message).toContain('no such file');
    expect((await problemsOf(folder))[0]?.message).toContain('not a file');
  });

  test('of Parquet with a name that the engine takes itself, or a NUL to group by, is not called damaged', async () => {
    const path = join(folder, 'intact.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const write = (column: string) =>
      duck.run(
        `COPY (SELECT true AS "means.deception", ${column} FROM range(60)) TO '${path}' (FORMAT parquet)`,
      );
    const saidOfOne = async (by: string) =>
      (await problemsOf(path, { by: [by] })).map(({ message }) => message).join();
    await write('range % 2 AS file_row_number');
    expect(await saidOfOne('file_row_number')).toContain('is called “file_row_number”');
    await write("'a' || chr(0) || 'b' AS camp");
    expect(await saidOfOne('camp')).toContain('“camp” has a value with a byte of no text');
  });

  test('of Parquet that is cut short or damaged is refused, wherever the damage is', async () => {
    const path = join(folder, 'whole.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run(
      `COPY (SELECT hash(range) % 2 = 0 AS "means.deception", CAST(hash(range) % 90 AS INTEGER) AS age FROM range(50000)) TO '${path}' (FORMAT parquet)`,
    );
    const bytes = await readFile(path);
    const cut = await problemsOf(await file(bytes.subarray(0, bytes.length - 1000), 'cut.parquet'));
    expect(cut[0]?.message).toContain('cut short');
    // Between the marks at both ends nothing is what it was.
    const footer = Buffer.from(bytes);
    footer.fill(0xff, bytes.length - 400, bytes.length - 8);
    expect((await problemsOf(await file(footer, 'footer.parquet')))[0]?.message).toMatch(
      /cut short or damaged|broke off/,
    );
    const body = Buffer.from(bytes);
    body.fill(0xff, 4, 2_000);
    expect((await problemsOf(await file(body, 'body.parquet')))[0]?.message).toMatch(
      /cut short or damaged|broke off|memory/,
    );
    const length = Buffer.from(bytes);
    length.writeUInt32LE(0xfffffff0, bytes.length - 8);
    expect((await problemsOf(await file(length, 'length.parquet')))[0]?.message).toMatch(
      /cut short or damaged|broke off/,
    );
  });

  test.each([
    ['9e15 records, which its parts have not', 9e15, false, /another number of records/],
    ['9e15 records in every place', 9e15, true, /more records than can be counted/],
    ['a few more than it has', 60_000, true, /another number of records|cut short or damaged/],
  ])('of Parquet that says it has %s is refused', async (_, rows, isEverywhere, message) => {
    const path = join(folder, 'honest.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run(
      `COPY (SELECT hash(range) % 2 = 0 AS "means.deception" FROM range(50000)) TO '${path}' (FORMAT parquet)`,
    );
    const lying = await file(withRows(await readFile(path), { from: 50_000, to: rows, isEverywhere }));
    expect((await problemsOf(lying))[0]?.message).toMatch(message);
  });

  test('of Parquet with a group’s value of megabytes is refused before the value travels', async () => {
    const path = join(folder, 'values.parquet');
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    await duck.run(
      `COPY (SELECT true AS "means.deception", repeat('x', 80000000 + range::INT) AS camp FROM range(2)) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    expect((await problemsOf(path, { by: ['camp'] }))[0]?.message).toMatch(/Column “camp” seems to hold/);
  });

  test('for which the folder of temporary files is too small is refused, and nothing is left there', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `${index}-${'x'.repeat(150)},yes`);
    const path = await file(`id,means.deception\n${rows.join('\n')}\n`, 'large.csv');
    const [problem] = await problemsOf(path, { limits: { memoryMb: 40, tempMb: 1, threads: 1 } });
    expect(problem?.message).toMatch(/temporary files is full|memory that a count may take/);
    expect(problem?.message).toContain('--resume');
  });
});

describe('the command', () => {
  const options: SimulateOptions = {
    ...{ population: undefined, reforms: [], together: false, by: [], state: undefined, on: undefined },
    ...{
      resume: false,
      json: false,
      moves: false,
      colour: false,
      today: new Date('2026-11-22'),
      onProgress: () => {},
    },
    signal: new AbortController().signal,
  };

  test('tells every flag that cannot be, with exit code 2', async () => {
    const { text, exitCode } = await simulateCommand({
      ...options,
      ...{ reforms: ['reform.none'], state: 'XX', on: '2026-02-30' },
    });
    expect(exitCode).toBe(2);
    for (const words of ['--population', 'No reform is called “reform.none”', '--state', '--on'])
      expect(text).toContain(words);
  });

  test.each([
    ['means.deception,region,camp', ['region', 'camp']],
    ['means.deception,state,camp', ['camp']],
  ])(
    'refuses two groupings of %s, whose small difference could be told, with exit code 2',
    async (head, by) => {
      const rows = Array.from({ length: 103 }, (_, index) => `yes,NO,${index < 100 ? 'Alba' : 'Brea'}`);
      const population = await file(`${head}\n${rows.join('\n')}\n`, 'nested.csv');
      const { text, exitCode } = await simulateCommand({ ...options, population, by });
      expect(exitCode).toBe(2);
      expect(text.replace(/\s+/g, ' ')).toMatch(
        /one taken from another can leave a few people.*Name one column with --by/,
      );
    },
  );

  test('prints what moves, that it is hypothetical, and JSON that says the same', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => (index < 25 ? 'yes,yes,yes' : 'yes,yes,no'));
    const population = await file(
      `act.recruited,purpose.labour,means.deception\n${rows.join('\n')}\n`,
      'few.csv',
    );
    const given = {
      ...options,
      population,
      reforms: ['reform.trafficking-is-persecution'],
      journals: join(folder, 'j'),
    };
    const { text, exitCode } = await simulateCommand(given);
    expect(exitCode).toBe(0);
    expect(text).toContain('Hypothetical.');
    expect(text).toMatch(/refugee\.persecution\n.*compared.*\n.*\n.*\n.*\n +from unknown +25 +0 +15/);
    expect(text.split('\n').every((line) => [...line].length <= 80)).toBe(true);
    const json = JSON.parse((await simulateCommand({ ...given, json: true })).text);
    expect(json).toMatchObject({ kind: 'clew-simulation', notice: expect.stringContaining('Hypothetical') });
  });
});
