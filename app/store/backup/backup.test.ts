import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { makeWorkerKeys, openEnvelope, sealEnvelope, type WorkerKeys } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect, type Database, migrate, openDoor, readNode } from '../index.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type EmptyDatabase,
  type TestDatabase,
} from '../testing/index.ts';
import { type BackupToRestore, restoreBackup } from './restore-backup.ts';
import { type BackupMade, writeBackup } from './write-backup.ts';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const version = '0.0.1-test';
const lawHash = 'a'.repeat(64);

/** Texts that would be read as something else if a backup wrote them down carelessly. */
const TEXTS = [
  '\\.',
  'a\tb',
  'a\nb',
  '\\N',
  '\\',
  '{"end":true}',
  'شهادة',
  '',
  '"',
  "'; DROP TABLE clew.team; --",
];

let database: TestDatabase;
let folder: string;
let keys: [WorkerKeys, WorkerKeys];
const agencies = [randomUUID(), randomUUID()].toSorted() as [string, string];
const empties: EmptyDatabase[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  keys = [await makeWorkerKeys(random), await makeWorkerKeys(random)];
  const { nodeId } = await readNode(database.app);
  const node = openDoor(database.app, { kind: 'node', nodeId });
  await node.write({ action: 'node.serve', thing: `law ${lawHash}` }, async () => undefined);
  for (const [at, agencyId] of agencies.entries()) await makeAgency(agencyId, { at });
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup '));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const empty of empties.splice(0)) await empty.drop();
});

async function makeAgency(agencyId: string, { at }: { at: number }): Promise<void> {
  const recipient = keys[at as 0 | 1].recipient;
  await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient)
    VALUES (${agencyId}, ${`bcdfghj${'km'[at]}`}, 'box', 'key', ${recipient})`.execute(database.admin);
  const door = openDoor(database.app, { kind: 'worker', workerId: randomUUID(), agencyId });
  for (const text of TEXTS)
    await door.write({ action: 'team.make', thing: 'team' }, (transaction) =>
      sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${agencyId}, ${randomUUID()}, ${text})`.execute(
        transaction,
      ),
    );
}

async function backedUp(more: Partial<Parameters<typeof writeBackup>[0]> = {}) {
  const file = join(folder, `${randomUUID()}.backup`);
  const made = await writeBackup({ adminUrl: database.adminUrl, file, version, signer: 'none', ...more });
  return { file: more.file ?? file, made };
}

async function lastMoment(): Promise<{ migrations: string[] }> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM clew.migration ORDER BY name`.execute(
    database.admin,
  );
  return { migrations: rows.map(({ name }) => name) };
}

const identitiesOf = (...who: WorkerKeys[]) => who.map(({ secrets }) => secrets.identity);

async function emptyDatabase(): Promise<EmptyDatabase> {
  const empty = await createEmptyDatabase(inject('store'));
  empties.push(empty);
  return empty;
}

async function restored(file: string, more: Partial<BackupToRestore> = {}) {
  const { adminUrl } = await emptyDatabase();
  const given = { adminUrl, file, identities: identitiesOf(...keys), demo: false, unsigned: true, ...more };
  return { adminUrl, result: await restoreBackup(given) };
}

/** Written out once more, so that a table is left out of backups only where somebody means it. */
const LEFT_OUT = [
  ...['migration', 'migration_lock', 'row_migration', 'clock_jump', 'clock_beat'],
  ...['session', 'guess', 'opening', 'passkey_challenge', 'provider_attempt'],
  ...['api_token', 'api_answer', 'webhook', 'webhook_delivery'],
  ...['population', 'population_piece', 'population_run', 'population_part'],
];

/** Every row of a database, table by table, but for what no backup keeps and what a restored journal says of that. */
async function everything(url: string): Promise<Record<string, string[]>> {
  return within(url, async (admin) => {
    const { rows: tables } = await sql<{ name: string }>`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r'
        AND NOT relname = ANY (${LEFT_OUT}) ORDER BY 1`.execute(admin);
    const found: Record<string, string[]> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{
        row: string;
      }>`SELECT t::text AS row FROM ${sql.id('clew', name)} t ORDER BY 1`.execute(admin);
      found[name] = rows.map(({ row }) => row).filter((row) => !row.includes('node.restore'));
    }
    const { journal_head: _, ...others } = found;
    return others;
  });
}

async function within<Result>(url: string, work: (admin: Database) => Promise<Result>): Promise<Result> {
  const admin = connect({ url, most: 1 });
  try {
    return await work(admin);
  } finally {
    await admin.destroy();
  }
}

async function isEmpty(url: string): Promise<boolean> {
  return within(url, async (admin) => {
    const { rows } = await sql`SELECT 1 FROM pg_namespace WHERE nspname = 'clew'`.execute(admin);
    return rows.length === 0;
  });
}

describe('a backup', () => {
  test('gives back every row as it was, whatever stands in it, and each journal to its head', async () => {
    const before = await everything(database.adminUrl);
    const { file, made } = await backedUp();
    const { adminUrl, result } = await restored(file);
    expect(await everything(adminUrl)).toEqual(before);
    expect(result.rows).toEqual(made.rows);
    expect(result.heads).toEqual(made.heads);
    expect(result).toMatchObject({
      agencies: 2,
      leftOut: 0,
      version,
      lawHash,
      backupId: made.backupId,
      at: made.at,
    });
    expect(made.rows.team).toBe(2 * TEXTS.length);
  });

  test('is told by each restored journal, after the head that was kept', async () => {
    const { file, made } = await backedUp();
    const { adminUrl } = await restored(file);
    const { rows } = await within(adminUrl, (admin) =>
      sql<{ chain: string; number: number }>`SELECT chain, number::float8 AS number FROM clew.journal_entry
        WHERE action = 'node.restore' AND thing = ${`backup ${made.backupId}`}`.execute(admin),
    );
    const after = (one: { chain: string; number: number }) => `${one.chain} ${one.number}`;
    expect(rows.map(after).toSorted()).toEqual(
      made.heads.map(({ chain, number }) => after({ chain, number: number + 1 })).toSorted(),
    );
  });

  test('is the state of one moment, taken while others write', async () => {
    const door = openDoor(database.app, { kind: 'worker', workerId: randomUUID(), agencyId: agencies[1] });
    const write = () =>
      door.write({ action: 'team.make', thing: 'team' }, (transaction) =>
        sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${agencies[1]}, ${randomUUID()}, 'later')`.execute(
          transaction,
        ),
      );
    const before = await everything(database.adminUrl);
    const writes: Promise<unknown>[] = [];
    const { file } = await backedUp({ onProgress: () => void writes.push(write()) });
    await Promise.all(writes);
    expect(writes.length).toBeGreaterThan(2);
    const { adminUrl } = await restored(file);
    expect(await everything(adminUrl)).toEqual(before);
  });

  test('is entered in each journal once it is on the disk, and is its owner’s alone', async () => {
    const { file, made } = await backedUp();
    const { rows } = await sql<{ chain: string }>`
      SELECT chain FROM clew.journal_entry WHERE action = 'node.backup' AND thing = ${`backup ${made.backupId}`}`.execute(
      database.admin,
    );
    expect(rows.map(({ chain }) => chain).toSorted()).toEqual(
      made.heads.map(({ chain }) => chain).toSorted(),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(file)).size).toBe(made.bytes);
  });

  test('shows nothing to who holds the file, and to who holds one agency’s key nothing of another', async () => {
    const { file } = await backedUp();
    const bytes = (await readFile(file)).toString('latin1');
    for (const word of [...agencies, 'bcdfghjk', 'team', version]) expect(bytes).not.toContain(word);
    const one = await restored(file, { identities: identitiesOf(keys[0]), leaveOut: true });
    expect(one.result).toMatchObject({ agencies: 1, leftOut: 1 });
    expect(JSON.stringify(await everything(one.adminUrl))).not.toContain(agencies[1]);
  });

  test('keeps no session, no guess and no link of the start line', async () => {
    await sql`INSERT INTO clew.opening VALUES (${Buffer.alloc(32)}, now() + interval '1 hour')`.execute(
      database.admin,
    );
    const { file, made } = await backedUp();
    expect(Object.keys(made.rows)).not.toEqual(expect.arrayContaining(['opening']));
    const { adminUrl } = await restored(file);
    const { rows } = await within(adminUrl, (admin) => sql`SELECT * FROM clew.opening`.execute(admin));
    expect(rows).toEqual([]);
  });

  test('keeps every table that has an agency, also one that was made later', async () => {
    const tables = [...Object.keys(await everything(database.adminUrl)), 'journal_head'].toSorted();
    const { made } = await backedUp();
    expect(Object.keys(made.rows).toSorted()).toEqual(tables);
  });

  test('can be served from after start has brought it up to date', async () => {
    const { file } = await backedUp();
    const { adminUrl } = await restored(file);
    await migrate({ adminUrl, appRole: new URL(database.url).username, demo: false });
    const { rows } = await within(adminUrl, (admin) =>
      sql<{ forced: boolean }>`SELECT bool_and(relforcerowsecurity) AS forced FROM pg_class
        WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'migration%'`.execute(
        admin,
      ),
    );
    expect(rows).toEqual([{ forced: true }]);
  });

  test('is not made where there is no agency to seal it to', async () => {
    const empty = await createTestDatabase(inject('store'));
    const attempt = backedUp({ adminUrl: empty.adminUrl });
    await expect(attempt).rejects.toMatchObject({ code: 'store.no-agency' });
    expect(await readdir(folder)).toEqual([]);
    await empty.drop();
  });
});

describe('writing it', () => {
  test('takes no name that is taken, and leaves what is there', async () => {
    const file = join(folder, 'mine');
    await writeFile(file, 'my own');
    await expect(backedUp({ file })).rejects.toMatchObject({ code: 'store.backup-file' });
    expect(await readFile(file, 'utf8')).toBe('my own');
    expect(await readdir(folder)).toEqual(['mine']);
  });

  test('says that a folder is not there', async () => {
    await expect(backedUp({ file: join(folder, 'not', 'there') })).rejects.toMatchObject({
      code: 'store.backup-file',
    });
  });

  test('leaves nothing when it is stopped half-way', async () => {
    const stop = new AbortController();
    const attempt = backedUp({ signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) });
    await expect(attempt).rejects.toThrow('stopped');
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves nothing when the database goes half-way', async () => {
    await database.admin.transaction().execute(async (blocking) => {
      // Half-way: the backup waits for a table of which it has to copy the rows.
      await sql`LOCK TABLE clew.journal_entry IN ACCESS EXCLUSIVE MODE`.execute(blocking);
      const attempt = backedUp();
      const refused = expect(attempt).rejects.toMatchObject({ code: 'store.unavailable' });
      while ((await endWaitingBackup()) === 0);
      await refused;
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

/** Ends the connection of a backup that waits for a lock; tells how many there were. */
async function endWaitingBackup(): Promise<number> {
  const { rows } = await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'clew backup' AND datname = current_database() AND wait_event_type = 'Lock'`.execute(
    database.admin,
  );
  return rows.length;
}

/** The plain text of both sections of a backup, for who has both keys. */
async function opened(whole: Buffer): Promise<[string, string]> {
  const texts: string[] = [];
  for (let at = 14; at < whole.length; at += 8 + Number(whole.readBigUInt64BE(at))) {
    const envelope = whole.subarray(at + 8, at + 8 + Number(whole.readBigUInt64BE(at)));
    const plain = await openEnvelope({ envelope, identities: identitiesOf(...keys) });
    texts.push(gunzipSync(plain.ok ? plain.content : Buffer.of()).toString());
  }
  return texts as [string, string];
}

async function sealedAnew(whole: Buffer, texts: readonly string[]): Promise<Buffer> {
  const sections = texts.map(async (text, at) => {
    const recipients = [keys[at as 0 | 1].recipient];
    const envelope = await sealEnvelope({ content: gzipSync(text), recipients });
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(envelope.length));
    return Buffer.concat([length, envelope]);
  });
  return Buffer.concat([whole.subarray(0, 14), ...(await Promise.all(sections))]);
}

describe('restoring', () => {
  let file: string;
  let made: BackupMade;
  let whole: Buffer;
  let empty: EmptyDatabase;
  beforeAll(async () => {
    empty = await createEmptyDatabase(inject('store'));
  });
  afterAll(() => empty.drop());
  beforeEach(async () => {
    ({ file, made } = await backedUp());
    whole = await readFile(file);
  });

  async function refused(bytes: Buffer, more: Partial<BackupToRestore> = {}): Promise<unknown> {
    const other = join(folder, `${randomUUID()}.backup`);
    await writeFile(other, bytes);
    const { adminUrl } = empty;
    const given = {
      ...{ adminUrl, file: other, identities: identitiesOf(...keys), demo: false, unsigned: true },
      ...more,
    };
    const error = await restoreBackup(given).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(await isEmpty(adminUrl)).toBe(true);
    return error;
  }

  test('of a file that was cut anywhere is refused whole', async () => {
    const ends = [0, 5, 14, 20, 22, 100, whole.length >> 1, whole.length - 1];
    for (const end of ends)
      expect(await refused(whole.subarray(0, end))).toMatchObject({ code: 'store.backup-file' });
  });

  test('of a file with one bit changed anywhere is refused whole', async () => {
    for (let step = 0; step < 12; step++) {
      const at = Math.floor((step * (whole.length - 1)) / 11);
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ 4, at);
      const error = await refused(changed);
      expect(['store.backup-file', 'store.backup-key']).toContain((error as { code: string }).code);
    }
  });

  test('of a file with something behind its end, of a section twice, and of two backups together is refused', async () => {
    const first = whole.subarray(14, 22 + Number(whole.readBigUInt64BE(14)));
    const other = await readFile((await backedUp()).file);
    const otherFirst = other.subarray(14, 22 + Number(other.readBigUInt64BE(14)));
    const head = whole.subarray(0, 14);
    const rest = whole.subarray(14 + first.length);
    const made = {
      behind: Buffer.concat([whole, Buffer.of(0)]),
      twice: Buffer.concat([head, first, first]),
      'left out': Buffer.concat([head, first]),
      turned: Buffer.concat([head, rest, first]),
      together: Buffer.concat([head, otherFirst, rest]),
    };
    for (const [how, bytes] of Object.entries(made))
      expect(await refused(bytes), how).toMatchObject({ code: 'store.backup-file' });
  });

  test('of a backup that somebody else made for this key is refused where its parts do not agree', async () => {
    const { migrations } = await lastMoment();
    const start = {
      ...{ clew: 'backup', format: 1, backupId: randomUUID(), at: made.at, version, lawHash, demo: false },
      ...{ nodeId: randomUUID(), agencyId: agencies[0], place: 1, of: 1, migrations },
    };
    const sealed = async (...lines: unknown[]) => {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
      const content = gzipSync(`${text}\n`);
      const envelope = await sealEnvelope({ content, recipients: [keys[0].recipient] });
      const length = Buffer.alloc(8);
      length.writeBigUInt64BE(BigInt(envelope.length));
      return Buffer.concat([whole.subarray(0, 14), length, envelope]);
    };
    const end = { end: true, rows: {}, heads: [] };
    const node = { table: 'node', of: 'node', columns: ['only_one', 'node_id', 'demo'] };
    const hostile = {
      'nothing but its first line': [start],
      'an end without tables': [start, end],
      'no JSON': [start, 'DROP SCHEMA clew CASCADE;'],
      'another table': [start, { table: 'journal_head"; DROP', of: 'node', columns: ['chain'] }, '\\.', end],
      'another node': [start, node, `t\t${randomUUID()}\tf`, '\\.', end],
      'rows that are none': [start, node, 'nonsense', '\\.', end],
    };
    for (const [how, lines] of Object.entries(hostile))
      expect(await refused(await sealed(...lines)), how).toMatchObject({ code: 'store.backup-file' });
    const newer = await sealed({ ...start, migrations: [...migrations, '9999-later'] }, end);
    expect(await refused(newer)).toMatchObject({ code: 'store.newer-database' });
  });

  test('of a backup that was opened with the key, changed and sealed anew is refused where it no longer adds up', async () => {
    const [first, second] = await opened(whole);
    const changes: [string, (text: string) => string][] = [
      ['a row is gone', (text) => text.replace(/^[^\n]*\\\\\.\n/m, '')],
      ['a row is another agency’s', (text) => text.replace(`${agencies[0]}\t`, `${randomUUID()}\t`)],
      [
        'an entry of the journal says something else',
        (text) => text.replace('\tteam.make\t', '\tteam.burn\t'),
      ],
      ['the head is another', (text) => text.replace(/("hash":")[0-9a-f]{8}(?=[^}]*\}\]\})/, '$100000000')],
      ['more rows are stated than there are', (text) => text.replace('"agency team":10', '"agency team":11')],
    ];
    for (const [how, change] of changes) {
      const changed = change(first);
      expect(changed, how).not.toBe(first);
      expect(await refused(await sealedAnew(whole, [changed, second])), how).toMatchObject({
        code: 'store.backup-file',
      });
    }
    // A section states an agency's own rows: one agency's key holder cannot put a row into another agency.
    const planted = second.replace(
      new RegExp(`^${agencies[1]}(?=\\t[0-9a-f-]{36}\\ta\\\\tb$)`, 'm'),
      agencies[0],
    );
    expect(planted).not.toBe(second);
    expect(await refused(await sealedAnew(whole, [first, planted]))).toMatchObject({
      code: 'store.backup-file',
    });
    const { adminUrl } = await emptyDatabase();
    const file = join(folder, 'sealed anew');
    await writeFile(file, await sealedAnew(whole, [first, second]));
    const identities = identitiesOf(...keys);
    expect(await restoreBackup({ adminUrl, file, identities, demo: false, unsigned: true })).toMatchObject({
      rows: made.rows,
    });
  });

  test('of what is no backup, or not there, is refused', async () => {
    expect(await refused(Buffer.from('my holiday pictures'))).toMatchObject({ code: 'store.backup-file' });
    await expect(restored(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'store.backup-file' });
  });

  test('needs every agency’s key, unless told to leave agencies out', async () => {
    const stranger = await makeWorkerKeys(random);
    expect(await refused(whole, { identities: identitiesOf(stranger) })).toMatchObject({
      code: 'store.backup-key',
    });
    const error = await refused(whole, { identities: identitiesOf(keys[1]) });
    expect(error).toMatchObject({ code: 'store.backup-key' });
    expect(String(error)).toContain('1 of the 2 agencies');
  });

  test('never writes over a node', async () => {
    const attempt = restoreBackup({
      adminUrl: database.adminUrl,
      file,
      identities: identitiesOf(...keys),
      demo: false,
      unsigned: true,
    });
    await expect(attempt).rejects.toMatchObject({ code: 'store.not-empty' });
    expect((await everything(database.adminUrl)).team).toHaveLength(made.rows.team ?? 0);
  });

  test('of a real node into a demo is refused', async () => {
    expect(await refused(whole, { demo: true })).toMatchObject({ code: 'store.demo-mismatch' });
  });
});
