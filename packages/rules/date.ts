/** A day, written 2024-02-29. */
export type Day = `${number}-${number}-${number}`;

/** How the days of a deadline are counted. */
export type Calendar = 'calendar' | 'working';

/** Whether the text is a day that exists, written 2024-02-29. There is no year 0000: databases have none. */
export function isDate(text: string): text is Day {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/**
 * Whole years from one day to a later one. Who was born on 29 February completes a year on 1 March where there is no
 * 29th: the law protects a child until then.
 */
export function yearsBetween(from: Day, to: Day): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

const DAY_MS = 86_400_000;

/**
 * The day that many days after another; the first day counted is the next one. Working days pass over Saturdays and
 * Sundays and over nothing else: public holidays are not known here. `count` is a whole number from 0; with 0 it is the
 * day itself.
 */
export function dayAfter(day: Day, count: number, calendar: Calendar): Day {
  let time = Date.parse(`${day}T00:00:00Z`);
  if (calendar === 'calendar') time += count * DAY_MS;
  else {
    for (let left = count; left > 0; ) {
      time += DAY_MS;
      if (isWorking(time)) left--;
    }
  }
  return new Date(time).toISOString().slice(0, 10) as Day;
}

/**
 * The same day so many calendar months later, or the last day of that month where it has no such day: a month after 31 January
 * is 28 February, in a leap year 29. No source that was read says how a State's months are counted; this is our rule.
 */
export function monthsAfter(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + count, Math.min(date, last)));
  return moved.toISOString().slice(0, 10) as Day;
}

function isWorking(time: number): boolean {
  const weekday = new Date(time).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
