import { startDistantNode } from '../deploy/testing/distant-node.ts';
import { type Bench, spread, whole } from './frame/bench.ts';

/** A telephone's line in a bad place, and what somebody on it must not wait longer for. */
const LINE = { bitsPerSecond: 250_000, roundTripMs: 300 };
const MOST_MS = 3_000;

const PAGES = ['/en', '/ar', '/ar/i/1', '/ar/i/3'];

export const bench: Bench = {
  about:
    'the first page somebody opens over 250 kbit/s with 300 ms there and back, at a node behind nginx, in Chromium on the same cores: ms until all of it is there; argument: runs',
  async run({ args, say }) {
    const runs = whole(args[0], 5);
    const node = await startDistantNode(LINE);
    try {
      // The node's first answer to anybody is no measure of the line.
      await node.look('/en', false);
      const figures: Record<string, unknown> = {};
      for (const path of PAGES)
        for (const javaScript of [false, true]) {
          const name = `${path}${javaScript ? ', with scripts' : ''}`;
          say(name);
          const looks = [];
          for (let run = 0; run < runs; run++) looks.push(await node.look(path, javaScript));
          const wholeMs = spread(looks.map((look) => Math.round(look.wholeMs)));
          const connections = Math.max(...looks.map((look) => look.connections));
          const bytes = Math.max(...looks.map((look) => look.bytes));
          figures[name] = { wholeMs, connections, bytes, isWithin: wholeMs.max <= MOST_MS };
        }
      return { figures: { line: LINE, ...figures } };
    } finally {
      await node.close();
    }
  },
};
