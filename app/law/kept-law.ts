import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deepFreeze, type Law, type LawFile } from '@clew/rules';
import { CHECKOUT } from './content-files.ts';

/**
 * Where a law that was read and proved is kept, so that the next process need not prove it again. It stands beside the
 * installed code, in `node_modules`: whoever may write there may change the code itself, so it is trusted as far as the
 * code is and no further.
 */
const KEPT_LAWS = join(CHECKOUT, 'node_modules/.cache/clew/laws');

/** How many laws are kept: the one in use and a few that somebody compares it with. */
const MOST_KEPT = 4;
/** What reads and proves: one letter of it changed, and every law is read anew. */
const READERS = ['packages/rules', 'app/law/load-law.ts', 'app/law/content-files.ts', 'app/law/kept-law.ts'];
const LOCK = 'package-lock.json';

/**
 * A digest of the code that reads and proves a law, of the versions of what it uses, and of Node.js. Undefined where the code
 * is not there as files.
 */
export function digestOfCode(home = CHECKOUT): string | undefined {
  try {
    const paths = [...READERS.flatMap((one) => sourcesIn(one, home)), LOCK];
    const texts = paths.map((path) => ({ path, text: readFileSync(join(home, path), 'utf8') }));
    return digestOfTexts(process.version, texts);
  } catch {
    return undefined;
  }
}

/** The name of a law as this code reads it: a digest of that code and of the law's files. */
export function nameOfKept(files: readonly LawFile[], code: string): string {
  return digestOfTexts(code, files);
}

function digestOfTexts(before: string, texts: readonly LawFile[]): string {
  const hash = createHash('sha256').update(before);
  for (const { path, text } of texts) hash.update(`\n${path} ${Buffer.byteLength(text)}\n`).update(text);
  return hash.digest('hex');
}

function sourcesIn(path: string, home: string): string[] {
  if (path.endsWith('.ts')) return [path];
  return readdirSync(join(home, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** The law that was kept under a name, frozen; undefined where none is, or one that is not whole. Never throws. */
export function readKept(name: string, folder = KEPT_LAWS): Law | undefined {
  if (!isOurs(folder) || !isOurs(join(folder, name))) return undefined;
  try {
    const bytes = readFileSync(join(folder, name));
    const body = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(body).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
    return deepFreeze(unpack(deserialize(body), new Map())) as Law;
  } catch {
    return undefined;
  }
}

/** Keeps a law under a name, whole or not at all, and removes the oldest where there are too many. Never throws: without it the next process reads anew. */
export function keepLaw(law: Law, name: string, folder = KEPT_LAWS): void {
  const path = join(folder, name);
  const made = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (!isOurs(folder)) return;
    const body = serialize(pack(law, new Map()));
    writeFileSync(made, Buffer.concat([digestOf(body), body]), { flag: 'wx', mode: 0o644 });
    renameSync(made, path);
    removeOldest(folder);
  } catch {
    forget(made);
  }
}

/**
 * Whether what stands at a path, and the folder around it, is this user's or root's, is no link, and can be written by no
 * other: a folder that was made under a loose umask, or that other tools share, could hold a law that nobody proved.
 */
function isOurs(path: string): boolean {
  try {
    return [path, dirname(path)].every((one) => {
      const { uid, mode } = lstatSync(one);
      const isLink = (mode & 0o170000) === 0o120000;
      return (uid === process.getuid?.() || uid === 0) && !isLink && (mode & 0o022) === 0;
    });
  } catch {
    return false;
  }
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never made.
  }
}

function removeOldest(folder: string): void {
  const kept = readdirSync(folder).map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of kept.sort((one, other) => other.at - one.at).slice(MOST_KEPT))
    rmSync(join(folder, name), { force: true });
}

const DIGEST_BYTES = 32;

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/**
 * V8 forgets that a record has no prototype, and then a name such as `constructor` would be found in it. So each object is
 * written as a list of its names and values behind a mark, each list of the law behind another.
 */
const LIST = 0;
const OBJECT = 1;
const RECORD = 2;

type Packed = unknown[];

function pack(value: unknown, done: Map<object, Packed>): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('A law is data.');
    return value;
  }
  const before = done.get(value);
  if (before) return before;
  const prototype: unknown = Object.getPrototypeOf(value);
  const packed: Packed = [];
  done.set(value, packed);
  if (Array.isArray(value)) packed.push(LIST, ...value.map((one) => pack(one, done)));
  else if (prototype === null || prototype === Object.prototype) {
    packed.push(prototype === null ? RECORD : OBJECT);
    for (const [name, one] of Object.entries(value)) packed.push(name, pack(one, done));
  } else throw new TypeError('A law is lists and records.');
  return packed;
}

function unpack(value: unknown, done: Map<Packed, object>): unknown {
  if (!Array.isArray(value)) return value;
  const before = done.get(value);
  if (before) return before;
  const [mark, ...rest] = value;
  if (mark === LIST) {
    const list: unknown[] = [];
    done.set(value, list);
    for (const one of rest) list.push(unpack(one, done));
    return list;
  }
  const record = (mark === RECORD ? Object.create(null) : {}) as Record<string, unknown>;
  done.set(value, record);
  for (let at = 0; at < rest.length; at += 2) record[String(rest[at])] = unpack(rest[at + 1], done);
  return record;
}
