import type { Random } from '@clew/seal';

/** The same things in an order that nobody foresees: what cannot be done yet then keeps nothing behind it waiting for ever. */
export function inRandomOrder<Thing>(things: readonly Thing[], random: Random): Thing[] {
  const drawn = things.map((thing) => ({ thing, place: Buffer.from(random(8)).toString('hex') }));
  return drawn.toSorted((one, other) => (one.place < other.place ? -1 : 1)).map(({ thing }) => thing);
}
