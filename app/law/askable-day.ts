import { type Day, isDate } from '@clew/rules';

const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2199-12-31';

/** Whether the law can be asked of a day: one that exists, from 1900 to 2199. What binds a State next year can be asked. */
export function isAskable(text: string): text is Day {
  return isDate(text) && text >= FIRST_DAY && text <= LAST_DAY;
}
