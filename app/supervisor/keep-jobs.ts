import type { ChildProcess } from 'node:child_process';
import { forkBare } from './bare-process.ts';
import { FromJobs, type JobsConfiguration, type ToJobs } from './jobs-messages.ts';
import type { Say } from './node-database.ts';

/** The one process that does jobs, started again whenever it falls. */
export type JobsKeeper = { stop(patienceMs: number): Promise<void>; kill(): void };

type Keeping = {
  entry: string;
  configuration: JobsConfiguration;
  say: Say;
  /** How long one lives that did not fall over what it met at its start; a minute unless a test says otherwise. */
  settledMs?: number;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 60_000;
const SETTLED_MS = 60_000;

/** What is said at most once an hour of receivers that are not reached, by why. Administrators are told one word for all. */
const UNREACHED: Readonly<Record<FromJobs['why'], string>> = {
  guarded:
    'Alarms or events were not sent: an agency or its program gave an address in a network that the node may not reach. If it may, name the network in CLEW_OUTGOING_NETWORKS.',
  unreached:
    'Alarms or events were not sent: an agency’s receiver does not answer, or its name leads nowhere.',
  'too-slow':
    'Alarms or events were not sent: an agency’s receiver, or its name, did not answer within ten seconds.',
};
const SAID_AGAIN_MS = 3_600_000;

/**
 * Keeps a process for jobs. A next one is started only once the one before has ended; what that one held is put back by it.
 * That it fell is said once, until one has lived for a minute. One that has lived so long and ends well has only forgotten what it
 * opened: nothing is said of it.
 */
export function keepJobs({ entry, configuration, say, settledMs = SETTLED_MS }: Keeping): JobsKeeper {
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let isStopping = false;
  let pause = FIRST_PAUSE_MS;
  let hasSaid = false;
  let waiting: NodeJS.Timeout | undefined;
  const saidAt = new Map<FromJobs['why'], number>();

  function sayUnreached({ why }: FromJobs): void {
    const last = saidAt.get(why);
    if (last !== undefined && performance.now() - last < SAID_AGAIN_MS) return;
    saidAt.set(why, performance.now());
    say(UNREACHED[why]);
  }

  function start(): void {
    const begun = performance.now();
    const own = forkBare(entry);
    child = own;
    const ended = new Promise<number | null>((resolve) => {
      own.once('exit', (code) => resolve(code));
      own.once('error', () => resolve(null));
    });
    exited = ended;
    own.on('message', (message) => sayUnreached(FromJobs.parse(message)));
    tell(own, configuration);
    void ended.then((code) => {
      if (isStopping) return;
      const wasSettled = performance.now() - begun > settledMs;
      if (wasSettled) [pause, hasSaid] = [FIRST_PAUSE_MS, false];
      const hasForgotten = code === 0 && wasSettled;
      if (!hasSaid && !hasForgotten) say('The process for jobs ended unexpectedly; starting another.');
      hasSaid = !hasForgotten;
      waiting = setTimeout(start, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  }

  start();
  return {
    stop: async (patienceMs) => {
      isStopping = true;
      clearTimeout(waiting);
      if (child) tell(child, { kind: 'stop' });
      const timer = setTimeout(() => child?.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(timer);
    },
    kill: () => {
      isStopping = true;
      clearTimeout(waiting);
      child?.kill('SIGKILL');
    },
  };
}

function tell(child: ChildProcess, message: ToJobs): void {
  if (child.connected) child.send(message, () => undefined);
}
