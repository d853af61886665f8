import type { Day } from '../date.ts';

/**
 * The latest day of birth with which so many years are full on a day: `undefined` where no day is early enough to be
 * written, the day itself for fewer than none. A birthday on 29 February is reached on 1 March of a common year, so that who was born on that day and who was
 * born on 1 March are of one age on 28 February. Comparing days is exact; counting years in SQL is not (DuckDB's
 * `date_diff` counts the turns of the year and makes a child an adult on New Year's Day).
 */
export function latestBirth(on: Day, years: number): Day | undefined {
  // Everybody who is born has that many, and after the year 9999 no day can be written.
  if (years < 0) return on;
  const year = Number(on.slice(0, 4)) - years;
  if (year < 1) return undefined;
  const rest = on.slice(4);
  const isMissing = rest === '-02-29' && !isLeap(year);
  return `${String(year).padStart(4, '0')}${isMissing ? '-02-28' : rest}` as Day;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
