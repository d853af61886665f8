import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { type ClockBeat, noteClockJump, readLastMoment, writeBeat } from '../store/index.ts';

/** One look at the two clocks: the wall's, which can be set, and the machine's own, which only runs on. Milliseconds. */
type ClockReading = { wall: number; running: number };

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
  const direction = movedMs > 0 ? 'forward' : 'back';
  return `The clock of this machine went ${direction} by about ${amountOf(movedMs)}; it now says ${now.toISOString()}. Times written from here on use it, and dates when duties fall due are read against it. If it is wrong, set it.`;
}

/** The same of a node that was off. `isCertain`: the machine ran on meanwhile, and shows it. */
export function describeTimeOff({ offMs, isCertain }: TimeOff, now: Date): string {
  const told = `The node was off for about ${amountOf(offMs)}; the clock now says ${now.toISOString()}.`;
  if (isCertain) return told;
  return `${told} If it was not off for so long, the clock is wrong: set it. For a day nothing falls due by that time.`;
}

function amountOf(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 90) return `${Math.max(1, minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

type ClockWatch = {
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

/** Which run of the machine this is; empty where the system does not say, and its own clock says nothing of before. */
function readBoot(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** For how long a node was off, and whether that is known or only what the wall's clock says. */
type TimeOff = { offMs: number; isCertain: boolean };

/** So long a node may be off without a word: over a long weekend. */
const LONG_MS = 3 * 24 * 3_600_000;

/** Whether a node that wrote nothing for so long was off for longer than a weekend, or the clock is wrong. */
export function isLongOff(offMs: number): boolean {
  return offMs >= LONG_MS;
}

type Last = { written: Date | undefined; beat: ClockBeat | undefined };

/**
 * What a start finds against what the node last wrote: that the clock was moved while it was off, that it was off for long, or both.
 * Within one run of the machine its own clock tells them apart. Else only that it stands before what was written is certain; a
 * clock that went far forward may be a node that was off, and is taken for neither.
 */
function judgeStart(
  { written, beat }: Last,
  now: ClockReading & { boot: string },
): { movedMs: number | undefined; off: TimeOff | undefined } {
  const moments = [written?.getTime(), beat?.at.getTime()].filter((moment) => moment !== undefined);
  if (moments.length === 0) return { movedMs: undefined, off: undefined };
  const sinceMs = now.wall - Math.max(...moments);
  const behindMs = sinceMs <= -toldFromMs ? sinceMs : undefined;
  if (beat && beat.boot !== '' && beat.boot === now.boot) {
    const offMs = now.running - beat.runningMs;
    const movedMs = findClockJump({ wall: beat.at.getTime(), running: beat.runningMs }, now) ?? behindMs;
    return { movedMs, off: isLongOff(offMs) ? { offMs, isCertain: true } : undefined };
  }
  const off = isLongOff(sinceMs) ? { offMs: sinceMs, isCertain: false } : undefined;
  return { movedMs: behindMs, off };
}

/** What is said where people could not be told. */
const UNTOLD = 'That the clock was moved could not be noted, so nobody at a screen is told.';

/** How often both clocks are written down, for the next start. */
const BEAT_MS = 300_000;

type KeepClock = { adminUrl: string; say: (line: string) => void; read?: () => ClockReading; boot?: string };

/**
 * Finds at a start whether the clock was moved while the node was off, or the node was off for long, and from then on whenever the clock
 * jumps; notes it in the database, for who is signed in and for what falls due. To be done before anybody is served. Resolves
 * once the first look is done, with how to end the watch.
 */
export async function keepClock({
  adminUrl,
  say,
  read = readClocks,
  boot = readBoot(),
}: KeepClock): Promise<() => Promise<void>> {
  let noting: Promise<void> = Promise.resolve();
  const note = (jump: Parameters<typeof noteClockJump>[1]) => {
    noting = noting.then(() => noteClockJump(adminUrl, jump)).catch(() => say(UNTOLD));
    return noting;
  };
  const beat = () => {
    const { wall, running } = read();
    // Where it cannot be written now, the next start has only what was written otherwise.
    noting = noting
      .then(() => writeBeat(adminUrl, { at: new Date(wall), runningMs: running, boot }))
      .catch(() => undefined);
    return noting;
  };
  const last = await readLastMoment(adminUrl).catch(() => ({ written: undefined, beat: undefined }));
  const now = read();
  const at = new Date(now.wall);
  const { movedMs, off } = judgeStart(last, { ...now, boot });
  if (off) {
    say(describeTimeOff(off, at));
    await note({ at, movedMs: off.isCertain ? 0 : off.offMs, offMs: off.offMs });
  }
  if (movedMs !== undefined) {
    say(describeClockJump(movedMs, at));
    // A moment of its own, behind that of the time off: of two that which asks for something is shown.
    await note({ at: new Date(now.wall + (off ? 1 : 0)), movedMs });
  }
  await beat();
  const beats = setInterval(() => void beat(), BEAT_MS);
  beats.unref();
  const end = watchClock({ say, onJump: note, read });
  return async () => {
    end();
    clearInterval(beats);
    await beat();
  };
}
