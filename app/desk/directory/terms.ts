import { createHash } from 'node:crypto';
import type { HsdsDocument } from './hsds/read-hsds.ts';
import type { Json } from './hsds/read-json.ts';
import type { Attribute } from './hsds/schema.ts';

// What the standard has no field for stands in its `attributes`, as terms of a taxonomy of ours: it comes back with the file.

/** What somebody may need. */
export const NEEDS = ['shelter', 'law', 'health', 'talk', 'food', 'papers', 'work', 'learning'] as const;
export type Need = (typeof NEEDS)[number];

/** For whom a service is, where it is not for everybody. */
export const SERVED = ['women', 'men', 'children', 'families'] as const;
export type Served = (typeof SERVED)[number];

/** What the keeper of an entry says about it. */
export type Said = {
  needs: readonly Need[];
  /** Empty where nothing is said of it. */
  served: readonly Served[];
  /** Whether its keeper said that it costs nothing. */
  isFree: boolean;
  /** Whether its keeper said that everybody may know the address. Of a shelter nobody can. */
  isPlaceOpen: boolean;
  /** Two letters each: the countries where it helps. */
  countries: readonly string[];
  /** By which clock it opens, as `Europe/Paris`. */
  zone: string | undefined;
};

const TAXONOMY = 'Clew: help near me, 1';

type Term = { code: string; value?: string };

/** What our own terms among the attributes of a service say. What is no term of ours says nothing here. */
export function readSaid(attributes: readonly Attribute[] | undefined): Said {
  const terms = (attributes ?? []).flatMap(({ taxonomy_term: term, value }) =>
    term?.taxonomy === TAXONOMY && term.code !== undefined ? [{ code: term.code, value }] : [],
  );
  const has = (code: string) => terms.some((term) => term.code === code);
  const zone = terms.find(({ code }) => code === 'zone')?.value;
  return {
    needs: NEEDS.filter((need) => has(`need.${need}`)),
    served: SERVED.filter((served) => has(`served.${served}`)),
    isFree: has('cost.free'),
    isPlaceOpen: has('place.open') && !has('need.shelter'),
    countries: terms.flatMap(({ code, value }) =>
      code === 'country' && value !== undefined && /^[A-Z]{2}$/.test(value) ? [value] : [],
    ),
    zone: zone !== undefined && isZone(zone) ? zone : undefined,
  };
}

/** The same service with this said of it; attributes that are not ours stay as they are. */
export function writeSaid({ service, document }: HsdsDocument, said: Said): { [key: string]: Json } {
  const others = Array.isArray(document.attributes)
    ? document.attributes.filter((_, at) => service.attributes?.[at]?.taxonomy_term?.taxonomy !== TAXONOMY)
    : [];
  const terms: Term[] = [
    ...said.needs.map((need) => ({ code: `need.${need}` })),
    ...said.served.map((served) => ({ code: `served.${served}` })),
    ...(said.isFree ? [{ code: 'cost.free' }] : []),
    ...(said.isPlaceOpen ? [{ code: 'place.open' }] : []),
    ...said.countries.map((value) => ({ code: 'country', value })),
    ...(said.zone === undefined ? [] : [{ code: 'zone', value: said.zone }]),
  ];
  const { attributes: _attributes, ...rest } = document;
  const ours = terms.map((term) => attributeOf(service.id, term));
  const attributes = [...others, ...ours];
  return attributes.length > 0 ? { ...rest, attributes } : rest;
}

function attributeOf(serviceId: string, { code, value }: Term): Json {
  return {
    id: idOf(`${serviceId} ${code} ${value ?? ''}`),
    link_type: 'clew',
    link_entity: 'service',
    ...(value === undefined ? {} : { value }),
    taxonomy_term: {
      id: idOf(code),
      code,
      name: code,
      description:
        'A term of Clew: what somebody may need, whom a service is for, what it costs, where it is.',
      taxonomy: TAXONOMY,
    },
  };
}

/** One id for one text, in the form of a UUID of version 8: the standard wants one for each term. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(`${TAXONOMY} ${text}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Whether this names a clock that is known here. */
export function isZone(zone: string): boolean {
  return /^[A-Za-z]+\/[A-Za-z_+\-/]+$|^UTC$/.test(zone) && ZONES.has(zone);
}

const ZONES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
