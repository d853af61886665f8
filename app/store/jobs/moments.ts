/** Something that is done again and again: when it was done last, and how long it is between. */
export type Rhythm = { last: Date | undefined; everyMs: number };

/**
 * When it is due: so long after it was done last; at once if it never was. If the clock was set back since, `last` says nothing,
 * and it is due at once too. However long nobody looked, it is due once: what was missed meanwhile is not made up for.
 */
export function dueAt({ last, everyMs }: Rhythm, now: Date): Date {
  if (last === undefined || last.getTime() > now.getTime()) return now;
  return new Date(last.getTime() + everyMs);
}

/** Of several things those that are due, by when they were due: the longest waiting first. */
export function dueNow<Thing extends Rhythm>(
  things: readonly Thing[],
  now: Date,
): { thing: Thing; due: Date }[] {
  return things
    .map((thing) => ({ thing, due: dueAt(thing, now) }))
    .filter(({ due }) => due.getTime() <= now.getTime())
    .sort((one, other) => one.due.getTime() - other.due.getTime());
}
