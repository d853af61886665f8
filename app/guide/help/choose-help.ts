import { type IsOpen, isOpenAt, type Listing, NEEDS, SERVED, type ShownHelp } from '../../desk/index.ts';

/** What somebody looks for; what they left open is undefined. */
type Wanted = {
  country: string | undefined;
  city: string | undefined;
  need: Listing['needs'][number] | undefined;
  served: Listing['served'][number] | undefined;
  language: string | undefined;
  isFree: boolean;
  isOpen: boolean;
};

/** Help with whether it is open at the moment. */
export type Help = ShownHelp & { isOpen: IsOpen };

/** The fields of the form that looks for help. */
export const FIELDS = {
  where: 'where',
  need: 'need',
  served: 'who',
  language: 'language',
  free: 'free',
  open: 'open',
  /** From which place of the list on. */
  from: 'from',
} as const;

/** Reads the form. What it does not offer is taken for left open. */
export function readWanted(form: URLSearchParams): Wanted {
  const one = (field: string) => form.get(field) ?? '';
  const [, country, city] = /^([A-Z]{2})(?::(.+))?$/s.exec(one(FIELDS.where)) ?? [];
  return {
    ...{ country, city },
    need: NEEDS.find((need) => need === one(FIELDS.need)),
    served: SERVED.find((served) => served === one(FIELDS.served)),
    language: /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.exec(one(FIELDS.language))?.[0],
    isFree: form.has(FIELDS.free),
    isOpen: form.has(FIELDS.open),
  };
}

/**
 * What fits, the surest first: open before closed, free before paid. What an entry does not say is never taken for a no: it comes
 * after what says yes.
 */
export function chooseHelp(all: readonly ShownHelp[], wanted: Wanted, now: Date): Help[] {
  return all
    .map((one) => ({ ...one, isOpen: isOpenAt(one.listing.hours, one.listing.isHoursWhole, now) }))
    .filter((help) => fits(help, wanted))
    .sort((one, other) => rank(one, wanted) - rank(other, wanted) || compareNames(one, other));
}

function fits({ listing, isOpen }: Help, wanted: Wanted): boolean {
  if (wanted.country !== undefined && !listing.countries.includes(wanted.country)) return false;
  // Of a place that is not public no city is told: it may be in any.
  if (wanted.city !== undefined && listing.city !== undefined && listing.city !== wanted.city) return false;
  if (wanted.need !== undefined && !listing.needs.includes(wanted.need)) return false;
  const isForThem =
    wanted.served === undefined || listing.served.length === 0 || listing.served.includes(wanted.served);
  if (!isForThem || (wanted.isFree && listing.cost === 'paid')) return false;
  return !(wanted.isOpen && isOpen === 'closed') && speaks(listing, wanted.language);
}

/** Where somebody interprets, or where no language is told, it may be spoken. */
function speaks({ languages, interpreting }: Listing, language: string | undefined): boolean {
  if (language === undefined || languages.length === 0 || interpreting !== undefined) return true;
  return languages.includes(language);
}

const OPEN_RANK: Readonly<Record<IsOpen, number>> = { open: 0, unknown: 1, closed: 2 };
const COST_RANK: Readonly<Record<Listing['cost'], number>> = { free: 0, unknown: 1, paid: 2 };

function rank({ listing, isOpen }: Help, { language, served, city }: Wanted): number {
  const isSure =
    (language === undefined || listing.languages.includes(language)) &&
    (served === undefined || listing.served.includes(served)) &&
    (city === undefined || listing.city === city);
  return (isSure ? 0 : 100) + OPEN_RANK[isOpen] * 10 + COST_RANK[listing.cost];
}

function compareNames({ listing: one }: Help, { listing: other }: Help): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** A place that the form offers: a country, or a city of it; and how many places to ask there are. */
type Place = { country: string; city: string | undefined; count: number; point: Listing['point'] };

/** Every country and every public city of the directory, in order of their codes and names. */
export function placesOf(all: readonly ShownHelp[]): Place[] {
  const places = new Map<string, Place>();
  for (const { listing } of all)
    for (const country of listing.countries) {
      add(places, { country, city: undefined, point: undefined });
      if (listing.city !== undefined) add(places, { country, city: listing.city, point: listing.point });
    }
  return [...places].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place);
}

function add(places: Map<string, Place>, place: Omit<Place, 'count'>): void {
  const key = whereOf(place);
  const { count = 0, point = place.point } = places.get(key) ?? {};
  places.set(key, { ...place, point, count: count + 1 });
}

/** What the form sends for a place. */
export function whereOf({ country, city }: Pick<Place, 'country' | 'city'>): string {
  return city === undefined ? country : `${country}:${city}`;
}
