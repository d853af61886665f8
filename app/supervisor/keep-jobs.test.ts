import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readChannelKey } from './channel-key.ts';
import type { JobsConfiguration } from './jobs-messages.ts';
import { keepJobs } from './keep-jobs.ts';
import {
  ask,
  findTarget,
  makeDataFolder,
  type NodeUnderTest,
  startReadyNode,
  stopNode,
  untilGone,
} from './testing/node-under-test.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function newFolder(): Promise<string> {
  const { dataFolder, remove } = await makeDataFolder();
  endings.push(remove);
  return dataFolder;
}

async function started(): Promise<NodeUnderTest> {
  const node = await startReadyNode({ dataFolder: await newFolder(), flags: ['--jobs'] });
  endings.push(() => stopNode(node));
  return node;
}

/** Waits until the job has come so far, as the journal tells. */
async function untilWritten(node: NodeUnderTest, word: string): Promise<string[]> {
  for (;;) {
    const { body } = await ask(node, '/written');
    const words = Array.isArray(body) ? (body as string[]) : [];
    if (words.includes(word)) return words;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a job whose process is killed by SIGKILL half-way is picked up by the next process and done once', async () => {
  const node = await started();
  await ask(node, '/send');
  await untilWritten(node, 'begun 1');
  const pid = (await findTarget(node, 'jobs')) ?? 0;
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  const words = await untilWritten(node, 'done');
  expect(words.filter((word) => word.startsWith('begun') || word === 'done')).toEqual([
    'begun 1',
    'begun 2',
    'done',
  ]);
  expect(node.said()).toContain('The process for jobs ended unexpectedly; starting another.');
});

test('a job is picked up when the whole node was killed, too', async () => {
  const node = await started();
  await ask(node, '/send');
  await untilWritten(node, 'begun 1');
  const pids = await Promise.all(
    (['supervisor', 'jobs', 'postgres'] as const).map((one) => findTarget(node, one)),
  );
  for (const pid of pids) process.kill(pid ?? 0, 'SIGKILL');
  for (const pid of pids) await untilGone(pid ?? 0);
  const again = await startReadyNode({ dataFolder: node.dataFolder, flags: ['--jobs'] });
  endings.push(() => stopNode(again));
  await untilWritten(again, 'done');
});

test.each([
  ['well, to forget what it opened, is followed by another and nothing is said', '0', []],
  ['badly is told once', '1', ['The process for jobs ended unexpectedly; starting another.']],
])('one that lived long and ends %s', async (_, code, said) => {
  const folder = await newFolder();
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'pids');
  const lines: string[] = [];
  const configuration = {
    kind: 'configure',
    databaseUrl: file,
    demo: false,
    channelIdentity: '',
    populationIdentity: '',
    scratch: '',
    outgoingNetworks: code,
  };
  const keeper = keepJobs({
    entry: join(import.meta.dirname, 'testing', 'short-lived.mjs'),
    configuration: configuration as JobsConfiguration,
    say: (line) => lines.push(line),
    settledMs: code === '0' ? 0 : 60_000,
  });
  endings.push(() => keeper.stop(1_000));
  const pids = async () => (await readFile(file, 'utf8').catch(() => '')).trim().split('\n');
  while ((await pids()).length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(new Set(await pids()).size).toBeGreaterThanOrEqual(3);
  expect(lines).toEqual(said);
});

test('the process for jobs goes with the node', async () => {
  const node = await started();
  const pid = (await findTarget(node, 'jobs')) ?? 0;
  await stopNode(node);
  await untilGone(pid);
  expect(node.said()).not.toContain('unexpectedly');
});

test('the key for channels is made once, for its user alone, and one that is damaged is told', async () => {
  const node = await started();
  const key = await readChannelKey(node.dataFolder);
  expect(key.identity).toMatch(/^AGE-SECRET-KEY-1/);
  expect(await readChannelKey(node.dataFolder)).toEqual(key);
  const file = join(node.dataFolder, 'channel-key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, 'x');
  await expect(readChannelKey(node.dataFolder)).rejects.toThrow('cannot be used');
});
