import { deepStrictEqual } from 'node:assert';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOfCode, keepLaw, nameOfKept, readKept } from './kept-law.ts';
import { lawFiles, loadLaw, readTestedLaw } from './load-law.ts';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'clew kept law '));
  folder = join(home, 'kept');
});
afterEach(() => rm(home, { recursive: true }));

const NAME = 'a'.repeat(64);

describe('a law that was kept', () => {
  test('comes back as it was read from its files: to the last word, frozen, its records without a prototype', () => {
    const read = readTestedLaw(lawFiles());
    if (!read.ok) throw new Error('The law cannot be read.');
    keepLaw(read.law, NAME, folder);
    const back = readKept(NAME, folder);
    // Unlike `toEqual`, this tells a record without a prototype from an object.
    deepStrictEqual(back, read.law);
    expect(Object.getPrototypeOf(back?.rules)).toBeNull();
    expect([Object.isFrozen(back), Object.isFrozen(back?.rules.child?.cites)]).toEqual([true, true]);
  });

  test('is the one that this process goes by', () => {
    const law = loadLaw();
    const name = nameOfKept(lawFiles(), digestOfCode() ?? 'no code');
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    deepStrictEqual(readKept(name), law);
  });

  test('is not taken where it is cut short, changed in any one place, or empty', async () => {
    keepLaw(loadLaw(), NAME, folder);
    const whole = await readFile(join(folder, NAME));
    for (let part = 0; part <= 20; part += 1) {
      const at = Math.min(whole.length - 1, Math.floor((whole.length * part) / 20));
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(join(folder, NAME), changed);
      expect([at, readKept(NAME, folder)]).toEqual([at, undefined]);
      await writeFile(join(folder, NAME), whole.subarray(0, at));
      expect([at, readKept(NAME, folder)]).toEqual([at, undefined]);
    }
  });

  test('stands beside three more at most; the oldest is gone', async () => {
    const law = { ...loadLaw(), words: {} };
    for (const [at, name] of ['b', 'c', 'd', 'e', 'f'].entries()) {
      keepLaw(law, name, folder);
      await utimes(join(folder, name), 1_000 + at, 1_000 + at);
    }
    keepLaw(law, 'g', folder);
    expect((await readdir(folder)).sort()).toEqual(['d', 'e', 'f', 'g']);
  });

  test('is not there where nothing can be written, and nothing fails', async () => {
    await writeFile(folder, '');
    keepLaw(loadLaw(), NAME, folder);
    expect(readKept(NAME, folder)).toBeUndefined();
  });

  test('is neither taken from nor put into what others may write to, what is somebody else’s, or a link', async () => {
    const law = loadLaw();
    keepLaw(law, NAME, folder);
    const path = join(folder, NAME);
    for (const open of [path, folder, home]) {
      await chmod(open, 0o777);
      expect([open, readKept(NAME, folder)]).toEqual([open, undefined]);
      await chmod(open, open === path ? 0o644 : 0o755);
    }
    expect(readKept(NAME, folder)).toBeDefined();
    await symlink(folder, join(home, 'link'));
    expect(readKept(NAME, join(home, 'link'))).toBeUndefined();
    if (process.getuid?.() === 0) {
      await chown(path, 12_345, 12_345);
      expect(readKept(NAME, folder)).toBeUndefined();
    }
    await chmod(folder, 0o777);
    keepLaw(law, 'b', folder);
    expect(await readdir(folder)).toEqual([NAME]);
  });
});

describe('its name', () => {
  const READERS = [
    'packages/rules/index.ts',
    'packages/rules/prove/prove-law.ts',
    'app/law/load-law.ts',
    'app/law/content-files.ts',
    'app/law/kept-law.ts',
    'package-lock.json',
  ];
  const TEST = 'packages/rules/index.test.ts';
  beforeEach(async () => {
    await mkdir(join(home, 'packages/rules/prove'), { recursive: true });
    await mkdir(join(home, 'app/law'), { recursive: true });
    for (const path of [...READERS, TEST]) await writeFile(join(home, path), path);
  });

  test('is another once the law differs by a letter', () => {
    const named = (path: string, text: string) => nameOfKept([{ path, text }], 'code');
    const files = [
      { path: 'a', text: 'theme: a' },
      { path: 'b', text: '' },
    ];
    const names = [named('a', 'theme: a'), named('a', 'theme: b'), named('b', 'theme: a')];
    names.push(nameOfKept(files, 'code'), nameOfKept(files, 'other code'));
    expect(new Set(names).size).toBe(names.length);
  });

  test('is another once what reads it or what that is built on differs, and no other for a test', async () => {
    const before = digestOfCode(home);
    const digests = [before];
    for (const path of READERS) {
      await writeFile(join(home, path), `${path}.`);
      digests.push(digestOfCode(home));
      await writeFile(join(home, path), path);
    }
    expect(new Set(digests).size).toBe(READERS.length + 1);
    await writeFile(join(home, TEST), 'another');
    expect(digestOfCode(home)).toBe(before);
  });

  test('is none where the code is not there as files', async () => {
    await rm(join(home, 'app/law/load-law.ts'));
    expect(digestOfCode(home)).toBeUndefined();
  });
});
