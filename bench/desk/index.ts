import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { fillDesk } from './fill.ts';
import { makePlan } from './plan.ts';
import { readUse } from './processes.ts';
import { sumUp, useBetween } from './sum-up.ts';
import { sendTraffic } from './traffic.ts';

const checkout = dirname(dirname(import.meta.dirname));
const SEED = 5;
const WARM_UP_SECONDS = 15;
const EVERY_MS = 10_000;
const SIGN_INS_A_SECOND = 2;

export const bench: Bench = {
  about:
    'people signed in at one agency, each opening a page every ten seconds, two sign-ins a second: ms of pages and sign-ins; arguments: seconds, people, files',
  async run({ say, args }: BenchContext) {
    const [seconds, people, files] = [whole(args[0], 60), whole(args[1], 500), whole(args[2], 200)];
    const folder = await mkdtemp(join(tmpdir(), 'clew-bench-desk-'));
    await chmod(folder, 0o711);
    const data = join(folder, 'data');
    // A third more than come on average, in any second up to the last.
    const comers = Math.ceil((seconds + WARM_UP_SECONDS) * SIGN_INS_A_SECOND * 1.33) + 10;
    try {
      const node = await startNode(data);
      try {
        const filled = await fillDesk({ data, token: node.token }, { people, comers, files }, say);
        const measured = await measure(node, { filled, seconds, say });
        return { figures: { people, files, seconds, seed: SEED, ...measured } };
      } finally {
        node.child.kill('SIGINT');
        await once(node.child, 'exit');
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type RunningNode = { child: ChildProcess; origin: string; token: string };
type Measuring = {
  filled: Awaited<ReturnType<typeof fillDesk>>;
  seconds: number;
  say: (line: string) => void;
};

/** Warms up, then measures for so many seconds without a pause between. What is asked meanwhile counts by when it was meant. */
async function measure(node: RunningNode, { filled, seconds, say }: Measuring) {
  const plan = makePlan({
    ...filled,
    seed: SEED,
    seconds: seconds + WARM_UP_SECONDS,
    everyMs: EVERY_MS,
    signInsASecond: SIGN_INS_A_SECOND,
  });
  say(`${WARM_UP_SECONDS} seconds to warm up, then ${seconds} measured`);
  const pid = node.child.pid ?? 0;
  const answering = sendTraffic(node.origin, plan);
  await wait(WARM_UP_SECONDS * 1000);
  const [before, own] = [readUse(pid), process.cpuUsage()];
  await wait(seconds * 1000);
  const [after, ours] = [readUse(pid), process.cpuUsage(own)];
  const answered = (await answering).filter(({ at }) => at >= WARM_UP_SECONDS * 1000);
  return {
    ...sumUp(answered),
    use: {
      ...useBetween(before, after, seconds),
      generator: { cores: Number(((ours.user + ours.system) / 1e6 / seconds).toFixed(3)) },
    },
  };
}

/** Starts a node as production does, and waits for the link by which an agency is made. */
async function startNode(data: string): Promise<RunningNode> {
  const child = spawn(process.execPath, [join(checkout, 'bin/clew.mjs'), 'start', '--port', '0'], {
    env: { PATH: process.env.PATH, CLEW_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, origin, token] = /(http:\S+)\/desk\/begin\/(\S+)/.exec(line) ?? [];
    if (origin === undefined || token === undefined) continue;
    // Whatever it says next must not fill the pipe and stop it.
    child.stdout.resume();
    return { child, origin, token };
  }
  throw new Error('The node ended without a link to begin.');
}

function whole(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is no whole number from 1.`);
  return number;
}
