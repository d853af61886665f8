import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, EngineError, eachLine, startEngine } from './engine.ts';

let folder: string;
let engine: Engine;
const { TMPDIR } = process.env;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew engine '));
  process.env.TMPDIR = folder;
  await writeFile(join(folder, 'given.csv'), 'a\n1\n');
  await writeFile(join(folder, 'other.csv'), 'a\n2\n');
  const file = await open(join(folder, 'given.csv'));
  engine = await startEngine(file.fd, { memoryMb: 200, threads: 1, tempMb: 10 });
  await file.close();
});
afterAll(async () => {
  await engine.close();
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  await rm(folder, { recursive: true });
});

test('reads the file it is given', async () => {
  expect((await engine.ask(`SELECT * FROM read_csv('${engine.source}')`)).rows).toEqual([[1]]);
});

test.each([
  ['another file', () => `SELECT * FROM read_csv('${join(folder, 'other.csv')}')`],
  ['a folder', () => `SELECT * FROM glob('${folder}/*')`],
  ['bytes of a file', () => "SELECT * FROM read_text('/etc/hostname')"],
  ['its own environment', () => "SELECT * FROM read_text('/proc/self/environ')"],
  ['an address', () => "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')"],
  ['an extension', () => 'LOAD httpfs'],
  ['an extension that it would fetch', () => 'INSTALL httpfs'],
  ['another database', () => `ATTACH '${join(folder, 'x.db')}'`],
  ['a file to write', () => `COPY (SELECT 1) TO '${join(folder, 'x.csv')}'`],
  ['the file it was given, to write', () => `COPY (SELECT 1) TO '${engine.source}' (USE_TMP_FILE false)`],
  ['its settings', () => 'SET enable_external_access = true'],
  ['its memory', () => "PRAGMA memory_limit='8GB'"],
  ['two statements', () => 'SELECT 1; SELECT 2'],
])('may not have %s', async (_, sql) => {
  await expect(engine.ask(sql())).rejects.toThrow(EngineError);
  expect((await readdir(folder)).filter((name) => name.startsWith('x.'))).toEqual([]);
});

test('reads no other file that takes the name of the one it is given', async () => {
  await rm(join(folder, 'given.csv'));
  await writeFile(join(folder, 'given.csv'), 'a\n3\n');
  const read = engine.ask(`SELECT * FROM read_csv('${engine.source}')`);
  expect(
    await read.then(
      ({ rows }) => rows,
      () => 'refused',
    ),
  ).not.toEqual([[3]]);
});

test('ends in the middle of a long question when whoever asked is gone, and leaves no folder', async () => {
  const own = await mkdtemp(join(folder, 'orphan-'));
  const library = createRequire(import.meta.url).resolve('@duckdb/node-api');
  const entry = fileURLToPath(new URL('./engine.mjs', import.meta.url));
  const child = spawn(process.execPath, [entry, own, library], { stdio: ['pipe', 'pipe', 'ignore'] });
  const say = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  say({ id: 1, kind: 'open', memoryMb: 200, threads: 1, tempMb: 10 });
  await once(child.stdout, 'data');
  say({
    id: 2,
    kind: 'ask',
    lane: 0,
    sql: 'SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 8',
  });
  say({ id: 3, kind: 'memory' });
  await once(child.stdout, 'data');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  await expect(readdir(own)).rejects.toThrow('ENOENT');
});

test('has no line of an answer kept that has no end', () => {
  const input = new PassThrough();
  const lines: string[] = [];
  let refused = 0;
  eachLine(
    input,
    () => (refused += 1),
    (line) => lines.push(line),
  );
  input.emit('data', Buffer.from('{"a":1}\n{"b"'));
  input.emit('data', Buffer.from(':2}\n'));
  expect(lines).toEqual(['{"a":1}', '{"b":2}']);
  const much = Buffer.alloc(33 * 1024 * 1024, 120);
  for (const _ of [1, 2]) input.emit('data', much);
  expect([refused, input.destroyed]).toEqual([1, true]);
});

test('has no environment, and leaves no folder', async () => {
  const file = await open(join(folder, 'other.csv'));
  const before = await readdir(folder);
  const other = await startEngine(file.fd, { memoryMb: 200, threads: 1, tempMb: 10 });
  const [made] = (await readdir(folder)).filter((name) => !before.includes(name));
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '');
  for (const id of children.trim().split(' ').filter(Boolean)) {
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(made ?? '-')) expect(await readFile(`/proc/${id}/environ`, 'utf8')).toBe('');
  }
  await other.close();
  await file.close();
  expect(await readdir(folder)).toEqual(before);
  await expect(other.ask('SELECT 1')).rejects.toMatchObject({ ended: true });
});
