import { z } from 'zod';
import type { Schedule } from './hsds/schema.ts';

const MINUTES_A_DAY = 24 * 60;
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

const Minutes = z.int().min(0).max(MINUTES_A_DAY);
const Day = z.iso.date();

/** Hours of a week by one clock: a named one, or so many minutes ahead of UTC. Sunday is 0. */
export const Hours = z.strictObject({
  days: z.array(z.int().min(0).max(6)).min(1).max(7),
  opens: Minutes,
  /** Not after `opens`: on the next day. */
  closes: Minutes,
  clock: z.union([z.string().max(60), z.int().min(-840).max(840)]),
  from: Day.optional(),
  to: Day.optional(),
});
export type Hours = z.infer<typeof Hours>;

/** Whether a service is open. `unknown`: it does not say, or not in a way that can be told from a clock. */
export type IsOpen = 'open' | 'closed' | 'unknown';

/**
 * What can be told from the schedules of a service by a clock: its weekly hours. Without a clock of its own, in its times, or in its
 * zone, a schedule tells nothing: taken for UTC, as the standard would, most would be hours off. `isWhole` is false where a
 * schedule says something else than weekly hours.
 */
export function hoursOf(
  schedules: readonly Schedule[] | undefined,
  zone: string | undefined,
): { hours: Hours[]; isWhole: boolean } {
  const all = (schedules ?? []).map((schedule) => weeklyHours(schedule, zone));
  const hours = all.filter((one) => one !== undefined);
  return { hours, isWhole: all.length > 0 && hours.length === all.length };
}

function weeklyHours(schedule: Schedule, zone: string | undefined): Hours | undefined {
  const { freq, interval, count, byweekno, bymonthday, byyearday, byday } = schedule;
  const isPlain = [count, byweekno, bymonthday, byyearday].every((one) => one === undefined);
  if (!isPlain || freq !== 'WEEKLY' || (interval ?? 1) !== 1 || byday === undefined) return undefined;
  const days = byday.split(',').map((day) => DAYS.indexOf(day.trim() as (typeof DAYS)[number]));
  const opens = timeOf(schedule.opens_at);
  const closes = timeOf(schedule.closes_at);
  if (days.includes(-1) || !opens || !closes) return undefined;
  const clock = clockOf(schedule.timezone, { opens, closes, zone });
  const from = latest(schedule.valid_from, schedule.dtstart);
  const to = earliest(schedule.valid_to, schedule.until);
  if (clock === undefined || from === false || to === false) return undefined;
  const read = Hours.safeParse({
    ...{ days: [...new Set(days)].sort(), opens: opens.minutes, closes: closes.minutes, clock },
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  return read.success ? read.data : undefined;
}

type Time = { minutes: number; ahead: number | undefined };

const TIME = /^([01]\d|2[0-4]):([0-5]\d)(?::\d\d)?(Z|[+-]\d\d:?\d\d)?$/;

function timeOf(text: string | undefined): Time | undefined {
  const [, hour, minute, offset] = TIME.exec(text ?? '') ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  if (minutes > MINUTES_A_DAY) return undefined;
  if (offset === undefined) return { minutes, ahead: undefined };
  if (offset === 'Z') return { minutes, ahead: 0 };
  const sign = offset.startsWith('-') ? -1 : 1;
  return { minutes, ahead: sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) };
}

type Clocks = { opens: Time; closes: Time; zone: string | undefined };

function clockOf(timezone: number | undefined, { opens, closes, zone }: Clocks): string | number | undefined {
  if (opens.ahead !== closes.ahead) return undefined;
  return opens.ahead ?? zone ?? (timezone === undefined ? undefined : Math.round(timezone * 60));
}

/** The later of two days; false where one of them is no day. */
function latest(one: string | undefined, other: string | undefined): string | undefined | false {
  const days = daysOf(one, other);
  return days === false ? false : days.at(-1);
}

function earliest(one: string | undefined, other: string | undefined): string | undefined | false {
  const days = daysOf(one, other);
  return days === false ? false : days[0];
}

function daysOf(...given: (string | undefined)[]): string[] | false {
  const days = given.filter((day) => day !== undefined);
  return days.every((day) => Day.safeParse(day).success) && days.sort();
}

/** Whether a service with these hours is open at a moment, by its own clock. */
export function isOpenAt(hours: readonly Hours[], isWhole: boolean, moment: Date): IsOpen {
  if (hours.some((one) => isWithin(one, moment))) return 'open';
  return isWhole ? 'closed' : 'unknown';
}

function isWithin({ days, opens, closes, clock, from, to }: Hours, moment: Date): boolean {
  const now = localTime(moment, clock);
  const holds = (at: LocalTime) =>
    days.includes(at.weekday) && (from === undefined || at.day >= from) && (to === undefined || at.day <= to);
  if (closes > opens) return holds(now) && now.minutes >= opens && now.minutes < closes;
  if (holds(now) && now.minutes >= opens) return true;
  const yesterday = localTime(new Date(moment.getTime() - MINUTES_A_DAY * 60_000), clock);
  return now.minutes < closes && holds(yesterday);
}

type LocalTime = { day: string; weekday: number; minutes: number };

function localTime(moment: Date, clock: string | number): LocalTime {
  const shifted = typeof clock === 'number' ? new Date(moment.getTime() + clock * 60_000) : moment;
  const parts = new Map(
    formatIn(typeof clock === 'number' ? 'UTC' : clock)
      .formatToParts(shifted)
      .map(({ type, value }) => [type, value]),
  );
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  return {
    day,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
    minutes: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  formats.set(timeZone, format);
  return format;
}
