import { type FromJobs, JobsConfiguration, ToJobs } from './jobs-messages.ts';
import { refuseDebugger } from './stop-signals.ts';

/** Tells the supervisor, while it is there. */
export type TellJobs = (message: FromJobs) => void;

/**
 * Runs the process for jobs: waits for its configuration, then lets `work` go on until it is told to stop or the supervisor
 * is gone; the signal says so. If `work` rejects the process ends, and the supervisor starts another.
 */
export function runJobsProcess(
  work: (configuration: JobsConfiguration, signal: AbortSignal, tell: TellJobs) => Promise<void>,
): void {
  const tell = (message: FromJobs) => void (process.connected && process.send?.(message));
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  refuseDebugger();
  const stop = new AbortController();
  process.once('disconnect', () => process.exit(0));
  process.on('message', (message) => {
    const told = ToJobs.parse(message);
    if (told.kind === 'stop') return stop.abort();
    work(JobsConfiguration.parse(told), stop.signal, tell).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
