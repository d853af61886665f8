import type { ClockJump } from './store/index.ts';
import { describeClockJump, describeTimeOff, isLongOff } from './supervisor/index.ts';

/** What the node itself noted of the clock within the last day, for a person; undefined if nothing that is to be looked at. */
export function describeNoted(jumps: readonly ClockJump[]): string | undefined {
  const told = jumps.map(({ at, movedMs, offMs }) =>
    offMs === undefined
      ? describeClockJump(movedMs, at)
      : describeTimeOff({ offMs, isCertain: movedMs === 0 }, at),
  );
  return told.length === 0 ? undefined : told.join(' ');
}

/** What the clock says to somebody who is about to start a node that last wrote at `written`; undefined if that is well. */
export function judgeBeforeStart(written: Date | undefined, now: Date): string | undefined {
  if (written === undefined) return undefined;
  const sinceMs = now.getTime() - written.getTime();
  if (sinceMs < -60_000)
    return `It says ${now.toISOString()}, but the database was written at ${written.toISOString()}. Set the clock before you start.`;
  if (!isLongOff(sinceMs)) return undefined;
  return `It says ${now.toISOString()}, and the database was last written at ${written.toISOString()}. If the node was not off for so long, set the clock before you start.`;
}
