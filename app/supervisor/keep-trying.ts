import type { Say } from './node-database.ts';

type KeptUp = {
  everyMs: number;
  /** Resolves to what went wrong, in words; to nothing where it went well. Never rejects. */
  attempt: (signal: AbortSignal) => Promise<string>;
  say: Say;
};

/**
 * Does something now and at an interval, never twice at once. What goes wrong is said once, until it works again. Returns how to
 * end it: what is under way is told by its signal, and waited for.
 */
export function keepTrying({ everyMs, attempt, say }: KeptUp): () => Promise<void> {
  let problem = '';
  const stop = new AbortController();
  let running = Promise.resolve();
  const tick = () => {
    running = running.then(async () => {
      const found = await attempt(stop.signal);
      if (found !== '' && found !== problem) say(found);
      problem = found;
    });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stop.abort();
    await running;
  };
}
