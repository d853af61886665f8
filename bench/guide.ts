import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type Bench, whole } from './frame/bench.ts';
import { type RunningNode, withNode } from './load/running-node.ts';
import { timesOf } from './load/times.ts';

/** What is asked of Clew on two cores, the askers on the same two. */
const LEAST_A_SECOND = 2_000;
const MOST_P95_MS = 50;

/** What somebody reads who finds out what is happening to them. */
const PATHS = ['/en', '/ar', '/en/i/2', '/ar/i/3', '/fr/i/4', '/en/i/5', '/ar/i/6', '/en/i/7'];
const WARM_UP_MS = 2_000;

export const bench: Bench = {
  about:
    'pages of the guide that are the same for everybody, from a whole node to askers on the same cores: pages a second, ms; arguments: seconds, askers',
  async run({ args, say }) {
    const seconds = whole(args[0], 20);
    const askers = whole(args[1], 40);
    const measured = await withNode(async (node) => {
      say('warming up');
      await askAll(node, { askers, ms: WARM_UP_MS });
      say(`${askers} askers for ${seconds} s`);
      return askAll(node, { askers, ms: seconds * 1_000 });
    });
    const times = timesOf(measured);
    const pagesPerSecond = Math.round(measured.length / seconds);
    const isWithin = pagesPerSecond >= LEAST_A_SECOND && times.p95 <= MOST_P95_MS;
    return { figures: { seconds, askers, pagesPerSecond, ms: times, isWithin } };
  },
};

type Asking = { askers: number; ms: number };

/** Each asker asks for one page after the other, over one connection that stays. Throws on an answer that is not the page. */
async function askAll({ origin }: RunningNode, { askers, ms }: Asking) {
  const until = performance.now() + ms;
  const agent = new Agent({ keepAlive: true, maxSockets: askers });
  const answered: { ms: number }[] = [];
  const ask = async (at: number): Promise<void> => {
    for (let turn = at; performance.now() < until; turn++) {
      const begun = performance.now();
      await readPage(`${origin}${PATHS[turn % PATHS.length]}`, agent);
      answered.push({ ms: performance.now() - begun });
    }
  };
  await Promise.all(Array.from({ length: askers }, (_, at) => ask(at)));
  agent.destroy();
  return answered;
}

async function readPage(address: string, agent: Agent): Promise<void> {
  const request = get(address, { agent, headers: { 'Accept-Encoding': 'br' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const piece of response) bytes += (piece as Buffer).length;
  if (response.statusCode !== 200 || bytes < 500)
    throw new Error(`${address} answered ${response.statusCode} with ${bytes} bytes.`);
}
