import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHolder, holdFolder, makeMark, settle } from './holder.ts';
import { identifyProcess } from './process-identity.ts';
import { giveSignOfLife } from './sign-of-life.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leaveHolder(facts: { pid: number; identity: string; alive?: string }): Promise<void> {
  const holder = { alive: '', ...facts, address: 'http://localhost:1414', folders: ['/tmp/clew-abcdef'] };
  await writeFile(join(folder, 'holder-7.json'), JSON.stringify(holder));
}

test('a folder that nobody holds is held, announced, released', async () => {
  const hold = await holdFolder(folder);
  await hold.announce({ address: 'http://localhost:1414' });
  expect(await findHolder(folder)).toMatchObject({ pid: process.pid, address: 'http://localhost:1414' });
  await hold.release();
  expect(await readdir(folder)).toEqual([]);
});

test('a living holder is named with its address, and keeps its hold', async () => {
  await leaveHolder({ pid: process.pid, identity: (await identifyProcess(process.pid)) ?? '' });
  await expect(holdFolder(folder)).rejects.toMatchObject({
    code: 'node.held',
    message: expect.stringMatching(new RegExp(`process ${process.pid}, at http://localhost:1414`)),
  });
  expect(await readdir(folder)).toEqual(['holder-7.json']);
});

test('a number that another process has now does not count as the holder', async () => {
  await leaveHolder({ pid: process.pid, identity: 'an earlier process with this number' });
  const hold = await holdFolder(folder);
  expect(hold.leftBehind).toEqual(['/tmp/clew-abcdef']);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^alive-/), 'holder-8.json']);
});

test('a holder file cut short by a full disk is taken over', async () => {
  await writeFile(join(folder, 'holder-7.json'), '{"pid": 12');
  const hold = await holdFolder(folder);
  await hold.announce({ address: 'http://localhost:1' });
  expect(await findHolder(folder)).toMatchObject({ pid: process.pid });
});

test('of many that come for a dead holder’s folder at once, one gets it', async () => {
  await leaveHolder({ pid: 2 ** 22 + 1, identity: 'dead' });
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => holdFolder(folder)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^alive-/), 'holder-8.json']);
});

test('who finds, with its own mark made, that another was quicker, steps back', async () => {
  await leaveHolder({ pid: 2 ** 22 + 1, identity: 'dead' });
  const own = {
    pid: process.pid,
    identity: (await identifyProcess(process.pid)) ?? '',
    address: '',
    alive: '',
    folders: [],
  };
  const late = await makeMark(folder, own);
  const quicker = { ...own, pid: process.ppid, identity: (await identifyProcess(process.ppid)) ?? '' };
  await writeFile(join(folder, 'holder-1.json'), JSON.stringify(quicker));
  await expect(settle(folder, late)).rejects.toMatchObject({ code: 'node.held' });
  expect((await readdir(folder)).sort()).toEqual(['holder-1.json', 'holder-7.json']);
});

test('a holder in another container, whose number means nothing here, is known by its sign of life', async () => {
  const sign = await giveSignOfLife(folder);
  await leaveHolder({ pid: 1, identity: 'the first process of another container', alive: sign?.name ?? '' });
  await expect(holdFolder(folder)).rejects.toMatchObject({ code: 'node.held' });
  expect((await readdir(folder)).sort()).toEqual([sign?.name, 'holder-7.json']);
  await sign?.end();
  await expect(holdFolder(folder)).resolves.toMatchObject({ leftBehind: ['/tmp/clew-abcdef'] });
});
