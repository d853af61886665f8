import type { Front } from './front.ts';
import type { Say } from './node-database.ts';
import type { WebConfiguration } from './web-messages.ts';
import { startWeb, type WebProcess, type WebRefusal } from './web-process.ts';

/** One web process that serves, replaced when it falls, when it asks for it after an idle time, and at an interval. */
export type WebKeeper = {
  pid(): number | undefined;
  stop(patienceMs: number): Promise<void>;
  kill(): void;
};

export type WebTimes = {
  /** How old a web process may grow. */
  maxAgeMs: number;
  /** How long a replaced one may finish what it serves. */
  drainMs: number;
  /** Longest pause between two attempts to start one. */
  retryMs: number;
};

export type KeepWebOptions = {
  front: Front;
  entry: string;
  configure: (number: number) => WebConfiguration;
  times: WebTimes;
  say: Say;
};

const firstRetryMs = 100;

/** Starts the first web process and keeps one serving. Returns the refusal if the first does not come up. */
export async function keepWeb(options: KeepWebOptions): Promise<WebKeeper | WebRefusal> {
  const { front, times, say } = options;
  let number = 0;
  let current: WebProcess | undefined;
  let stopping = false;
  let replacing = false;
  const drained = new Set<Promise<void>>();

  const start = (): WebProcess => {
    number += 1;
    const own: WebProcess = startWeb({
      entry: options.entry,
      configuration: options.configure(number),
      onIdle: () => {
        if (own === current) void replace();
      },
    });
    return own;
  };

  const install = (next: WebProcess): void => {
    const before = current;
    current = next;
    front.setTaker(next.take);
    const aging = setTimeout(() => void (next === current && replace()), times.maxAgeMs);
    aging.unref();
    void next.exited.then(() => {
      clearTimeout(aging);
      if (next === current) front.setTaker(undefined);
      for (const socket of next.giveBack()) front.giveBack(socket);
      if (next !== current || stopping) return;
      current = undefined;
      say('The web process ended unexpectedly; starting another.');
      void replace();
    });
    if (before) {
      const ended = before.drain(times.drainMs).then(() => void drained.delete(ended));
      drained.add(ended);
    }
  };

  /** Brings up the next process before the current one goes; tries again, ever slower, until one comes up. */
  const replace = async (): Promise<void> => {
    if (replacing || stopping) return;
    replacing = true;
    let lastReason = '';
    for (let pause = firstRetryMs; !stopping; pause = Math.min(pause * 2, times.retryMs)) {
      const next = start();
      const outcome = await next.ready;
      if (stopping) next.kill();
      else if (outcome === true) install(next);
      if (stopping || outcome === true) break;
      if (outcome.message !== lastReason) say(outcome.message);
      lastReason = outcome.message;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    replacing = false;
    // The one just installed may have fallen while this was still counted as replacing.
    if (!stopping && !current?.isAlive()) void replace();
  };

  const first = start();
  const outcome = await first.ready;
  if (outcome !== true) {
    await first.exited;
    return outcome;
  }
  install(first);
  return {
    pid: () => current?.pid,
    stop: async (patienceMs) => {
      stopping = true;
      front.setTaker(undefined);
      await current?.drain(patienceMs);
      await Promise.all(drained);
    },
    kill: () => current?.kill(),
  };
}
