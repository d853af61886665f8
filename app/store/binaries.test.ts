import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedBinaries, placeBundledBinaries } from './binaries.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'clew home '));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('two that place the programs at once both get them, once', async () => {
  const both = await Promise.all([placeBundledBinaries(home), placeBundledBinaries(home)]);
  expect(both[0]).toEqual(both[1]);
  expect(await readdir(home)).toHaveLength(1);
  await expect(installedBinaries(both[0].folder)).resolves.toMatchObject({
    version: expect.stringMatching(/^18\./),
  });
});

test('programs that others could have put there, or can change, are not run', async () => {
  const { folder } = await placeBundledBinaries(home);
  await chmod(join(folder, '..'), 0o777);
  await expect(placeBundledBinaries(home)).rejects.toMatchObject({ code: 'store.folder' });
});

test('a folder without PostgreSQL is refused by name', async () => {
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin', 'postgres'), 'not a program');
  await expect(installedBinaries(join(home, 'bin'))).rejects.toMatchObject({ code: 'store.no-binaries' });
});
