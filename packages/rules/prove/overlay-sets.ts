import type { Law, Overlay } from '../law.ts';
import { inOrder } from '../overlay.ts';

/** Up to so many overlays every set of them is proved; of more, every pair. */
const FEW = 5;

/** How many sets `overlaySets` gives of so many overlays. */
export function countOfSets(overlays: number): number {
  return overlays <= FEW ? 2 ** overlays - 1 : (overlays * (overlays + 1)) / 2;
}

/**
 * The sets of overlays that a proof looks at, each in an order in which it can be applied: every one of few overlays,
 * and of many each alone and every pair. A set stands after all that it contains.
 */
export function overlaySets(overlays: Law['overlays']): readonly (readonly Overlay[])[] {
  const list = inOrder(overlays);
  const most = list.length <= FEW ? list.length : 2;
  let sets: (readonly Overlay[])[] = list.map((overlay) => [overlay]);
  const found = [...sets];
  for (let size = 2; size <= most; size++) {
    sets = sets.flatMap((set) => {
      const last = set.at(-1);
      return list.slice(last ? list.indexOf(last) + 1 : 0).map((overlay) => [...set, overlay]);
    });
    found.push(...sets);
  }
  return found;
}
