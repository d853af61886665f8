import { z } from 'zod';
import type { HsdsDocument } from './hsds/read-hsds.ts';
import { isShowable, isWebAddress, type Location, type Phone, type Service } from './hsds/schema.ts';
import { Hours, hoursOf } from './opening-hours.ts';
import { NEEDS, readSaid, SERVED } from './terms.ts';

const text = (longest: number) => z.string().min(1).max(longest).refine(isShowable);

/** How long each text may be that the public is shown, so that a page of them stays small. */
const LONGEST = {
  name: 120,
  organisation: 120,
  about: 400,
  how: 300,
  who: 300,
  cost: 300,
  interpreting: 200,
  alert: 300,
  hours: 200,
} as const;
const MOST_PHONES = 3;

/**
 * What the public is shown of a service: this and nothing else. It is made once two people agreed, and it alone lies readable in the
 * database. Of a service whose place is not open it holds no address, no city and no point.
 */
export const Listing = z.strictObject({
  name: text(LONGEST.name),
  organisation: text(LONGEST.organisation).optional(),
  about: text(LONGEST.about).optional(),
  how: text(LONGEST.how).optional(),
  who: text(LONGEST.who).optional(),
  ages: z.strictObject({ from: z.number().optional(), to: z.number().optional() }).optional(),
  needs: z.array(z.enum(NEEDS)),
  served: z.array(z.enum(SERVED)),
  cost: z.enum(['free', 'paid', 'unknown']),
  costs: text(LONGEST.cost).optional(),
  languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)).max(40),
  interpreting: text(LONGEST.interpreting).optional(),
  alert: text(LONGEST.alert).optional(),
  phones: z
    .array(
      z.strictObject({ number: z.string().regex(/^\+?[\d ()./-]{3,30}$/), extension: z.number().optional() }),
    )
    .max(MOST_PHONES),
  email: text(200).optional(),
  url: text(300).refine(isWebAddress).optional(),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(20),
  city: text(80).optional(),
  /** Longitude and latitude to a tenth of a degree. */
  point: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
  address: z.array(text(200)).max(5).optional(),
  hours: z.array(Hours).max(14),
  /** Whether the hours say all about when it is open. */
  isHoursWhole: z.boolean(),
  hoursTold: text(LONGEST.hours).optional(),
});
export type Listing = z.infer<typeof Listing>;

/** Why a service cannot be shown as it is. `address-told`: a text would tell where it is, and its place is not open. */
export type NotShowable =
  | { why: 'too-long' | 'unfit' | 'address-told'; field: string }
  | { why: 'no-way' }
  | { why: 'no-country' };

/** What the public would be shown of a service; or why it cannot be shown. */
export function listingOf({
  service,
}: HsdsDocument): { ok: true; listing: Listing } | { ok: false; problems: NotShowable[] } {
  const problems: NotShowable[] = [];
  const said = readSaid(service.attributes);
  const draft = {
    ...wordsOf(service),
    ...contactOf(service),
    ...placeOf(service, said),
    ...hoursIn(service, said.zone),
  };
  const read = Listing.safeParse({
    ...draft,
    ...{ needs: said.needs, served: said.served, cost: costOf(service, said.isFree) },
    languages: languagesOf(service),
  });
  if (!read.success)
    for (const { path, code } of read.error.issues)
      problems.push({ why: code === 'too_big' ? 'too-long' : 'unfit', field: String(path[0]) });
  if (draft.phones.length === 0 && draft.email === undefined && draft.url === undefined)
    problems.push({ why: 'no-way' });
  if (draft.countries.length === 0) problems.push({ why: 'no-country' });
  if (read.success && !said.isPlaceOpen)
    for (const field of tellingPlace(read.data, service)) problems.push({ why: 'address-told', field });
  return read.success && problems.length === 0 ? { ok: true, listing: read.data } : { ok: false, problems };
}

function some<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  const trimmed = value?.trim();
  return (trimmed ? { [name]: trimmed } : {}) as { [Key in Name]?: string };
}

function wordsOf(service: Service) {
  const { minimum_age: from, maximum_age: to, schedules } = service;
  const ages = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return {
    ...{ name: service.name.trim(), ...some('organisation', service.organization?.name) },
    ...some('about', service.description),
    ...some('how', service.application_process),
    ...some('who', service.eligibility_description),
    ...(Object.keys(ages).length > 0 ? { ages } : {}),
    ...some('costs', service.fees_description),
    ...some('interpreting', service.interpretation_services),
    ...some('alert', service.alert),
    ...some('hoursTold', schedules?.[0]?.description),
  };
}

/** The service's own ways, else its organisation's. Those of its places and of single people stay at the desk. */
function contactOf(service: Service) {
  const { organization } = service;
  const own = service.phones ?? [];
  const phones = (own.length > 0 ? own : (organization?.phones ?? [])).slice(0, MOST_PHONES).map(phoneOf);
  return {
    phones,
    ...some('email', service.email ?? organization?.email),
    ...some('url', service.url ?? organization?.website),
  };
}

/** Some files, the standard's example among them, write a number in quotation marks. */
function phoneOf({ number, extension }: Phone) {
  const plain = number.replaceAll(/["']/g, '').trim();
  return { number: plain, ...(extension === undefined ? {} : { extension }) };
}

function placesOf({ service_at_locations: at }: Service): Location[] {
  return (at ?? []).flatMap(({ location }) => (location ? [location] : []));
}

function placeOf(
  service: Service,
  { isPlaceOpen, countries }: { isPlaceOpen: boolean; countries: readonly string[] },
) {
  const places = placesOf(service);
  const addresses = places.flatMap((place) => place.addresses ?? []);
  const found = addresses
    .map(({ country }) => country.toUpperCase())
    .filter((code) => /^[A-Z]{2}$/.test(code));
  const all = { countries: [...new Set(countries.length > 0 ? countries : found)].sort() };
  if (!isPlaceOpen) return all;
  const address = addresses.find(({ address_type: type }) => type === 'physical') ?? addresses[0];
  const lines = [address?.address_1, address?.address_2, [address?.postal_code, address?.city].join(' ')];
  return {
    ...all,
    ...some('city', address?.city),
    ...pointOf(places),
    ...(address ? { address: lines.flatMap((line) => (line?.trim() ? [line.trim()] : [])) } : {}),
  };
}

function pointOf(places: readonly Location[]): { point?: [number, number] } {
  const { longitude, latitude } = places[0] ?? {};
  if (longitude === undefined || latitude === undefined) return {};
  const isOnEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  return isOnEarth ? { point: [Math.round(longitude * 10) / 10, Math.round(latitude * 10) / 10] } : {};
}

function hoursIn({ schedules }: Service, zone: string | undefined) {
  const { hours, isWhole } = hoursOf(schedules, zone);
  return { hours, isHoursWhole: isWhole };
}

/** Free or paid only where it is said; of all else it is not known. */
function costOf({ cost_options: options }: Service, isFree: boolean): Listing['cost'] {
  const amounts = (options ?? []).flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
  if (amounts.some((amount) => amount > 0)) return 'paid';
  return isFree || amounts.length > 0 ? 'free' : 'unknown';
}

function languagesOf({ languages }: Service): string[] {
  return [...new Set((languages ?? []).flatMap(({ code }) => (code ? [code.trim()] : [])))];
}

const FOLD = /[^\p{Letter}\p{Number}]/gu;
/** Shorter than that would be found in anything. */
const SHORTEST_TELLING = 4;

/** The fields whose words hold a line of an address, a place's name or a way to it. */
function tellingPlace(listing: Listing, service: Service): string[] {
  const lines = addressLines(service);
  const { needs: _needs, served: _served, countries: _countries, ...told } = listing;
  return Object.entries(told)
    .filter(([, value]) => {
      const folded = fold(typeof value === 'string' ? value : JSON.stringify(value));
      return lines.some((line) => folded.includes(line));
    })
    .map(([name]) => name);
}

function addressLines(service: Service): string[] {
  const places = [...placesOf(service), ...(service.organization?.locations ?? [])];
  const lines = places.flatMap((place) => [
    ...[place.name, place.alternate_name, place.description, place.transportation, place.external_identifier],
    ...(place.addresses ?? []).flatMap((one) => [
      one.address_1,
      one.address_2,
      one.postal_code,
      one.attention,
      streetOf(one.address_1),
    ]),
  ]);
  const folded = lines.flatMap((line) => (line ? [fold(line)] : []));
  return [...new Set(folded)].filter((line) => line.length >= SHORTEST_TELLING);
}

/** A street without the number of the house. */
function streetOf(line: string): string {
  return line.replaceAll(/\p{Number}+\p{Letter}?(?=\P{Letter}|$)/gu, '');
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(FOLD, '');
}
