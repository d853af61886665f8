import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { findHolder } from './holder.ts';
import { readProcessStat } from './process-identity.ts';
import {
  ask,
  findTarget,
  makeDataFolder,
  type NodeStart,
  type NodeUnderTest,
  startNode,
  startReadyNode,
  stopNode,
  untilGone,
  untilWell,
} from './testing/node-under-test.ts';

const run = promisify(execFile);
const nodes: NodeUnderTest[] = [];
const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const node of nodes.splice(0)) await stopNode(node);
  for (const remove of removals.splice(0)) await remove();
});

async function newFolder(): Promise<string> {
  const { dataFolder, remove } = await makeDataFolder();
  removals.push(remove);
  return dataFolder;
}

async function started(
  start: Omit<NodeStart, 'dataFolder'> & { dataFolder?: string } = {},
): Promise<NodeUnderTest> {
  const node = await startReadyNode({ dataFolder: start.dataFolder ?? (await newFolder()), ...start });
  nodes.push(node);
  return node;
}

/** A node that was asked to stop while it still serves somebody. */
async function stoppingHalfWay() {
  const node = await started();
  const postgres = await findTarget(node, 'postgres');
  const unfinished = ask(node, '/never');
  await ask(node, '/health');
  node.child.kill('SIGINT');
  await node.untilSaid(/Stopping/);
  return { node, postgres, unfinished };
}

/** A port that another program of this machine has, until `end`. */
async function takePort(): Promise<{ port: number; end(): void }> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, end: () => void other.close() };
}

async function attempted(start: NodeStart): Promise<NodeUnderTest> {
  const node = await startNode(start);
  nodes.push(node);
  return node;
}

describe('starting', () => {
  test('answers on localhost and on both loopback addresses, and nowhere else', async () => {
    const node = await started();
    const { port } = new URL(node.origin);
    expect((await ask(node, '/health')).body).toEqual({ ok: true });
    for (const host of ['127.0.0.1', '[::1]'])
      expect((await ask({ ...node, origin: `http://${host}:${port}` }, '/health')).status).toBe(200);
    const others = await run('hostname', ['-I']).catch(() => ({ stdout: '' }));
    for (const address of others.stdout
      .trim()
      .split(/\s+/)
      .filter((text) => text.includes('.')))
      expect((await ask({ ...node, origin: `http://${address}:${port}` }, '/health')).status).toBe(0);
  });

  test('the process that serves pages is told nothing by its environment', async () => {
    const node = await started({ env: { CANARY_SECRET: 'canary' } });
    const { body } = await ask(node, '/environment');
    const allowed = [
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'NODE_EXTRA_CA_CERTS',
      'PATH',
      'TSX_DISABLE_CACHE',
      'TZ',
    ];
    expect((body as string[]).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('a taken port is replaced by a free one, said in one line', async () => {
    const { port, end } = await takePort();
    const node = await started({ env: { CLEW_PORT: String(port) } });
    expect(node.said()).toContain(
      `Port ${port} is taken by another program; using ${new URL(node.origin).port}`,
    );
    end();
  });

  test('a taken port is an error where an address was named', async () => {
    const { port, end } = await takePort();
    const node = await attempted({
      dataFolder: await newFolder(),
      env: { CLEW_PORT: String(port), CLEW_ORIGIN: 'https://clew.example.org' },
    });
    expect(await node.exited).toBe(2);
    expect(node.said()).toContain(`Port ${port} on localhost is in use by another program`);
    end();
  });

  test('a second start on the same data names the process and address of the first', async () => {
    const first = await started();
    const second = await attempted({ dataFolder: first.dataFolder });
    expect(await second.exited).toBe(2);
    expect(second.said()).toContain(`process ${first.child.pid}, at ${first.origin}`);
    expect((await ask(first, '/health')).status).toBe(200);
  });

  test('two starts at the same moment: one serves, the other says so', async () => {
    const dataFolder = await newFolder();
    const both = await Promise.all([attempted({ dataFolder }), attempted({ dataFolder })]);
    const outcomes = await Promise.all(
      both.map((node) => Promise.race([node.untilSaid(/is ready: (\S+)/), node.untilSaid(/already runs/)])),
    );
    expect(outcomes.filter((text) => text === 'already runs')).toHaveLength(1);
  });

  test('beyond this machine it refuses without TLS files or a named proxy', async () => {
    const node = await attempted({ dataFolder: await newFolder(), env: { CLEW_HOST: '0.0.0.0' } });
    expect(await node.exited).toBe(2);
    expect(node.said()).toContain('CLEW_TLS_CERT');
  });
});

describe('stopping', () => {
  test('opens no debugger to whoever sends SIGUSR1', async () => {
    const node = await started();
    const web = await findTarget(node, 'web');
    for (const pid of [node.child.pid, web]) process.kill(pid ?? 0, 'SIGUSR1');
    // Once each has answered again, the signal was dealt with.
    expect((await fetch(`${node.origin}/health`)).status).toBe(200);
    expect(node.said()).not.toContain('Debugger listening');
    await expect(fetch('http://127.0.0.1:9229/json/list')).rejects.toThrow();
  });

  test('Ctrl-C once stops everything and leaves nothing behind', async () => {
    const node = await started();
    const folders = (await findHolder(node.dataFolder))?.folders ?? [];
    expect(folders).toHaveLength(2);
    const pids = await Promise.all((['web', 'postgres'] as const).map((target) => findTarget(node, target)));
    expect(await stopNode(node)).toBe(0);
    for (const pid of pids) await untilGone(pid ?? 0);
    for (const folder of folders) await expect(access(folder)).rejects.toThrow('ENOENT');
    expect(await findHolder(node.dataFolder)).toBeUndefined();
  });

  test('Ctrl-C twice within a moment, as npm passes it on, is one', async () => {
    const node = await started();
    node.child.kill('SIGINT');
    node.child.kill('SIGINT');
    expect(await node.exited).toBe(0);
  });

  test('Ctrl-C lets finish what is being served, and asked again it stops at once', async () => {
    const { node, postgres, unfinished } = await stoppingHalfWay();
    const askAgain = setInterval(() => node.child.kill('SIGINT'), 100);
    await node.untilSaid(/Stopping at once/);
    clearInterval(askAgain);
    expect(await node.exited).toBe(0);
    expect((await unfinished).status).toBe(0);
    await untilGone(postgres ?? 0);
  });

  test('stops for good when PostgreSQL falls while it is stopping', async () => {
    const { node, postgres, unfinished } = await stoppingHalfWay();
    process.kill(postgres ?? 0, 'SIGKILL');
    // On a busy machine the node's own patience may be over before it says so; then it stops without being asked again.
    const hasSaid = (words: RegExp) =>
      node.untilSaid(words).then(
        () => true,
        () => false,
      );
    if (await hasSaid(/ended unexpectedly/)) {
      const askAgain = setInterval(() => node.child.kill('SIGINT'), 20);
      await hasSaid(/Stopping at once/);
      clearInterval(askAgain);
    }
    expect(await node.exited).toBe(0);
    await unfinished;
    // Killed, it leaves its lock file; one that was started meanwhile takes its own away. Neither may still run.
    const left = await findTarget(node, 'postgres');
    const stat = left === undefined ? undefined : await readProcessStat(left);
    expect([undefined, 'Z']).toContain(stat?.state);
  });

  test('when npm is killed the node stops by itself, PostgreSQL too', async () => {
    const node = await started({ by: 'npm' });
    const pids = await Promise.all(
      (['web', 'supervisor', 'postgres'] as const).map((target) => findTarget(node, target)),
    );
    node.child.kill('SIGKILL');
    for (const pid of pids) await untilGone(pid ?? 0);
    expect(pids.every((pid) => pid !== undefined)).toBe(true);
  });
});

describe('while it runs', () => {
  test('a web process that falls is replaced, and who comes meanwhile waits instead of being refused', async () => {
    const node = await started();
    const before = (await ask(node, '/pid')).body;
    await ask(node, '/fall');
    const meanwhile = await Promise.all(Array.from({ length: 5 }, () => ask(node, '/pid')));
    expect(meanwhile.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(meanwhile[0]?.body).not.toEqual(before);
    await node.untilSaid(/The web process ended unexpectedly; starting another/);
  });

  test('a web process that hangs is ended and replaced', async () => {
    const node = await started({ flags: ['--silence', '8000'] });
    const before = (await ask(node, '/pid')).body;
    void ask(node, '/hang');
    await node.untilSaid(/The web process ended unexpectedly; starting another/);
    const after = await ask(node, '/pid');
    expect(after.status).toBe(200);
    expect(after.body).not.toEqual(before);
  });

  test('a start may take longer than a web process that serves may be silent, and not for ever', async () => {
    // No start is over in this time, and none answers before it is.
    const node = await started({ flags: ['--silence', '400'] });
    expect(node.said()).not.toMatch(/ended/);
    const never = await startNode({
      dataFolder: await newFolder(),
      flags: ['--silence', '60', '--start', '60'],
    });
    expect(await never.exited).toBe(2);
    expect(never.said()).toMatch(/The web process ended before it was ready/);
  });

  test('a web process is replaced after an idle time, refusing nobody', async () => {
    const node = await started({ flags: ['--idle', '50'] });
    const before = (await ask(node, '/pid')).body as { pid: number };
    await untilGone(before.pid);
    expect((await ask(node, '/pid')).status).toBe(200);
  });

  test('the key that seals what a page carries outlives a web process, and not the node; it is on no disk', async () => {
    const dataFolder = await newFolder();
    const node = await started({ dataFolder, flags: ['--idle', '50'] });
    const { pid } = (await ask(node, '/pid')).body as { pid: number };
    const key = (await ask(node, '/seal-key')).body as string;
    await untilGone(pid);
    expect((await ask(node, '/seal-key')).body).toBe(key);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(node.said()).not.toContain(key);
    expect((await run('grep', ['-rlF', key, dataFolder]).catch(() => ({ stdout: '' }))).stdout).toBe('');
    await stopNode(node);
    expect((await ask(await started({ dataFolder }), '/seal-key')).body).not.toBe(key);
  });

  test('a web process is replaced when it is old, even while it is asked without a pause', async () => {
    const node = await started({ flags: ['--age', '700'] });
    const seen = new Set<number>();
    while (seen.size < 3) {
      const { status, body } = await ask(node, '/pid');
      expect(status).toBe(200);
      seen.add((body as { pid: number }).pid);
    }
  });

  test('a database that goes away comes back without a restart of the node, and both are said', async () => {
    const node = await started();
    const postgres = await findTarget(node, 'postgres');
    process.kill(postgres ?? 0, 'SIGKILL');
    await node.untilSaid(/PostgreSQL ended unexpectedly/);
    await node.untilSaid(/PostgreSQL answers again/);
    await untilWell(node);
    expect(await findTarget(node, 'postgres')).not.toBe(postgres);
  });
});

describe('what it says about the data', () => {
  test('a demo has a data folder of its own', async () => {
    const dataFolder = await newFolder();
    await started({ dataFolder, flags: ['--demo'] }).then((node) =>
      expect(node.said()).toContain('This is a demo'),
    );
    expect((await readdir(`${dataFolder}-demo`)).includes('postgres')).toBe(true);
    expect(await readdir(dataFolder).catch(() => [])).toEqual([]);
  });
});
