/** How a person or the system asks the node to end: once is calmly, again is at once. */
export type StopSignals = {
  first: Promise<string>;
  second: Promise<string>;
  raise(reason: string): void;
};

/** Without a listener of its own, Node answers SIGUSR1 with a debugger that asks nobody who they are. */
export function refuseDebugger(): void {
  process.on('SIGUSR1', () => undefined);
}

const sameAskingMs = 700;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C, a closed terminal and `kill`. npm forwards the Ctrl-C that the terminal has already sent to
 * everyone, so two within a moment are one. It listens until the process ends: a third Ctrl-C must not cut the ending short.
 */
export function listenForStop(): StopSignals {
  let firstAt: number | undefined;
  let resolveFirst: (reason: string) => void = () => undefined;
  let resolveSecond: (reason: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => {
    resolveFirst = resolve;
  });
  const second = new Promise<string>((resolve) => {
    resolveSecond = resolve;
  });
  const raise = (reason: string) => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      resolveFirst(reason);
    } else if (now - firstAt > sameAskingMs) resolveSecond(reason);
  };
  for (const signal of signals) process.on(signal, raise);
  refuseDebugger();
  return { first, second, raise };
}
