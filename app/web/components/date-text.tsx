import type { JSX } from 'preact';
import { writeDate } from '../dates.ts';
import { useWords } from '../words-context.ts';

/** A day in words, `2026-03-16` as "16 March 2026"; with the weekday where someone must act. */
export function DateText({ day, withWeekday = false }: { day: string; withWeekday?: boolean }): JSX.Element {
  const { tongue } = useWords();
  return <time dateTime={day}>{writeDate(day, tongue, { withWeekday })}</time>;
}
