import { randomBytes } from 'node:crypto';
import {
  createAlarmTeller,
  createEventTeller,
  createPopulationCounter,
  emptyScratch,
  resolveByDns,
  type Unreached,
  useNativeCurves,
  watchChannels,
  watchWebhooks,
} from './desk/index.ts';
import { createForgetting } from './forgetting.ts';
import { loadLaw } from './law/index.ts';
import { asOnlyRunner, type Database, type JobLine, openQueue, openServing, runJobs } from './store/index.ts';
import { type JobsConfiguration, outgoingList, runJobsProcess, type TellJobs } from './supervisor/index.ts';

/** How long it rests when nothing is due. */
const REST_MS = 1_000;
/** How often it is asked whether somebody stopped the count that runs. */
const LOOK_MS = 1_000;
/** How often it is asked what has become due. */
const WATCH_MS = 15_000;
/** How long after it opened a channel, or counted, it ends, for another to take its place: what was opened should not stay in memory. */
const FORGET_MS = 120_000;

type Running = {
  configuration: JobsConfiguration;
  database: Database;
  nodeId: string;
  tell: TellJobs;
};

/** Joins the rooms' jobs into the one process that does them. */
async function work(configuration: JobsConfiguration, signal: AbortSignal, tell: TellJobs): Promise<void> {
  useNativeCurves();
  const { database, nodeId } = await openServing(configuration.databaseUrl, { demo: configuration.demo });
  try {
    await asOnlyRunner(database, { signal, pause: () => rest(REST_MS, signal) }, (own) =>
      runAll({ configuration, database, nodeId, tell }, own),
    );
  } finally {
    await database.destroy();
  }
}

async function runAll(
  { configuration, database, nodeId, tell }: Running,
  signal: AbortSignal,
): Promise<void> {
  const queue = openQueue(database, nodeId);
  // Nobody else does jobs here now, so what is still held was held by a process that was killed.
  await queue.takeBack();
  await emptyScratch(configuration.scratch);
  const over = new AbortController();
  const own = AbortSignal.any([signal, over.signal]);
  const forgetting = createForgetting({ afterMs: FORGET_MS, now: () => performance.now() });
  const sender = {
    ...{ database, now: () => new Date(), random: randomBytes, identity: configuration.channelIdentity },
    onOpened: forgetting.opened,
    onUnreached: (why: Unreached) => tell({ kind: 'unreached', why }),
    outgoing: {
      ...{ resolve: resolveByDns, mayBeLocal: false },
      allowed: outgoingList(configuration.outgoingNetworks),
    },
  };
  const counter = createPopulationCounter({
    ...{ database, random: randomBytes, identity: configuration.populationIdentity },
    ...{ scratch: configuration.scratch, law: loadLaw },
    again: (call) => {
      const timer = setInterval(call, LOOK_MS);
      return () => clearInterval(timer);
    },
  });
  const handlers = {
    ...{ 'alarm.tell': createAlarmTeller(sender), 'event.tell': createEventTeller(sender) },
    'population.count': (...asked: Parameters<typeof counter>) => forgetting.during(() => counter(...asked)),
  };
  // A count is not broken off; none is begun once it is time to end.
  const isHeld = (line: JobLine) => line === 'long' && forgetting.isDue();
  const watching = async () => {
    while (!own.aborted) {
      await watchChannels({ database, nodeId, now: new Date() });
      await watchWebhooks({ database, nodeId, now: new Date() });
      await queue.tidy(new Date());
      if (forgetting.isOver()) over.abort();
      await rest(WATCH_MS, own);
    }
  };
  try {
    await Promise.all([
      runJobs({ queue, handlers, isHeld, signal: own, pause: () => rest(REST_MS, own) }),
      watching(),
    ]);
  } finally {
    over.abort();
  }
}

/** Ends early when the signal comes. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

runJobsProcess(work);
