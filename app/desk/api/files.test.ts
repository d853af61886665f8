import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { filePages } from '../file/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  makeFile,
  makeToken,
  type OpenPart,
  openPart,
  type TestDesk,
  type TestProgram,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let admin: TestWorker;
let amina: TestWorker;
let program: TestProgram;
let file: string;
let part: OpenPart;
let path: string;

beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  admin = await makeAgency(here, 'Harbour House', 'administrator');
  amina = await addWorker(here, admin, { own: 'amina', roles: ['case-worker'] });
  await giveMandate(here, admin);
  file = await makeFile(amina, 'The first words');
  program = await makeToken(here, amina);
  part = await openPart(here, amina, { file, part: 'narrative' });
  path = `/api/desk/files/${file}/parts/narrative/entries`;
}, 120_000);
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function head(): Promise<{ version: string; entries: number }> {
  const { body, headers } = await program.ask('GET', path);
  const { version, entries } = body.head as { version: string; entries: number };
  expect(headers.get('ETag')).toBe(version);
  return { version, entries };
}

type Appended = { words: string; key?: string; version?: string };

async function append({ words, key = randomUUID(), version }: Appended) {
  const now = await head();
  const body = part.seal(words, now.entries + 1);
  const headers = { 'Idempotency-Key': key, 'If-Match': version ?? now.version };
  return { body, headers, told: await program.ask('POST', path, { body, headers }) };
}

describe('a program with a token', () => {
  test('lists files by ids and month, and reads how far each part has got, without a name', async () => {
    const list = (await program.ask('GET', '/api/desk/files')).body;
    expect(list).toMatchObject({
      items: [{ file, openedMonth: '2026-03', closed: false, team: null }],
      next: null,
    });
    const { body, text } = await program.ask('GET', `/api/desk/files/${file}`);
    expect(body.parts).toContainEqual(
      expect.objectContaining({
        part: 'narrative',
        generation: 1,
        entries: 1,
        mayRead: true,
        mayWrite: true,
      }),
    );
    expect(text).not.toMatch(/The first words|Name of/);
  });

  test('is given entries sealed as they stand: the key of the part opens them, and nothing else', async () => {
    const { body, text } = await program.ask('GET', path);
    const [sealed] = body.items as { entry: string; generation: number; box: string }[];
    expect(text).not.toContain('The first words');
    expect(sealed && part.open(sealed)).toMatchObject({ entry: { words: 'The first words' } });
  });

  test('appends an entry that it sealed, which its worker reads on the page', async () => {
    const { told, body } = await append({ words: 'Words from a program' });
    expect(told.status).toBe(201);
    expect(told.headers.get('Location')).toBe(`${path}/${body.entry}`);
    expect((await program.ask('GET', `${path}/${body.entry}`)).body.box).toBe(body.box);
    await amina.browser.visit(`/desk/files/${file}`);
    await amina.browser.send(`/desk/files/${file}/reveal`, { open: 'narrative' });
    expect(amina.browser.shown.html).toContain('Words from a program');
  });

  test('leaves the journal entries that a page would', async () => {
    const { rows } = await sql<{ action: string }>`
      SELECT action FROM clew.journal_entry WHERE thing = ${`file ${file} narrative`}`.execute(
      here.database.admin,
    );
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['file.reveal.narrative', 'file.write.narrative']),
    );
  });
});

describe('a request that comes twice', () => {
  test('is done once, and answered the same', async () => {
    const { told, body, headers } = await append({ words: 'once' });
    const before = await head();
    const again = await program.ask('POST', path, { body, headers });
    expect([again.status, again.text, again.headers.get('ETag')]).toEqual([
      201,
      told.text,
      told.headers.get('ETag'),
    ]);
    expect(await head()).toEqual(before);
  });

  test('at the same moment too', async () => {
    const { version, entries } = await head();
    const body = part.seal('at once', entries + 1);
    const headers = { 'Idempotency-Key': randomUUID(), 'If-Match': version };
    const both = await Promise.all([1, 2, 3].map(() => program.ask('POST', path, { body, headers })));
    expect(new Set(both.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(both[0]?.status).toBe(201);
    expect((await head()).entries).toBe(entries + 1);
  });

  test('with the same key for something else is refused, and nothing is done', async () => {
    const key = randomUUID();
    await append({ words: 'one thing', key });
    const before = await head();
    const { told } = await append({ words: 'another thing', key });
    expect([told.status, told.body.code]).toEqual([422, 'other-request']);
    expect(await head()).toEqual(before);
  });

  test('is another worker’s own, also under the same key', async () => {
    const key = randomUUID();
    await append({ words: 'first', key });
    const other = await makeToken(here, amina);
    const { version, entries } = await head();
    const body = part.seal('second', entries + 1);
    const headers = { 'Idempotency-Key': key, 'If-Match': version };
    expect((await other.ask('POST', path, { body, headers })).status).toBe(201);
  });

  test('is answered the same where the process ended between the commit and the answer', async () => {
    const { version, entries } = await head();
    const body = part.seal('cut off', entries + 1);
    const headers = { 'Idempotency-Key': randomUUID(), 'If-Match': version };
    // The answer of the first is thrown away, as by a process that is killed; the second comes to another process.
    await program.ask('POST', path, { body, headers });
    const again = await program.ask('POST', path, { body, headers });
    expect([again.status, again.body.entry]).toEqual([201, body.entry]);
    expect((await head()).entries).toBe(entries + 1);
  });

  test('keeps nothing of what was refused: the same key is good for another try', async () => {
    const key = randomUUID();
    const refused = await append({ words: 'too late', key, version: '"1.0"' });
    expect(refused.told.status).toBe(412);
    const { version } = await head();
    const told = await program.ask('POST', path, {
      body: refused.body,
      headers: { 'Idempotency-Key': key, 'If-Match': version },
    });
    expect(told.status).toBe(201);
  });

  test('leaves nothing to read: keys, requests and answers are hashed or sealed under the token', async () => {
    const { body, headers } = await append({ words: 'hidden' });
    const { rows } = await sql<{ row: string }>`SELECT a::text AS row FROM clew.api_answer a`.execute(
      here.database.admin,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { row } of rows)
      for (const secret of [headers['Idempotency-Key'], body.entry, body.box, file])
        expect(row).not.toContain(secret);
  });
});

describe('a change', () => {
  test.each([
    ['says no version', {}, 428, 'no-version'],
    ['says any version', { 'If-Match': '*' }, 428, 'no-version'],
    ['says a weak version', { 'If-Match': 'W/"1.1"' }, 428, 'no-version'],
  ])('that %s is refused', async (_, headers: Record<string, string>, status, code) => {
    const told = await program.ask('POST', path, {
      body: part.seal('x', 9),
      headers: { ...headers, 'Idempotency-Key': randomUUID() },
    });
    expect([told.status, told.body.code]).toEqual([status, code]);
  });

  test('of what somebody changed since is refused, with both versions', async () => {
    const { version } = await head();
    await append({ words: 'somebody else' });
    const { told } = await append({ words: 'late', version });
    expect([told.status, told.body.code]).toEqual([412, 'stale']);
    expect(told.body.versions).toEqual({ sent: version, current: (await head()).version });
  });

  test('of two at once for one version is one', async () => {
    const { version, entries } = await head();
    const bodies = [part.seal('left', entries + 1), part.seal('right', entries + 1)];
    const told = await Promise.all(
      bodies.map((body) =>
        program.ask('POST', path, {
          body,
          headers: { 'Idempotency-Key': randomUUID(), 'If-Match': version },
        }),
      ),
    );
    expect(told.map(({ status }) => status).toSorted()).toEqual([201, 412]);
  });

  test('without a key to know it by is refused', async () => {
    const told = await program.ask('POST', path, {
      body: part.seal('x', 9),
      headers: { 'If-Match': '"1.1"' },
    });
    expect([told.status, told.body.code]).toEqual([400, 'no-key']);
  });

  test('under an id that is taken, or as what is no box, is refused', async () => {
    const { body } = await append({ words: 'taken' });
    const { version } = await head();
    const send = (entry: unknown) =>
      program.ask('POST', path, {
        body: entry,
        headers: { 'Idempotency-Key': randomUUID(), 'If-Match': version },
      });
    expect((await send({ ...part.seal('x', 9), entry: body.entry })).body.code).toBe('taken');
    expect((await send({ ...part.seal('x', 9), box: 'A'.repeat(100) })).body.code).toBe('invalid');
    expect((await send({ ...part.seal('x', 9), more: 'x' })).body.code).toBe('invalid');
  });

  test('where the key must be made anew first is left to who has it', async () => {
    const agency = part.agencyId;
    const keyId = `file:${file}:narrative`;
    await sql`INSERT INTO clew.key_renewal VALUES (${agency}, ${keyId}, now())`.execute(here.database.admin);
    expect((await append({ words: 'x' })).told.body.code).toBe('key-waits');
    await sql`DELETE FROM clew.key_renewal`.execute(here.database.admin);
    const stranger = await addWorker(here, admin, { own: 'stranger', roles: ['screener'] });
    const { body } = await (await makeToken(here, stranger)).ask('GET', '/api/desk/self');
    await sql`INSERT INTO clew.key_wrap SELECT agency_id, key_id, generation, ${body.worker}, wrap, given_by, signature
      FROM clew.key_wrap WHERE key_id = ${keyId} LIMIT 1`.execute(here.database.admin);
    expect((await append({ words: 'x' })).told.body.code).toBe('key-waits');
    await sql`DELETE FROM clew.key_wrap WHERE worker_id = ${body.worker} AND key_id = ${keyId}`.execute(
      here.database.admin,
    );
    expect((await append({ words: 'again' })).told.status).toBe(201);
  });
});

describe('pages of a list', () => {
  test('lose and repeat nothing that was there, whatever is added meanwhile', async () => {
    const all = new Set<string>();
    for (let made = 0; made < 3; made++) await makeFile(amina, 'more');
    const first = (await program.ask('GET', '/api/desk/files?limit=2')).body;
    const there = (
      (await program.ask('GET', '/api/desk/files?limit=100')).body.items as { file: string }[]
    ).map((one) => one.file);
    for (const { file: id } of first.items as { file: string }[]) all.add(id);
    await makeFile(amina, 'meanwhile');
    let next = first.next as string | null;
    while (next !== null) {
      const { body } = await program.ask('GET', `/api/desk/files?limit=2&cursor=${next}`);
      for (const { file: id } of body.items as { file: string }[]) {
        expect(all.has(id)).toBe(false);
        all.add(id);
      }
      next = body.next as string | null;
    }
    expect(there.filter((id) => !all.has(id))).toEqual([]);
  });

  test('take no cursor that was made up, changed, or given for another list or another worker', async () => {
    const { next } = (await program.ask('GET', '/api/desk/files?limit=1')).body as { next: string };
    const changed = `${next.slice(0, -2)}${next.endsWith('AA') ? 'BB' : 'AA'}`;
    const other = await makeToken(
      here,
      await addWorker(here, admin, { own: 'other', roles: ['case-worker'] }),
    );
    for (const [who, list] of [
      [program, `/api/desk/files?cursor=${changed}`],
      [program, `/api/desk/files?cursor=${'A'.repeat(80)}`],
      [program, `/api/desk/files?closed=yes&cursor=${next}`],
      [program, `${path}?cursor=${next}`],
      [other, `/api/desk/files?cursor=${next}`],
    ] as const) {
      const told = await who.ask('GET', list);
      expect([told.status, told.body.code], list).toEqual([400, 'bad-cursor']);
    }
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toContain('2026');
  });
});
