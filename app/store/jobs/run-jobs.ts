import { storeFaultOf } from '../fault.ts';
import { JOB_LINES, Job, type JobFailure, type JobKind, type JobLine, MOST_AT_ONCE } from './kinds.ts';
import type { Queue, TakenJob } from './queue.ts';

/** How a job ended: well, or why not. What it throws is a fault of ours. */
export type JobEnd = { ok: true } | { ok: false; why: JobFailure };

/** Does one kind of job. It may be asked twice for the same one: doing it again must change nothing. */
export type DoJob<Kind extends JobKind> = (
  job: Extract<Job, { kind: Kind }>,
  how: { signal: AbortSignal; attempt: number },
) => Promise<JobEnd>;

/** One for each kind: the compiler asks for it. */
export type JobHandlers = { readonly [Kind in JobKind]: DoJob<Kind> };

type Work = { queue: Queue; handlers: JobHandlers; signal: AbortSignal };

/** Does the next job of a line that is due. Returns whether there was one. Throws StoreFault if the queue cannot be asked. */
export async function doNextJob(work: Work, line: JobLine): Promise<boolean> {
  const taken = await work.queue.take(line);
  if (taken) await doJob(work, taken);
  return taken !== undefined;
}

async function doJob({ queue, handlers, signal }: Work, taken: TakenJob): Promise<void> {
  const end = await endOf(taken, { handlers, signal });
  if (end.ok) await queue.done(taken);
  else await queue.failed(taken, end.why);
}

async function endOf(taken: TakenJob, { handlers, signal }: Omit<Work, 'queue'>): Promise<JobEnd> {
  const read = Job.safeParse(taken.carried);
  if (!read.success) return { ok: false, why: 'unreadable' };
  const handle = handlers[read.data.kind] as DoJob<JobKind>;
  try {
    return await handle(read.data, { signal, attempt: taken.attempt });
  } catch (error) {
    // What was thrown may say what it was about: only its kind is kept.
    return { ok: false, why: storeFaultOf(error) ? 'store' : 'fault' };
  }
}

type Running = Work & {
  /** Whether nothing of a line is begun for now. What runs goes on. */
  isHeld?: (line: JobLine) => boolean;
  /** Waits until it is worth looking again; ends at once when the signal comes. */
  pause: () => Promise<void>;
};

/**
 * Works off all lines until the signal comes: of each agency one job at a time, of all agencies at once, so that none waits for the
 * slow receiver of another. Resolves when what was begun has ended. Throws StoreFault.
 */
export async function runJobs(running: Running): Promise<void> {
  await Promise.all(JOB_LINES.map((line) => workOff(running, line)));
}

async function workOff(running: Running, line: JobLine): Promise<void> {
  const under = new Map<string, Promise<void>>();
  const faults: unknown[] = [];
  const begin = (taken: TakenJob) => {
    const doing = doJob(running, taken)
      .catch((error: unknown) => void faults.push(error))
      .finally(() => under.delete(taken.agencyId));
    under.set(taken.agencyId, doing);
  };
  while (!running.signal.aborted && faults.length === 0) {
    const isFull = under.size >= MOST_AT_ONCE[line] || running.isHeld?.(line) === true;
    const taken = isFull ? undefined : await running.queue.take(line, [...under.keys()]);
    if (taken) begin(taken);
    // An agency whose job has ended may have another.
    else await Promise.race([running.pause(), ...under.values()]);
  }
  if (faults.length === 0) await Promise.all(under.values());
  if (faults.length > 0) throw faults[0];
}
