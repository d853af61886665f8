import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHolder } from '../holder.ts';
import { readProcessStat } from '../process-identity.ts';

/** A node in processes of its own, on a data folder of its own, as somebody at a terminal would have it. */
export type NodeUnderTest = {
  child: ChildProcess;
  origin: string;
  dataFolder: string;
  /** Everything it has said so far. */
  said(): string;
  /** Resolves when it has said something that fits. */
  untilSaid(words: RegExp): Promise<string>;
  /** Resolves with the exit code when the started process has ended. */
  exited: Promise<number | null>;
};

export type NodeStart = {
  dataFolder: string;
  /** `node` starts the supervisor itself, `npm` starts it through npm. */
  by?: 'node' | 'npm';
  flags?: string[];
  env?: Record<string, string>;
};

export type Target = 'web' | 'jobs' | 'supervisor' | 'npm' | 'postgres' | 'backend';

const script = join(import.meta.dirname, 'start.mjs');

/** A fresh data folder with a space in its path, and what removes it. */
export async function makeDataFolder(): Promise<{ dataFolder: string; remove(): Promise<void> }> {
  const above = await mkdtemp(join(tmpdir(), 'clew node-'));
  await chmod(above, 0o755);
  return {
    dataFolder: join(above, 'data'),
    remove: () => rm(above, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Starts a node and returns at once; see `untilReady`. */
export async function startNode(start: NodeStart): Promise<NodeUnderTest> {
  const child = start.by === 'npm' ? await spawnByNpm(start) : spawnPlain(start);
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const untilSaid = (words: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const listener = () => {
        const found = words.exec(text);
        if (!found) return;
        listeners.delete(listener);
        resolve(found[1] ?? found[0]);
      };
      listeners.add(listener);
      void exited.then(() => {
        listener();
        if (listeners.delete(listener))
          reject(new Error(`It ended without saying ${words}. It said:\n${text}`));
      });
      listener();
    });
  const node: NodeUnderTest = {
    child,
    origin: '',
    dataFolder: start.dataFolder,
    said: () => text,
    untilSaid,
    exited,
  };
  return node;
}

/** Starts a node and waits until it says its address. */
export async function startReadyNode(start: NodeStart): Promise<NodeUnderTest> {
  const node = await startNode(start);
  node.origin = await node.untilSaid(/is ready: (\S+)/);
  return node;
}

/** Stops it as Ctrl-C does and waits until it is gone. */
export async function stopNode(node: NodeUnderTest): Promise<number | null> {
  // A terminal sends Ctrl-C to the whole group of processes; each node under test is one.
  if (node.child.exitCode === null && node.child.signalCode === null)
    process.kill(-(node.child.pid ?? 0), 'SIGINT');
  return node.exited;
}

/** The process ids of one part of a running node. */
export async function findTarget(node: NodeUnderTest, target: Target): Promise<number | undefined> {
  if (target === 'npm') return node.child.pid;
  const supervisor = (await findHolder(node.dataFolder))?.pid;
  if (target === 'supervisor') return supervisor;
  const lock = await readFile(join(node.dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const postmaster = Number(lock.split('\n')[0]) || undefined;
  if (target === 'postgres') return postmaster;
  if (target === 'backend') return (await childrenOf(postmaster)).at(-1)?.pid;
  const children = (await childrenOf(supervisor)).filter((child) => child.pid !== postmaster);
  const areJobs = await Promise.all(children.map(({ pid }) => isForJobs(pid)));
  return children.filter((_child, at) => areJobs[at] === (target === 'jobs')).at(-1)?.pid;
}

/** One request on a connection of its own; status 0 if the connection failed. */
export function ask(node: NodeUnderTest, path: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve) => {
    const agent = new Agent({ keepAlive: false });
    const sent = request(`${node.origin}${path}`, { agent, timeout: 20_000 }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('error', () => resolve({ status: 0, body: undefined }));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve({ status: 0, body: undefined }));
    sent.end();
  });
}

/** Asks until the node is well. */
export async function untilWell(node: NodeUnderTest): Promise<void> {
  while ((await ask(node, '/health')).status !== 200) {
    if (node.child.exitCode !== null) throw new Error(`The node ended. It said:\n${node.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  for (;;) {
    const stat = await readProcessStat(pid);
    if (!stat || stat.state === 'Z') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function spawnPlain({ dataFolder, flags = [], env = {} }: NodeStart): ChildProcess {
  return spawn(process.execPath, [script, ...flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_PORT: '0', CLEW_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function spawnByNpm({ dataFolder, flags = [], env = {} }: NodeStart): Promise<ChildProcess> {
  const folder = join(dataFolder, '..', 'npm');
  await mkdir(folder, { recursive: true });
  const start = [process.execPath, script, ...flags].map((word) => JSON.stringify(word)).join(' ');
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'under-test', scripts: { start } }));
  return spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_PORT: '0', CLEW_DATA: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function isForJobs(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('/jobs.mjs');
}

async function childrenOf(parent: number | undefined): Promise<{ pid: number; command: string }[]> {
  if (parent === undefined) return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid));
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readProcessStat(pid) })));
  return stats
    .filter(({ stat }) => stat?.parent === parent && stat.state !== 'Z')
    .map(({ pid, stat }) => ({ pid, command: stat?.command ?? '' }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
