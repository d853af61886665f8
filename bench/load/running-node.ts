import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const checkout = dirname(dirname(import.meta.dirname));

/** A node that was started as production starts it, empty: the token is that of the link by which an agency is made. */
export type RunningNode = {
  child: ChildProcess;
  origin: string;
  token: string;
  data: string;
  folder: string;
};

/** Starts a node on a folder of its own, gives it to `work`, and ends and removes it whatever becomes of that. */
export async function withNode<T>(work: (node: RunningNode) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'clew-bench-node-'));
  try {
    await chmod(folder, 0o711);
    const node = await startNode(folder);
    try {
      return await work(node);
    } finally {
      node.child.kill('SIGINT');
      await once(node.child, 'exit');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a command of Clew at the node's data, beside it. */
export function startCommand({ data }: RunningNode, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(checkout, 'bin/clew.mjs'), ...args], {
    env: { PATH: process.env.PATH, CLEW_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function startNode(folder: string): Promise<RunningNode> {
  const data = join(folder, 'data');
  const child = spawn(process.execPath, [join(checkout, 'bin/clew.mjs'), 'start', '--port', '0'], {
    env: { PATH: process.env.PATH, CLEW_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, origin, token] = /(http:\S+)\/desk\/begin\/(\S+)/.exec(line) ?? [];
    if (origin === undefined || token === undefined) continue;
    // Whatever it says next must not fill the pipe and stop it.
    child.stdout.resume();
    return { child, origin, token, data, folder };
  }
  throw new Error('The node ended without a link to begin.');
}
