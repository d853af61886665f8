import type { JSX } from 'preact';

/** What a knot can say. Solid is known, dotted is not known, double is contested; withheld is a short bar. */
export type KnotState = 'yes' | 'no' | 'unknown' | 'withheld' | 'contested' | 'late';

export const KNOT_CLASS: Readonly<Record<KnotState, string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'unk',
  withheld: 'held',
  contested: 'two',
  late: 'late',
};

/** The mark beside a word. It never stands without its word, so readers of the page's text skip it. */
export function Knot({ state }: { state: KnotState }): JSX.Element {
  return <span class={`k ${KNOT_CLASS[state]}`} aria-hidden="true" />;
}
