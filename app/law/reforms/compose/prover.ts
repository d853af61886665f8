import { Worker } from 'node:worker_threads';
import type { Law } from '@clew/rules';
import type { AnyDecision } from '../../library/index.ts';
import { waitingLine } from '../../waiting-line.ts';
import type { ProvedReform, ToProve } from './prove-reform.ts';

/** `busy`: too many wait already. `too-long`: the proof was ended, as it took too long or too much memory. */
type Proof = { kind: 'proved'; proved: ProvedReform } | { kind: 'busy' } | { kind: 'too-long' };

/** Proves reforms in a thread of its own: one at a time, each within a time. */
export type Prover = { prove(asked: ToProve): Promise<Proof>; close(): Promise<void> };

type Limits = {
  /** The longest that one proof may take, in milliseconds, the start of the thread included. */
  proofMs: number;
  /** How long the thread stays when nobody asks. */
  idleMs: number;
  memoryMb: number;
};

const LIMITS: Limits = { proofMs: 60_000, idleMs: 60_000, memoryMb: 512 };
const MOST_WAITING = 4;

/** A prover for a law and what is tried on it. Nothing starts before it is asked. */
export function createProver(
  law: Law,
  decisions: readonly AnyDecision[],
  limits: Partial<Limits> = {},
): Prover {
  const { proofMs, idleMs, memoryMb } = { ...LIMITS, ...limits };
  const line = waitingLine(MOST_WAITING);
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  };
  const start = (): Worker => {
    const worker = new Worker(new URL('./prover-thread.mjs', import.meta.url), {
      workerData: { law: JSON.stringify(law), decisions: JSON.stringify(decisions) },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      execArgv: [],
    });
    worker.on('error', () => {});
    return worker;
  };
  const prove = async (asked: ToProve): Promise<Proof> => {
    clearTimeout(idle);
    thread ??= start();
    const proved = await answerOf(thread, asked, proofMs);
    if (proved === undefined) {
      await end();
      return { kind: 'too-long' };
    }
    idle = setTimeout(() => void end(), idleMs);
    idle.unref();
    return { kind: 'proved', proved };
  };
  return { prove: (asked) => line(() => prove(asked)) ?? Promise.resolve({ kind: 'busy' }), close: end };
}

/** The thread's answer; nothing where it ended, could not tell, or took too long. */
function answerOf(thread: Worker, asked: ToProve, withinMs: number): Promise<ProvedReform | undefined> {
  return new Promise((resolve) => {
    const settle = (answer?: ProvedReform): void => {
      clearTimeout(timer);
      thread.off('message', hear);
      thread.off('exit', gone);
      thread.unref();
      resolve(answer);
    };
    const hear = ({ proved }: { proved?: string }): void =>
      settle(proved === undefined ? undefined : (JSON.parse(proved) as ProvedReform));
    const gone = (): void => settle();
    const timer = setTimeout(gone, withinMs);
    thread.ref();
    thread.on('message', hear);
    thread.on('exit', gone);
    thread.postMessage({ asked });
  });
}
