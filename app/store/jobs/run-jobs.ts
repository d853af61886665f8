import { storeFaultOf } from '../fault.ts';
import { JOB_LINES, Job, type JobFailure, type JobKind, type JobLine } from './kinds.ts';
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
export async function doNextJob({ queue, handlers, signal }: Work, line: JobLine): Promise<boolean> {
  const taken = await queue.take(line);
  if (!taken) return false;
  const end = await endOf(taken, { handlers, signal });
  if (end.ok) await queue.done(taken);
  else await queue.failed(taken, end.why);
  return true;
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
  /** Waits until it is worth looking again; ends at once when the signal comes. */
  pause: () => Promise<void>;
};

/** Works off all lines, two jobs at once in each, until the signal comes. Throws StoreFault. */
export async function runJobs(running: Running): Promise<void> {
  const lanes = JOB_LINES.flatMap((line) => [line, line]);
  await Promise.all(
    lanes.map(async (line) => {
      while (!running.signal.aborted) if (!(await doNextJob(running, line))) await running.pause();
    }),
  );
}
