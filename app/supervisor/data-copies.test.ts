import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findLiveServer } from '../store/index.ts';
import { clearDeadCopies, findDeadCopies, makeCopy } from './data-copies.ts';
import { makeDataFolder, startReadyNode, stopNode, untilGone } from './testing/node-under-test.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function newFolder(): Promise<string> {
  const { dataFolder, remove } = await makeDataFolder();
  endings.push(remove);
  await mkdir(dataFolder, { recursive: true });
  return dataFolder;
}

test('a copy that somebody works on is never removed; one that was just made, without its mark yet, neither', async () => {
  const dataFolder = await newFolder();
  const alive = await makeCopy(dataFolder, 'rehearsal');
  await mkdir(join(dataFolder, 'rehearsal-young'));
  expect(await findDeadCopies(dataFolder, 'rehearsal')).toEqual([]);
  expect(await clearDeadCopies(dataFolder, 'rehearsal')).toBe(0);
  await access(alive.folder);
  await alive.remove();
  expect(await readdir(dataFolder)).toEqual(['rehearsal-young']);
});

test('what a killed rehearsal leaves is found, and the next start removes it, with the server that still ran on it', async () => {
  const dataFolder = await newFolder();
  const node = await startReadyNode({ dataFolder });
  const command = join(dirname(dirname(import.meta.dirname)), 'bin', 'clew.mjs');
  const rehearsal = spawn(process.execPath, [command, 'upgrade', '--rehearse'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: dataFolder },
    stdio: 'ignore',
  });
  const ended = once(rehearsal, 'exit');
  const server = await untilServer(dataFolder);
  rehearsal.kill('SIGKILL');
  await ended;
  const [dead] = await findDeadCopies(dataFolder, 'rehearsal');
  expect(dead).toMatch(/rehearsal-/);
  await stopNode(node);
  const next = await startReadyNode({ dataFolder });
  endings.push(() => stopNode(next));
  expect(await findDeadCopies(dataFolder, 'rehearsal')).toEqual([]);
  expect((await readdir(dataFolder)).filter((name) => name.startsWith('rehearsal-'))).toEqual([]);
  await untilGone(server);
});

/** The server of the copy, once there is one. */
async function untilServer(dataFolder: string): Promise<number> {
  for (;;) {
    const names = (await readdir(dataFolder)).filter((name) => name.startsWith('rehearsal-'));
    for (const name of names) {
      const pid = await findLiveServer({ folder: join(dataFolder, name) });
      if (pid !== undefined) return pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
