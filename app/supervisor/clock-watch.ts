import { uptime } from 'node:os';
import { noteClockJump, readLastMoment } from '../store/index.ts';

/** One look at the two clocks: the wall's, which can be set, and the machine's own, which only runs on. Milliseconds. */
export type ClockReading = { wall: number; running: number };

const toldFromMs = 30_000;

/**
 * By how much the wall clock was moved between two readings, in milliseconds, forward positive.
 * Returns undefined for less than half a minute. Where `running` stands still in sleep, a machine that slept looks like one whose clock was moved forward.
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

export type ClockWatch = {
  /** Told in words. */
  say: (line: string) => void;
  /** Told by how much and when, for whoever is at a screen. */
  onJump: (jump: { at: Date; movedMs: number }) => void;
  everyMs?: number;
  read?: () => ClockReading;
};

/** Looks at the clocks at an interval and tells of a jump. Returns a function that ends the watch. */
export function watchClock({ say, onJump, everyMs = 5_000, read = readClocks }: ClockWatch): () => void {
  let before = read();
  const timer = setInterval(() => {
    const after = read();
    const movedMs = findClockJump(before, after);
    before = after;
    if (movedMs === undefined) return;
    const at = new Date(after.wall);
    say(describeClockJump(movedMs, at));
    onJump({ at, movedMs });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** On Linux the clock since the machine was started, which runs on while it sleeps; elsewhere one that does not. */
function readClocks(): ClockReading {
  const running = process.platform === 'linux' ? uptime() * 1_000 : performance.now();
  return { wall: Date.now(), running };
}

/** What is said where people could not be told. */
const UNTOLD = 'That the clock was moved could not be noted, so nobody at a screen is told.';

/**
 * Finds at a start whether the clock stands before what the node last wrote, and from then on whenever it jumps; notes it in the
 * database, for who is signed in and for what falls due. Resolves once the first look is done, with how to end the watch.
 */
export async function keepClock(adminUrl: string, say: (line: string) => void): Promise<() => Promise<void>> {
  let noting: Promise<void> = Promise.resolve();
  const note = (jump: { at: Date; movedMs: number }) => {
    noting = noting.then(() => noteClockJump(adminUrl, jump)).catch(() => say(UNTOLD));
    return noting;
  };
  const last = await readLastMoment(adminUrl).catch(() => undefined);
  const at = new Date();
  const movedMs =
    last && findClockJump({ wall: last.getTime(), running: 0 }, { wall: at.getTime(), running: 0 });
  if (movedMs !== undefined && movedMs < 0) {
    say(describeClockJump(movedMs, at));
    await note({ at, movedMs });
  }
  const end = watchClock({ say, onJump: note });
  return async () => {
    end();
    await noting;
  };
}
