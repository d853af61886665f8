import type { JSX } from 'preact';
import { DateText } from '../../web/index.ts';

/** The day on which it was decided, or the year where no source that was read tells the day. */
export function DecidedDay({ of }: { of: { decided: string } }): JSX.Element {
  const { decided } = of;
  return decided.length > 4 ? <DateText day={decided} /> : <time dateTime={decided}>{decided}</time>;
}
