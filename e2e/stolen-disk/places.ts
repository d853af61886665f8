import { closeSync, openSync, readSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { OVERLAP } from './finder.ts';

/** Some bytes, and where they stood. */
export type Source = { place: string; bytes: Buffer };

const CHUNK = 2 ** 23;

/** Every file below a folder; whatever goes away meanwhile is left out. */
export async function* filesBelow(folder: string): AsyncGenerator<Source> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { place: path, bytes: Buffer.from(path) };
    yield* partsOf(path);
  }
}

async function* partsOf(path: string): AsyncGenerator<Source> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return;
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size; at += CHUNK - OVERLAP) {
      const bytes = Buffer.alloc(Math.min(CHUNK, size - at));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
      if (bytesRead > 0) yield { place: path, bytes: bytes.subarray(0, bytesRead) };
      if (size - at <= CHUNK) return;
    }
  } finally {
    await file.close();
  }
}

/** Every row of every table and view of every schema, system tables and TOAST among them, as text; bytes are decoded as well. */
export async function* dumpOf(url: URL): AsyncGenerator<Source> {
  const names = await connected(url, (client) =>
    linesOf(client, 'SELECT datname FROM pg_database WHERE datallowconn'),
  );
  for (const name of names) {
    const at = new URL(url);
    at.pathname = `/${name}`;
    yield* await connected(at, (client) => dumpDatabase(client, name));
  }
}

async function dumpDatabase(client: Client, name: string): Promise<Source[]> {
  const sources: Source[] = [];
  for (const relation of await linesOf(client, RELATIONS)) {
    const lines = await linesOf(client, `SELECT * FROM ${relation}`).catch((error: unknown) => {
      if (error instanceof Error && SHUT.test(error.message)) return [];
      throw error;
    });
    sources.push({ place: `${name} ${relation}`, bytes: Buffer.from(lines.join('\n')) });
    sources.push({ place: `${name} ${relation}, decoded`, bytes: decodedIn(lines) });
  }
  return sources;
}

const RELATIONS = `
  SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 't', 'S', 'v') ORDER BY 1`;

/** Views that show a server's files or wait for a replica: what is in them stands elsewhere, or nowhere. */
const SHUT = /could not (open|stat)|not supported|does not exist/;

async function connected<Result>(url: URL, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The rows of a query, each as the text that PostgreSQL sends. */
async function linesOf(client: Client, text: string): Promise<string[]> {
  const types = { getTypeParser: () => (value: string) => value };
  const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array', types } as never);
  return rows.map((row) => row.map((value) => value ?? '').join('\t'));
}

function decodedIn(lines: readonly string[]): Buffer {
  return Buffer.concat(
    lines.flatMap((line) =>
      [...line.matchAll(/\\x((?:[0-9a-f]{2}){8,})/g)].map(([, hex = '']) => Buffer.from(hex, 'hex')),
    ),
  );
}

/** A process and all below it. */
export async function processesBelow(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined && state !== 'Z') parents.set(Number(name), Number(parent));
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** What a process is called, for a message. */
export async function nameOf(pid: number): Promise<string> {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return `${pid} ${words.replaceAll('\0', ' ').slice(0, 60).trim()}`;
}

/** With which environment and words the processes were started. */
export async function* startsOf(pids: readonly number[]): AsyncGenerator<Source> {
  for (const pid of pids)
    for (const file of ['environ', 'cmdline']) {
      const bytes = await readFile(`/proc/${pid}/${file}`).catch(() => Buffer.alloc(0));
      yield { place: `${file} of ${await nameOf(pid)}`, bytes };
    }
}

/**
 * Everything that these processes hold in memory. What they share is read once; programs and libraries as they lie on the disk
 * are left out, as is what was never written to.
 */
export async function* memoryOf(pids: readonly number[]): AsyncGenerator<Source> {
  const shared = new Set<string>();
  for (const pid of pids) {
    const name = await nameOf(pid);
    const maps = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '');
    const regions = readRegions(maps).filter(({ id }) => id === undefined || !shared.has(id));
    for (const { id } of regions) if (id !== undefined) shared.add(id);
    yield* readMemory(pid, name, regions);
  }
}

/** Why the memory of a process cannot be read here; undefined where it can. */
export function whyUnreadable(pid: number): string | undefined {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'));
    return undefined;
  } catch (error) {
    return `The memory of process ${pid} is not searched, as this system does not let it be read: ${String(error)}`;
  }
}

type Region = { from: number; to: number; what: string; id: string | undefined };

function readRegions(maps: string): Region[] {
  const blocks = maps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  return blocks.flatMap((block) => {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) (\S+) (\S+) (\d+) *(.*)$/m.exec(block);
    if (!head) return [];
    const [, from = '', to = '', mode = '', offset, device, inode, what = ''] = head;
    const kept = ['Rss', 'Swap'].map((key) =>
      Number(new RegExp(`^${key}: +(\\d+)`, 'm').exec(block)?.[1] ?? 0),
    );
    const isProgram = what.startsWith('/') && !mode.includes('w') && !what.startsWith('/dev/');
    if (!mode.includes('r') || isProgram || what === '[vvar]' || kept.every((size) => size === 0)) return [];
    const id = mode.endsWith('s') ? `${device} ${inode} ${offset}` : undefined;
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), what: what || 'heap', id }];
  });
}

function* readMemory(pid: number, name: string, regions: readonly Region[]): Generator<Source> {
  let memory: number;
  try {
    memory = openSync(`/proc/${pid}/mem`, 'r');
  } catch (error) {
    // One that ended meanwhile has no memory any more.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  try {
    for (const { from, to, what } of regions)
      for (let at = from; at < to; at += CHUNK - OVERLAP) {
        const bytes = Buffer.alloc(Math.min(CHUNK, to - at));
        const length = readSome(memory, bytes, at);
        if (length > 0) yield { place: `memory of ${name}, ${what}`, bytes: bytes.subarray(0, length) };
        if (to - at <= CHUNK) break;
      }
  } finally {
    closeSync(memory);
  }
}

function readSome(memory: number, bytes: Buffer, at: number): number {
  try {
    return readSync(memory, bytes, 0, bytes.length, at);
  } catch {
    // Given back since the map was read.
    return 0;
  }
}
