/** One look at the two clocks: the wall's, which can be set, and the machine's own, which only runs on. Milliseconds. */
export type ClockReading = { wall: number; running: number };

const toldFromMs = 30_000;

/**
 * By how much the wall clock was moved between two readings, in milliseconds, forward positive.
 * Returns undefined for less than half a minute. A machine that slept looks like one whose clock was moved forward.
 */
export function findClockJump(before: ClockReading, after: ClockReading): number | undefined {
  const moved = after.wall - before.wall - (after.running - before.running);
  return Math.abs(moved) < toldFromMs ? undefined : moved;
}

/** A sentence for the person who runs the node. */
export function describeClockJump(movedMs: number, now: Date): string {
  const minutes = Math.round(Math.abs(movedMs) / 60_000);
  const amount = minutes < 90 ? `${Math.max(1, minutes)} min` : `${Math.round(minutes / 60)} h`;
  const direction = movedMs > 0 ? 'forward' : 'back';
  return `The clock of this machine went ${direction} by about ${amount}; it now says ${now.toISOString()}. Times written from here on use it, and dates when duties fall due are read against it. If it is wrong, set it.`;
}

/** Looks at the clocks at an interval and tells of a jump. Returns a function that ends the watch. */
export function watchClock(tell: (line: string) => void, everyMs = 5_000): () => void {
  let before = readClocks();
  const timer = setInterval(() => {
    const after = readClocks();
    const moved = findClockJump(before, after);
    if (moved !== undefined) tell(describeClockJump(moved, new Date(after.wall)));
    before = after;
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function readClocks(): ClockReading {
  return { wall: Date.now(), running: performance.now() };
}
