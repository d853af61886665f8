import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Law } from '@clew/rules';
import { makeWorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { sweepExpired } from '../../store/index.ts';
import {
  addWorker,
  countNext,
  createTestDesk,
  giveMandate,
  hiddenFields,
  makeAgency,
  type TestDesk,
  type TestWorker,
  tokenOn,
} from '../testing/index.ts';
import type { Counter } from './count-population.ts';
import { populationPages } from './pages/index.ts';
import { emptyScratch, writePlainFile } from './plain-file.ts';

const CANARY = 'Canary-Population-Value';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

let here: TestDesk;
let law: Law;
let admin: TestWorker;
let nora: TestWorker;
let other: TestWorker;
let scratch: string;
let csv: string;
beforeAll(async () => {
  law = loadLaw();
  const sample = await readFile(join(import.meta.dirname, '../../../examples/population.csv'), 'utf8');
  // Grouped by what is no State: one law is asked, and not that of each.
  csv = sample.replace('state,', 'camp,');
  here = await createTestDesk(inject('store'), { more: populationPages(law) });
  admin = await makeAgency(here, 'Harbour House');
  nora = await addWorker(here, admin, { own: 'nora', roles: ['coordinator'] });
  other = await addWorker(here, admin, { own: 'oleg', roles: ['coordinator'] });
  await giveMandate(here, admin);
  scratch = await mkdtemp(join(tmpdir(), 'clew populations '));
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
  await rm(scratch, { recursive: true });
});
beforeEach(async () => {
  await sql`DELETE FROM clew.population`.execute(here.database.admin);
  await sql`DELETE FROM clew_queue.job`.execute(here.database.admin);
});

/** Does the next job as the process does that counts. */
const work = (more: Partial<Counter> = {}, signal?: AbortSignal): Promise<boolean> =>
  countNext(here, { law, scratch, more, ...(signal ? { signal } : {}) });

const shownAs = ({ browser }: TestWorker) => browser.shown;

async function bring({ browser }: TestWorker, bytes: BlobPart = csv, name = 'Camp'): Promise<string> {
  await browser.visit('/desk/populations');
  const { html } = await browser.upload('/desk/populations', { name, days: '7' }, { field: 'file', bytes });
  return new RegExp(`/desk/populations/${UUID}`).exec(html)?.[0] ?? '';
}

/** Brings the sample, has it looked at, and asks for a count. Returns the paths of both. */
async function begin(worker: TestWorker, bytes?: BlobPart): Promise<{ path: string; run: string }> {
  const path = await bring(worker, bytes);
  await work();
  await worker.browser.visit(path);
  return { path, run: await askFor(worker, path) };
}

async function askFor({ browser }: TestWorker, path: string, reform = 'reform.no-penalty'): Promise<string> {
  const { html } = await browser.send(`${path}/count`, { reform, state: 'not-named', on: '2026-02-28' });
  return new RegExp(`${path}/${UUID}`).exec(html)?.[0] ?? '';
}

describe('a population', () => {
  test('is brought, looked at, counted, shown, taken along and erased', async () => {
    const path = await bring(nora);
    expect(shownAs(nora).html).toContain('It waits for its turn');
    expect(await work()).toBe(true);
    const { html } = await nora.browser.visit(path);
    expect(html).toContain('A fact of the law');
    const run = await askFor(nora, path);
    expect(shownAs(nora).html).toContain('It waits for its turn');
    await work({ limits: { chunk: 64 } });
    const result = await nora.browser.visit(run);
    for (const words of ['Hypothetical', 'What keeps most at', 'Take the result along'])
      expect(result.html).toContain(words);
    const file = JSON.parse((await nora.browser.visit(`${run}/result`)).html);
    expect(file).toMatchObject({ kind: 'clew-simulation', file: { name: 'Camp' }, on: '2026-02-28' });
    await nora.browser.visit(path);
    expect((await nora.browser.send(`${path}/erase`)).status).toBe(422);
    await nora.browser.send(`${path}/erase`, { sure: 'yes' });
    expect((await nora.browser.visit(path)).status).toBe(404);
    for (const table of ['population', 'population_piece', 'population_run', 'population_part'])
      expect(await countOf(table)).toBe(0);
  });
});

/** Another turn for a job that ended early: the queue would let it rest for a second. */
const dueAgain = () =>
  sql`UPDATE clew_queue.job SET start_after = now() - interval '1 minute'`.execute(here.database.admin);

/** A signal that comes once so many parts of a count are kept. */
function killedAfter(parts: number): {
  random: Counter['random'];
  signal: AbortSignal;
  sealed: () => number;
} {
  const killed = new AbortController();
  let sealed = 0;
  return {
    signal: killed.signal,
    sealed: () => sealed,
    random: (length) => {
      sealed += 1;
      if (sealed > parts) killed.abort();
      return here.desk.random(length);
    },
  };
}

async function stateOf(run: string): Promise<string | undefined> {
  const { rows } = await sql<{ state: string }>`
    SELECT state FROM clew.population_run WHERE run_id = ${run.slice(-36)}`.execute(here.database.admin);
  return rows[0]?.state;
}

const resultOf = async (run: string) => JSON.parse((await nora.browser.visit(`${run}/result`)).html);

describe('a count', () => {
  test('that was killed half-way goes on by itself from what it had, to the same result', async () => {
    const { run } = await begin(nora);
    const first = killedAfter(3);
    await work({ random: first.random }, first.signal);
    const kept = await countOf('population_part');
    expect(await stateOf(run)).toBe('running');
    expect(kept).toBeGreaterThanOrEqual(3);
    expect(kept).toBeLessThan(7);
    await dueAgain();
    const second = killedAfter(1_000);
    await work({ random: second.random });
    expect(await stateOf(run)).toBe('done');
    // Seven parts in all, and the result.
    expect(second.sealed()).toBe(7 - kept + 1);
    expect(await countOf('population_part')).toBe(0);
    const broken = await resultOf(run);
    await nora.browser.visit(run.slice(0, -37));
    const whole = await askFor(nora, run.slice(0, -37));
    await work();
    expect(await resultOf(whole)).toEqual(broken);
  });

  test('cannot be opened by a node that was started anew, which waits for its owner and then goes on', async () => {
    const { run } = await begin(nora);
    const first = killedAfter(3);
    await work({ random: first.random }, first.signal);
    await dueAgain();
    const { secrets } = await makeWorkerKeys(here.desk.random);
    await work({ identity: secrets.identity });
    expect((await nora.browser.visit(run)).html).toContain('It cannot open your population without you');
    const { rows } = await sql<{ left: number }>`
      SELECT count(leave_box)::int AS left FROM clew.population_run`.execute(here.database.admin);
    expect(rows[0]?.left).toBe(0);
    await nora.browser.send(`${run}/go-on`);
    const second = killedAfter(1_000);
    await work({ random: second.random });
    expect(await stateOf(run)).toBe('done');
    expect(second.sealed()).toBeLessThan(6);
  });

  test('that its owner stops while it waits is not begun, and goes on when they say so', async () => {
    const { run } = await begin(nora);
    await nora.browser.send(`${run}/stop`);
    expect(shownAs(nora).html).toContain('You stopped it.');
    await work();
    expect(await stateOf(run)).toBe('stopped');
    await nora.browser.visit(run);
    await nora.browser.send(`${run}/go-on`);
    await work();
    expect(await stateOf(run)).toBe('done');
  });

  test('that its owner stops while it runs ends, and what was counted is kept to go on', async () => {
    const { run } = await begin(nora);
    await nora.browser.visit(run);
    const again = (call: () => void) => {
      void nora.browser.send(`${run}/stop`).then(call);
      return () => undefined;
    };
    await work({ again });
    expect(await stateOf(run)).toBe('stopped');
    expect(shownAs(nora).html).toContain('it can go on');
  });

  test('that is erased while it runs leaves nothing', async () => {
    const { run, path } = await begin(nora);
    await nora.browser.visit(path);
    const again = (call: () => void) => {
      void nora.browser.send(`${path}/erase`, { sure: 'yes' }).then(call);
      return () => undefined;
    };
    await work({ again });
    expect(await stateOf(run)).toBeUndefined();
    expect(await countOf('population_part')).toBe(0);
  });

  test('for which there is no room says so, and goes on where there is', async () => {
    const { run } = await begin(nora, manyRecords());
    await work({ limits: { memoryMb: 40, tempMb: 1, threads: 1, chunk: 4_194_304 } });
    expect((await nora.browser.visit(run)).html).toContain('The machine had no room left');
    await nora.browser.send(`${run}/go-on`);
    await work({ limits: { sample: 0 } });
    expect(await stateOf(run)).toBe('done');
  }, 120_000);

  test('is one of twenty that are kept, also where many are asked for at the same moment', async () => {
    const { path, run } = await begin(nora);
    const { browser } = nora;
    await sql`INSERT INTO clew.population_run SELECT (jsonb_populate_record(r, jsonb_build_object('run_id',
      gen_random_uuid(), 'state', 'stopped', 'leave_box', NULL))).* FROM clew.population_run r, generate_series(1, 17)
      WHERE r.run_id = ${run.slice(-36)}`.execute(here.database.admin);
    const forms = [];
    for (let number = 0; number < 6; number += 1)
      forms.push(hiddenFields((await browser.visit(path)).html, `${path}/count`));
    const asked = [
      ['reform', 'reform.no-penalty'],
      ['state', 'not-named'],
      ['on', '2026-02-28'],
    ] as const;
    await Promise.all(forms.map((fields) => browser.post(`${path}/count`, [...fields, ...asked])));
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM clew.population_run WHERE kind = 'count'`.execute(here.database.admin);
    expect(rows[0]?.n).toBe(20);
  });

  test('stands beside another of the same population', async () => {
    const { path, run } = await begin(nora);
    await nora.browser.visit(path);
    const second = await askFor(nora, path, 'reform.trafficking-is-a-ground');
    await work();
    await work();
    const { html } = await nora.browser.visit(`${run}?beside=${second.slice(-36)}`);
    for (const words of ['Camp (1)', 'Camp (2)']) expect(html).toContain(words);
  });
});

/** As many records as do not fit where there is hardly room. */
function manyRecords(): string {
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  return [head, ...Array.from({ length: 400 }, () => rows).flat()].join('\n');
}

describe('what is on the disk', () => {
  test('is sealed: neither a value, nor a column, nor the name can be read in any table, and nothing is left in plain', async () => {
    const marked = csv.replaceAll('MY,', `${CANARY},`).replace('camp,', 'Canary-Column,');
    const path = await bring(nora, marked, 'Canary-Name');
    await work();
    await nora.browser.visit(path);
    const run = await askFor(nora, path);
    const killed = killedAfter(2);
    await work({ random: killed.random }, killed.signal);
    expect(await readdir(scratch)).toEqual([]);
    const half = await everything();
    await dueAgain();
    await work();
    expect((await nora.browser.visit(`${run}/result`)).html).toContain(CANARY);
    for (const text of [half, await everything()]) expect(text).not.toMatch(/canary/i);
    expect(await readdir(scratch)).toEqual([]);
  });

  test('has no name while it is plain, so that it goes with the process that holds it', async () => {
    let names: string[] = ['not asked'];
    const handle = await writePlainFile(scratch, async (file) => {
      names = await readdir(scratch);
      await file.writeFile('in plain');
    });
    expect(names).toEqual([]);
    expect(await handle.readFile('utf8')).toBe('in plain');
    await expect(handle.write('more')).rejects.toMatchObject({ code: 'EBADF' });
    await handle.close();
  });

  test('is cleared of what a process left that was killed', async () => {
    const own = join(scratch, 'own');
    await emptyScratch(own);
    await mkdir(join(own, 'clew-simulate-abcdef'));
    await writeFile(join(own, 'clew-simulate-abcdef', 'spill'), 'in plain');
    await emptyScratch(own);
    expect(await readdir(own)).toEqual([]);
    expect((await stat(own)).mode & 0o777).toBe(0o700);
    await rm(own, { recursive: true });
  });

  test('goes when its time is over, and within hours where it never arrived whole', async () => {
    await bring(nora);
    const path = await bring(nora);
    expect(path).not.toBe('');
    await sql`UPDATE clew.population SET whole = false WHERE population_id = ${path.slice(-36)}`.execute(
      here.database.admin,
    );
    const at = (hours: number) => new Date(here.desk.now().getTime() + hours * 3_600_000);
    await sweepExpired(here.database.adminUrl, at(0.5));
    expect(await countOf('population')).toBe(2);
    await sweepExpired(here.database.adminUrl, at(1.5));
    expect(await countOf('population')).toBe(1);
    await sql`UPDATE clew.population SET expires_at = ${at(1)}`.execute(here.database.admin);
    await sweepExpired(here.database.adminUrl, at(1.5));
    for (const table of ['population', 'population_piece', 'population_run'])
      expect(await countOf(table)).toBe(0);
  });

  test('is nothing of a file that breaks off on its way', async () => {
    await nora.browser.visit('/desk/populations');
    const cookie = [...nora.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const token = tokenOn(nora.browser, '/desk/populations');
    const field = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = `${field('form-token', token)}${field('name', 'Camp')}${field('days', '1')}`;
    const body = `${head}--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'yes,'.repeat(200_000)}`;
    const response = await here.site.fetch(
      new Request(`${here.origin}/desk/populations`, {
        ...{ method: 'POST', body },
        headers: { Cookie: cookie, 'Content-Type': 'multipart/form-data; boundary=x' },
      }),
    );
    expect(response.status).toBe(400);
    for (const table of ['population', 'population_piece']) expect(await countOf(table)).toBe(0);
  });
});

/** All rows of all tables, as text. */
async function everything(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('clew', 'clew_queue')`.execute(
    here.database.admin,
  );
  const texts = [];
  for (const { name } of rows) {
    const found = await sql<{
      row: string;
    }>`SELECT convert_from(t::text::bytea, 'LATIN1') AS row FROM ${sql.table(name)} t`
      .execute(here.database.admin)
      .catch(() =>
        sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(name)} t`.execute(here.database.admin),
      );
    // What stands there as bytes is printed in hexadecimal.
    texts.push(
      ...found.rows.map(
        ({ row }) =>
          `${row} ${row.replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))}`,
      ),
    );
  }
  return texts.join('\n');
}

describe('nobody else', () => {
  test.each([
    ['a colleague of the same role', () => other, 404],
    ['an administrator', () => admin, 404],
  ])('%s finds what one brought', async (_, who, status) => {
    const { path, run } = await begin(nora);
    const { browser } = who();
    const { html } = await browser.visit('/desk/you');
    const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    for (const page of [path, run, `${run}/result`]) expect((await browser.visit(page)).status).toBe(status);
    for (const form of [`${path}/count`, `${path}/erase`, `${run}/stop`, `${run}/go-on`, `${run}/erase`]) {
      const sent = await browser.post(form, [
        ['form-token', token],
        ['sure', 'yes'],
      ]);
      expect(sent.status).toBe(status);
    }
    expect(await stateOf(run)).toBe('waiting');
    expect((await browser.visit('/desk/populations')).html).not.toContain('Camp');
  });

  test('without a token of the form is a file read', async () => {
    await nora.browser.visit('/desk/populations');
    const body = new FormData();
    for (const [name, value] of [
      ['name', 'Camp'],
      ['days', '1'],
    ] as const)
      body.append(name, value);
    body.append('file', new Blob([csv]), 'a.csv');
    const cookie = [...nora.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = new Request(`${here.origin}/desk/populations`, {
      method: 'POST',
      body,
      headers: { Cookie: cookie },
    });
    expect((await here.site.fetch(request)).status).toBe(403);
    expect(await countOf('population')).toBe(0);
  });
});

describe('a file that cannot be counted is refused with its reason', () => {
  const row = 'yes,no\n';
  test.each([
    [`full_name,means.deception\n${row}`, 'it seems to say who somebody is'],
    [`telephone,means.deception\n${row}`, 'it seems to say who somebody is'],
    [`means.deception,means.deception\n${row}`, 'it stands there more than once'],
    [`,means.deception\n${row}`, 'it has no name'],
    ['camp,sector,means.deception\n' + 'a,b,yes\n', 'grouped by one column alone'],
    ['state,camp,means.deception\n' + 'MY,b,yes\n', 'grouped by one column alone'],
    [`${CANARY},other\n${row}`, 'No column is a fact of the law'],
    ['PK\u0003\u0004 packed', 'The file is packed'],
    ['PAR1 cut short', 'This Parquet file is cut short'],
    [`PAR1${'\u00ff\u0001'.repeat(500)}PAR1`, 'cut short or damaged'],
    ['means.deception\u0000\n', 'bytes of no text'],
  ])('%j', async (bytes, words) => {
    const path = await bring(nora, bytes);
    await work();
    const { html } = await nora.browser.visit(path);
    expect(html).toContain(words);
    expect(html).not.toContain(CANARY);
    expect(html).not.toContain(`${path}/count`);
  });

  test.each([
    ['means.deception,age\nyes,twelve\n', 'Line 2, column “age”'],
    ['means.deception\nperhaps\n', 'Line 2, column “means.deception”'],
    [
      'camp,means.deception\n' +
        ['Ann Lee', 'Bo Kim', 'Cy Doe', 'Di Fox', 'Ed Ray'].map((one) => `${one},yes`).join('\n'),
      'names',
    ],
    ['means.deception,age\nyes\n', 'Line 2'],
  ])('at the count: %j', async (bytes, words) => {
    const { run } = await begin(nora, bytes);
    await work();
    const { html } = await nora.browser.visit(run);
    expect(html).toContain('The file cannot be counted as it is');
    expect(html).toContain(words);
  });

  test('an empty one is not taken', async () => {
    await bring(nora, '');
    expect(shownAs(nora).status).toBe(422);
    expect(await countOf('population')).toBe(0);
  });

  test('and a sixth is not', async () => {
    for (let count = 0; count < 5; count += 1) await bring(nora);
    expect((await nora.browser.visit('/desk/populations')).html).toContain('You have five populations');
    const { html } = await nora.browser.visit('/desk/you');
    const token = /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const body = new FormData();
    for (const [name, value] of [
      ['form-token', token],
      ['name', 'Camp'],
      ['days', '1'],
    ] as const)
      body.append(name, value);
    body.append('file', new Blob([csv]), 'a.csv');
    const cookie = [...nora.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = new Request(`${here.origin}/desk/populations`, {
      method: 'POST',
      body,
      headers: { Cookie: cookie },
    });
    expect((await here.site.fetch(request)).status).toBe(422);
    expect(await countOf('population')).toBe(5);
  });

  test('a question that cannot be asked comes back with what is wrong', async () => {
    const path = await bring(nora);
    await work();
    await nora.browser.visit(path);
    const { html, status } = await nora.browser.send(`${path}/count`, { on: '1.2.2026' });
    expect(status).toBe(422);
    for (const words of ['Choose one to ten reforms', 'Write a day as']) expect(html).toContain(words);
  });
});

async function countOf(table: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`SELECT count(*)::int AS count FROM ${sql.table(`clew.${table}`)}`.execute(here.database.admin);
  return rows[0]?.count ?? 0;
}
