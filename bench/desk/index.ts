import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, type BenchContext, whole } from '../frame/bench.ts';
import { fillDesk } from '../load/fill.ts';
import { readUse, useBetween } from '../load/processes.ts';
import { type RunningNode, withNode } from '../load/running-node.ts';
import { sendTraffic } from '../load/traffic.ts';
import { makePlan } from './plan.ts';
import { sumUp } from './sum-up.ts';

const SEED = 5;
const WARM_UP_SECONDS = 15;
const EVERY_MS = 10_000;
const SIGN_INS_A_SECOND = 2;

export const bench: Bench = {
  about:
    'people signed in at one agency, each opening a page every ten seconds, two sign-ins a second: ms of pages and sign-ins; arguments: seconds, people, files',
  async run({ say, args }: BenchContext) {
    const [seconds, people, files] = [whole(args[0], 60), whole(args[1], 500), whole(args[2], 200)];
    // A third more than come on average, in any second up to the last.
    const comers = Math.ceil((seconds + WARM_UP_SECONDS) * SIGN_INS_A_SECOND * 1.33) + 10;
    return withNode(async (node) => {
      const filled = await fillDesk(node, { people, comers, files }, say);
      const measured = await measure(node, { filled, seconds, say });
      return { figures: { people, files, seconds, seed: SEED, ...measured } };
    });
  },
};

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
