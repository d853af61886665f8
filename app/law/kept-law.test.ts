import { deepStrictEqual } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepLaw, nameOfKept, readKept } from './kept-law.ts';
import { lawFiles, loadLaw, readTestedLaw } from './load-law.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew kept law '));
});
afterEach(() => rm(folder, { recursive: true }));

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
    const name = nameOfKept(lawFiles());
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    const law = loadLaw();
    deepStrictEqual(readKept(name ?? ''), law);
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
    await writeFile(join(folder, 'file'), '');
    keepLaw(loadLaw(), NAME, join(folder, 'file'));
    expect(readKept(NAME, join(folder, 'file'))).toBeUndefined();
  });
});

describe('its name', () => {
  const files = [{ path: 'laws/facts/a.yaml', text: 'theme: a' }];

  async function checkout(): Promise<void> {
    await mkdir(join(folder, 'packages/rules/prove'), { recursive: true });
    await mkdir(join(folder, 'app/law'), { recursive: true });
    for (const path of [
      'packages/rules/index.ts',
      'packages/rules/index.test.ts',
      'packages/rules/prove/prove-law.ts',
      'app/law/load-law.ts',
      'app/law/content-files.ts',
      'app/law/kept-law.ts',
      'package-lock.json',
    ])
      await writeFile(join(folder, path), path);
  }

  test('is another once the law, what reads it or what that is built on differs by a letter, and no other for a test', async () => {
    await checkout();
    const before = nameOfKept(files, folder);
    const names = [
      before,
      nameOfKept([{ path: 'laws/facts/a.yaml', text: 'theme: b' }], folder),
      nameOfKept([{ path: 'laws/facts/b.yaml', text: 'theme: a' }], folder),
      nameOfKept([...files, { path: 'laws/facts/b.yaml', text: '' }], folder),
    ];
    for (const path of [
      'packages/rules/index.ts',
      'packages/rules/prove/prove-law.ts',
      'app/law/load-law.ts',
      'app/law/content-files.ts',
      'app/law/kept-law.ts',
      'package-lock.json',
    ]) {
      await writeFile(join(folder, path), `${path}.`);
      names.push(nameOfKept(files, folder));
      await writeFile(join(folder, path), path);
    }
    expect(new Set(names).size).toBe(names.length);
    await writeFile(join(folder, 'packages/rules/index.test.ts'), 'another');
    expect(nameOfKept(files, folder)).toBe(before);
  });

  test('is none where the code is not there as files', async () => {
    await checkout();
    await rm(join(folder, 'app/law/load-law.ts'));
    expect(nameOfKept(files, folder)).toBeUndefined();
  });
});
