import type { HsdsDocument } from './hsds/read-hsds.ts';
import { type Listing, listingOf } from './listing.ts';

/** The fields of a listing by which somebody is reached or found. */
const WAYS_TO_IT: ReadonlySet<string> = new Set([
  'phones',
  'email',
  'url',
  'address',
  'city',
  'point',
  'countries',
]);

/** A field of what the public is shown that would change. */
export type Difference = {
  field: keyof Listing;
  before: Listing[keyof Listing];
  after: Listing[keyof Listing];
  /** Whether it is a way to reach or find somebody. */
  isWay: boolean;
};

/** What the public would be shown otherwise than before; of what is shown for the first time, all of it. */
export function differencesOf(before: Listing | undefined, after: Listing): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])] as (keyof Listing)[];
  return fields.flatMap((field) => {
    const [one, other] = [before?.[field], after[field]];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    return [{ field, before: one, after: other, isWay: WAYS_TO_IT.has(field) }];
  });
}

/** What a service was shown as when two people agreed on it; undefined where it never was, or could not be now. */
export function lastListing(service: HsdsDocument | undefined): Listing | undefined {
  const made = service && listingOf(service);
  return made?.ok ? made.listing : undefined;
}

/** Whether two services are the same, field by field. */
export function isSame(one: HsdsDocument | undefined, other: HsdsDocument): boolean {
  return one !== undefined && JSON.stringify(one.document) === JSON.stringify(other.document);
}
