import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { anchorHeads, openDoor, readNode } from '../../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { anchorCommand, verifyCommand } from './journal-commands.ts';

let database: TestDatabase;
let nodeId: string;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  nodeId = (await readNode(database.app)).nodeId;
  folder = await mkdtemp(join(tmpdir(), 'anchors-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});
beforeEach(async () => {
  await sql`DELETE FROM clew.anchor; DELETE FROM clew.journal_entry; DELETE FROM clew.journal_head`.execute(
    database.admin,
  );
  await write(['one', 'two', 'three']);
});

const chain = '10a40000-0000-4000-8000-000000000001';
const neighbour = '10a40000-0000-4000-8000-000000000002';
const at = (agencyId = chain) => ({
  door: openDoor(database.app, { kind: 'worker', workerId: 'auditor', agencyId }),
  chain: agencyId,
});

async function write(things: string[], agencyId = chain): Promise<void> {
  for (const thing of things)
    await at(agencyId).door.write({ action: 'journal.note', thing }, async () => undefined);
}

const verify = (anchor?: string, agencyId = chain) => verifyCommand({ ...at(agencyId), anchor, json: false });
const joinNow = () => anchorHeads(database.app, nodeId);
const anchorInto = (file: string | undefined, agencyId = chain) =>
  anchorCommand({ ...at(agencyId), join: joinNow, file });

let files = 0;
const newFile = () => join(folder, `anchors-${++files}`);

async function fileOf(text: string): Promise<string> {
  const file = newFile();
  await writeFile(file, text);
  return file;
}

/** The anchors alone, as the node writes them hour by hour. */
async function rootsOf(count: number): Promise<string> {
  const lines: string[] = [];
  for (let hour = 0; hour < count; hour += 1) {
    const { at: moment, root } = await joinNow();
    lines.push(`clew-anchor-1 ${moment} ${root}`);
    await write(['more']);
  }
  return fileOf(lines.join('\n'));
}

/** As the owner of the database could: the whole chain anew, with every hash, its head, and its own anchors gone. */
async function rewrite(): Promise<void> {
  await sql`DELETE FROM clew.journal_entry WHERE chain = ${chain}`.execute(database.admin);
  await sql`DELETE FROM clew.journal_head WHERE chain = ${chain}`.execute(database.admin);
  await write(['another', 'two', 'three', 'more']);
}

describe('clew journal verify', () => {
  test('says that all is in order, and what it cannot say without an anchor', async () => {
    const { text, exitCode } = await verify();
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^In order: 3 entries, the last with the hash [0-9a-f]{64}\.\nNo anchor was asked/);
  });

  test('says which entry is wrong, how, and what to do', async () => {
    await sql`UPDATE clew.journal_entry SET thing = 'x' WHERE number = 2`.execute(database.admin);
    const { text, exitCode } = await verify();
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^Entry 2 is not what was written then\. .*copy the database as it is/);
  });

  test('answers programs in JSON', async () => {
    const { text } = await verifyCommand({ ...at(), json: true });
    expect(JSON.parse(text)).toMatchObject({ ok: true, entries: 3, anchored: 0 });
  });

  test('stops when it is told to, and says how far it came', async () => {
    const stop = new AbortController();
    stop.abort();
    const { text, exitCode } = await verifyCommand({ ...at(), json: false, signal: stop.signal });
    expect({ text, exitCode }).toEqual({
      text: expect.stringContaining('Up to entry 0 all is in order'),
      exitCode: 130,
    });
  });

  test('tells how far it is', async () => {
    const said: string[] = [];
    await verifyCommand({ ...at(), json: false, onProgress: (words) => void said.push(words) });
    expect(said).toEqual(['3 of 3 entries']);
  });

  test('finds with the hourly anchors of the node that a chain was written anew', async () => {
    const file = await rootsOf(3);
    expect(await verify(file)).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('Anchors that it fits: 3.'),
    });
    await rewrite();
    expect((await verify()).exitCode).toBe(0);
    expect(await verify(file)).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('was written anew'),
    });
  });

  test('finds that the lines which lead to the anchors were forged with it', async () => {
    const file = await rootsOf(1);
    await rewrite();
    await sql`UPDATE clew.anchor SET hash = (SELECT hash FROM clew.journal_entry e WHERE e.chain = anchor.chain AND e.number = anchor.number)
      WHERE chain = ${chain}`.execute(database.admin);
    expect(await verify(file)).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('leads to another anchor'),
    });
  });

  test('finds that lines were taken out', async () => {
    const file = await rootsOf(3);
    await sql`DELETE FROM clew.anchor WHERE at = (SELECT max(at) FROM clew.anchor)`.execute(database.admin);
    expect(await verify(file)).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('no longer knows'),
    });
  });

  test('does not take anchors for its own that are older than the chain', async () => {
    const { at: moment, root } = await joinNow();
    await write(['one'], neighbour);
    await joinNow();
    const file = await fileOf(`clew-anchor-1 ${moment} ${root}`);
    expect(await verify(file, neighbour)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('says nothing'),
    });
  });

  const unreadable: [string, string, string][] = [
    ['something else', 'what is this', 'Line 1 of'],
    [
      'an anchor and something else',
      `# ours\nclew-anchor-1 2026-11-22T10:00:00.000000Z ${'0a'.repeat(32)}\nx`,
      'Line 3 of',
    ],
    ['nothing', '# nothing yet\n\n', 'holds no anchor'],
  ];
  test.each(unreadable)('refuses a file that holds %s', async (_, text, words) => {
    expect(await verify(await fileOf(text))).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining(words),
    });
  });

  test('refuses a file that is not there', async () => {
    expect(await verify(newFile())).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('is no file'),
    });
  });
});

describe('clew journal anchor', () => {
  test('writes a file, for its owner alone, that the chain fits and a rewritten one does not', async () => {
    const file = newFile();
    expect((await anchorInto(file)).exitCode).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await verify(file)).text).toContain('Anchors that it fits: 2.');
    await rewrite();
    await sql`DELETE FROM clew.anchor`.execute(database.admin);
    expect(await verify(file)).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('was written anew'),
    });
  });

  test('writes over nothing', async () => {
    const file = await fileOf('mine');
    expect(await anchorInto(file)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('is there already'),
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('prints lines that can be typed again from paper, in capitals too', async () => {
    const { text } = await anchorInto(undefined);
    expect(text).toMatch(/^clew-anchor-1 \S+Z( [0-9a-f]{8}){8}\n# Entry 3 of this chain:( [0-9a-f]{8}){8}$/);
    expect(
      (await verify(await fileOf(text.toUpperCase().replace('CLEW-ANCHOR', 'clew-anchor')))).exitCode,
    ).toBe(0);
  });

  test('writes nothing that names another chain', async () => {
    await write(['one'], neighbour);
    const file = newFile();
    await anchorInto(file);
    const text = await readFile(file, 'utf8');
    const { rows } = await sql<{ hash: string }>`
      SELECT encode(hash, 'hex') AS hash FROM clew.journal_entry WHERE chain = ${neighbour}`.execute(
      database.admin,
    );
    for (const secret of [neighbour, nodeId, ...rows.map(({ hash }) => hash)])
      expect(text).not.toContain(secret);
  });

  test('of another agency is told apart, and so is one that was changed', async () => {
    await write(['one'], neighbour);
    const file = newFile();
    await anchorInto(file, neighbour);
    expect(await verify(file)).toMatchObject({ exitCode: 2, text: expect.stringContaining('another chain') });
    const text = await readFile(file, 'utf8');
    const changed = await fileOf(text.replace('"number":1', '"number":2'));
    expect(await verify(changed, neighbour)).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('does not lead'),
    });
  });
});
