import { readKept } from '../hsds/read-hsds.ts';
import { type Said, writeSaid } from '../terms.ts';

export const SHELTER_ID = '0b7e3c52-6f0d-4c5a-9a63-1f0a5d1c7e01';

/** What nobody may learn of a shelter: its street, its code, its house, how to get there, its city, its point. */
export const SECRETS = [
  'Canary Lane',
  'CN4 7RY',
  'Quiet House',
  'tram 9 to Finch Square',
  'Canaryville',
  '48.8123',
] as const;

const PLACE = {
  id: '3a19ff88-4620-4d17-9830-ac1d859eb5d5',
  location_type: 'physical',
  name: 'Quiet House',
  transportation: 'tram 9 to Finch Square',
  latitude: 48.8123,
  longitude: 2.3812,
  addresses: [
    {
      id: '74706e55-df26-4b84-80fe-ecc30b5befb4',
      ...{ address_1: '17 Canary Lane', city: 'Canaryville', state_province: 'North' },
      ...{ postal_code: 'CN4 7RY', country: 'FR', address_type: 'physical' },
    },
  ],
};

const SAID: Said = {
  ...{ needs: ['shelter'], served: ['women'], isFree: true, isPlaceOpen: false },
  ...{ countries: [], zone: 'Europe/Paris' },
};

/** A service that a file may bring: a shelter with an address, unless something else is said of it. */
export function serviceText(more: { [key: string]: unknown } = {}, said: Partial<Said> = {}): string {
  const service = {
    ...{ id: SHELTER_ID, name: 'Night and Day', status: 'active', description: 'A bed for tonight.' },
    application_process: 'Call at any hour. They say how to come.',
    phones: [{ id: '1554f2e2-a373-45db-a3fa-9fc48a61c15e', number: '+33 1 99 00 00 01' }],
    languages: [{ id: '2989d3ed-c547-48f8-8f9d-432d81c7892e', code: 'ar' }],
    service_at_locations: [{ id: 'e94c9f38-1e8f-4564-91d4-d53501ab1765', location: PLACE }],
    ...more,
  };
  const kept = readKept(JSON.stringify(service));
  if (!kept) throw new Error('This is no service of the standard.');
  return JSON.stringify(writeSaid(kept, { ...SAID, ...said }), undefined, 1);
}
