import { AsyncLocalStorage } from 'node:async_hooks';

/** What one request has written so far. `perhaps`: it did, or the answer to its commit was lost. */
type Written = 'nothing' | 'perhaps';

const requests = new AsyncLocalStorage<{ written: Written }>();

/** Runs what answers one request, so that `readWritten` can say inside it what it wrote. */
export function withWritten<T>(answer: () => Promise<T>): Promise<T> {
  return requests.run({ written: 'nothing' }, answer);
}

/**
 * What the request under way has written through a door. Whoever was refused half-way is told by it whether to send the form
 * again or to look first. Outside a request `perhaps`: it is not known.
 */
export function readWritten(): Written {
  return requests.getStore()?.written ?? 'perhaps';
}

/** Notes that this request wrote, or may have. */
export function noteWritten(): void {
  const request = requests.getStore();
  if (request) request.written = 'perhaps';
}
