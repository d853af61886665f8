import type { Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';

/** Upper bounds, in seconds, of the bins into which answers are counted by how long they took; the last bin has none. */
export const answerBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** What a web process tells of itself: sizes as they are, the rest since it last told. Nothing of any one request. */
export const WebMeasures = z.object({
  residentBytes: z.number(),
  heapBytes: z.number(),
  connections: z.number(),
  /** How late the event loop came to its work, 99 of 100 times at most. */
  loopDelaySeconds: z.number(),
  /** Answers by how long they took, one number a bin. */
  answers: z.array(z.number().int()).length(answerBounds.length + 1),
  /** Answers with a status of 500 and above. */
  failures: z.number().int(),
  /** Events noted, by code. */
  events: z.record(z.string(), z.number().int()),
});
export type WebMeasures = z.infer<typeof WebMeasures>;

/** Counts what a server answers. Each call of the returned function tells what was counted since the one before. */
export function measureWeb(server: Server, totals: () => ReadonlyMap<string, number>): () => WebMeasures {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let answers = emptyBins();
  let failures = 0;
  let connections = 0;
  let noted: ReadonlyMap<string, number> = new Map();
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
    });
  });
  server.on('request', (_, response) => {
    const began = performance.now();
    response.once('close', () => {
      const bin = binOf((performance.now() - began) / 1_000);
      answers[bin] = (answers[bin] ?? 0) + 1;
      if (response.statusCode >= 500) failures += 1;
    });
  });
  return () => {
    const { rss, heapUsed } = process.memoryUsage();
    const now = new Map(totals());
    const told: WebMeasures = {
      residentBytes: rss,
      heapBytes: heapUsed,
      connections,
      loopDelaySeconds: delay.percentile(99) / 1e9,
      answers,
      failures,
      events: growth(noted, now),
    };
    noted = now;
    answers = emptyBins();
    failures = 0;
    delay.reset();
    return told;
  };
}

export function emptyBins(): number[] {
  return new Array(answerBounds.length + 1).fill(0);
}

function binOf(seconds: number): number {
  const bin = answerBounds.findIndex((bound) => seconds <= bound);
  return bin < 0 ? answerBounds.length : bin;
}

function growth(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Record<string, number> {
  const grown = [...now].map(([code, count]) => [code, count - (before.get(code) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, count]) => count > 0));
}
