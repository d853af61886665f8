import { type Bound, boundBy, type Day, type Law } from '@clew/rules';

/** Whether an instrument binds a State. */
export type BoundState = Bound & { state: string };

/** The instruments that bind States by their own consent, by the law's order. */
export function treatiesOf(law: Law): string[] {
  return Object.values(law.instruments).flatMap(({ id, kind }) => (kind === 'treaty' ? [id] : []));
}

/** Whether an instrument binds each State that the law knows, on a day. */
export function boundStates(law: Law, instrument: string, on: Day): BoundState[] {
  return Object.keys(law.states).map((state) => ({ state, ...boundBy(law, instrument, { state, on }) }));
}
