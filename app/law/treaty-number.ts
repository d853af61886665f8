import type { ValueResult } from '@clew/rules';

/** Whether what sets a number is known to bind the State that was named, on the day; true without a State, where it would. */
export function isTreatyBinding(value: ValueResult | undefined): boolean {
  return value !== undefined && (value.given === undefined || value.bound?.verdict === 'yes');
}
