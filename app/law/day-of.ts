import { type Day, isDate } from '@clew/rules';

/** The day as the clock on the wall has it: 2024-05-31. Throws RangeError on a time that is none. */
export function dayOf(time: Date): Day {
  const part = (value: number, length: number) => String(value).padStart(length, '0');
  const day = `${part(time.getFullYear(), 4)}-${part(time.getMonth() + 1, 2)}-${part(time.getDate(), 2)}`;
  if (!isDate(day)) throw new RangeError('This time has no day.');
  return day;
}
