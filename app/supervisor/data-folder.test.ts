import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgeDataFolder, prepareDataFolder } from './data-folder.ts';
import { startNode } from './testing/node-under-test.ts';

let above: string;
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'folders '));
});
afterEach(() => rm(above, { recursive: true, force: true }));

test('a free name is made and marked; an empty folder is taken; a marked one is known again', async () => {
  for (const folder of [join(above, 'deep', 'data'), above]) {
    if (folder === above) await rm(join(above, 'deep'), { recursive: true });
    expect(await judgeDataFolder(folder)).toBeUndefined();
    await prepareDataFolder(folder);
    await prepareDataFolder(folder);
    expect(await readdir(folder)).toEqual(['clew-data']);
  }
});

test('several who make it at the same moment all find it made', async () => {
  const folder = join(above, 'deep', 'er', 'data');
  await Promise.all(Array.from({ length: 20 }, () => prepareDataFolder(folder)));
  expect(await readdir(folder)).toEqual(['clew-data']);
});

test('somebody’s folder keeps its files and its mode, and start says why', async () => {
  await mkdir(join(above, 'new-photos'));
  await writeFile(join(above, 'new-will.txt'), 'my last will');
  await chmod(above, 0o700);
  const node = await startNode({ dataFolder: above });
  expect(await node.exited).toBe(2);
  expect(node.said()).toContain('holds other things and was not made by Clew');
  expect((await readdir(above)).sort()).toEqual(['new-photos', 'new-will.txt']);
  expect(await readFile(join(above, 'new-will.txt'), 'utf8')).toBe('my last will');
  expect((await stat(above)).mode & 0o777).toBe(0o700);
});

test('a link, and a folder that others may change, are refused: what they plant would be written through', async () => {
  await symlink(above, join(tmpdir(), 'clew-link-under-test'));
  expect(await judgeDataFolder(join(tmpdir(), 'clew-link-under-test'))).toContain('is a link');
  await rm(join(tmpdir(), 'clew-link-under-test'));
  await chmod(above, 0o777);
  expect(await judgeDataFolder(above)).toContain('can be changed by other users');
});

test('a file, and a place where nothing can be made, are refused in words', async () => {
  await writeFile(join(above, 'file'), '');
  expect(await judgeDataFolder(join(above, 'file'))).toContain('is a file');
  expect(await judgeDataFolder(join(above, 'file', 'data'))).toContain('is no folder');
  await expect(prepareDataFolder('/proc/clew-data')).rejects.toMatchObject({ code: 'store.folder' });
});
