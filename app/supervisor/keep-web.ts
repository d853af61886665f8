import type { Front } from './front.ts';
import type { Say } from './node-database.ts';
import type { NodeMetrics } from './node-metrics.ts';
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
  /** How long one may be silent before it counts as fallen. */
  silenceMs: number;
  /** How long one may take until it serves. */
  startMs: number;
};

type KeepWebOptions = {
  front: Front;
  entry: string;
  configure: (number: number) => WebConfiguration;
  times: WebTimes;
  metrics: NodeMetrics;
  say: Say;
};

const firstRetryMs = 100;

type State = KeepWebOptions & {
  number: number;
  current: WebProcess | undefined;
  stopping: boolean;
  replacing: boolean;
  /** Every process that has not ended: starting, serving or draining. */
  alive: Set<WebProcess>;
};

/** Starts the first web process and keeps one serving. Returns the refusal if the first does not come up. */
export async function keepWeb(options: KeepWebOptions): Promise<WebKeeper | WebRefusal> {
  const state: State = {
    ...options,
    number: 0,
    current: undefined,
    stopping: false,
    replacing: false,
    alive: new Set(),
  };
  const first = start(state);
  const outcome = await first.ready;
  if (outcome !== true) {
    await first.exited;
    return outcome;
  }
  install(state, first);
  return {
    pid: () => state.current?.pid,
    stop: (patienceMs) => stop(state, patienceMs),
    kill: () => {
      state.stopping = true;
      for (const web of state.alive) web.kill();
    },
  };
}

const certificateWords = {
  renewed: 'The TLS files hold another certificate; it is served from now on.',
  kept: 'The TLS files were changed and are no certificate with its key: the one before is still served. Mend them before the node starts anew.',
} as const;

function start(state: State): WebProcess {
  state.number += 1;
  const own: WebProcess = startWeb({
    entry: state.entry,
    configuration: state.configure(state.number),
    silencePatienceMs: state.times.silenceMs,
    startPatienceMs: state.times.startMs,
    onIdle: () => {
      if (own === state.current) void replace(state);
    },
    onMeasures: (measures) => state.metrics.take(measures, own === state.current),
    onCertificate: (outcome) => {
      if (own === state.current) state.say(certificateWords[outcome]);
    },
  });
  state.metrics.webStarted();
  state.alive.add(own);
  void own.exited.then(() => state.alive.delete(own));
  return own;
}

/** Gives new connections to the next process and lets the one before finish what it serves. */
function install(state: State, next: WebProcess): void {
  const before = state.current;
  state.current = next;
  state.front.setTaker(next.take);
  const aging = setTimeout(() => void (next === state.current && replace(state)), state.times.maxAgeMs);
  aging.unref();
  void next.exited.then(() => {
    clearTimeout(aging);
    mourn(state, next);
  });
  void before?.drain(state.times.drainMs);
}

/** A process has ended. What it had not taken waits again; if it was the one that served, another is started. */
function mourn(state: State, ended: WebProcess): void {
  const served = ended === state.current;
  if (served) state.front.setTaker(undefined);
  for (const socket of ended.giveBack()) state.front.giveBack(socket);
  if (!served || state.stopping) return;
  state.current = undefined;
  state.say('The web process ended unexpectedly; starting another.');
  void replace(state);
}

/** Brings up the next process before the current one goes; tries again, ever slower, until one comes up. */
async function replace(state: State): Promise<void> {
  if (state.replacing || state.stopping) return;
  state.replacing = true;
  let lastReason = '';
  for (let pause = firstRetryMs; !state.stopping; pause = Math.min(pause * 2, state.times.retryMs)) {
    const next = start(state);
    const outcome = await next.ready;
    if (state.stopping) next.kill();
    else if (outcome === true) install(state, next);
    if (state.stopping || outcome === true) break;
    if (outcome.message !== lastReason) state.say(outcome.message);
    lastReason = outcome.message;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  state.replacing = false;
  // The one just installed may have fallen while this was still counted as replacing.
  if (!state.stopping && !state.current?.isAlive()) void replace(state);
}

async function stop(state: State, patienceMs: number): Promise<void> {
  state.stopping = true;
  state.front.setTaker(undefined);
  await Promise.all([...state.alive].map((web) => web.drain(patienceMs)));
}
