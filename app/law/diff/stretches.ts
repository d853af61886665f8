import type { Day } from '@clew/rules';

/** From one day to another, without a first or a last where it has none. */
type Stretch<T> = { from?: Day; to?: Day; what: T };

/** What holds on each of these days as the stretches in which it is the same. The days are those on which it can turn. */
export function stretchesOf<T>(days: readonly Day[], at: (day: Day) => T): Stretch<T>[] {
  const found: Stretch<T>[] = [];
  const sorted = [...new Set(days)].sort();
  let key: string | undefined;
  for (const [place, day] of sorted.entries()) {
    const what = at(day);
    const last = found.at(-1);
    const to = place === sorted.length - 1 ? {} : { to: day };
    if (last && JSON.stringify(what) === key) {
      found[found.length - 1] = { ...(last.from === undefined ? {} : { from: last.from }), what, ...to };
    } else {
      found.push({ ...(place === 0 ? {} : { from: day }), what, ...to });
    }
    key = JSON.stringify(what);
  }
  return found;
}

/** “from 2016-10-07 to 2022-12-12”. */
export function stretchText({ from, to }: Stretch<unknown>): string {
  if (from !== undefined && to !== undefined) return from === to ? `on ${from}` : `from ${from} to ${to}`;
  if (from !== undefined) return `from ${from} on`;
  return to === undefined ? 'on every day' : `up to ${to}`;
}
