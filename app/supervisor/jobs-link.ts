import { JobsConfiguration, ToJobs } from './jobs-messages.ts';
import { refuseDebugger } from './stop-signals.ts';

/**
 * Runs the process for jobs: waits for its configuration, then lets `work` go on until it is told to stop or the supervisor
 * is gone; the signal says so. If `work` rejects the process ends, and the supervisor starts another.
 */
export function runJobsProcess(
  work: (configuration: JobsConfiguration, signal: AbortSignal) => Promise<void>,
): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  refuseDebugger();
  const stop = new AbortController();
  process.once('disconnect', () => process.exit(0));
  process.on('message', (message) => {
    const told = ToJobs.parse(message);
    if (told.kind === 'stop') return stop.abort();
    work(JobsConfiguration.parse(told), stop.signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
