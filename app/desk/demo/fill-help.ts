import { randomUUID } from 'node:crypto';
import type { Confirmer } from '../agency/prepared-workers.ts';
import {
  confirmChange,
  type HsdsDocument,
  listEntries,
  proposeServices,
  readHsds,
  type Said,
  writeSaid,
} from '../directory/index.ts';
import { DEMO_HELP, type DemoHelp } from './demo-help.ts';

type Filling = { code: string; confirmer: Confirmer; open: (person: { own: string }) => Promise<Confirmer> };

/** Has one person of the agency propose whom it vouches for, and another confirm it, as anybody does. */
export async function fillHelp({ code, confirmer, open }: Filling): Promise<void> {
  const demo = DEMO_HELP[code];
  if (!demo) return;
  const proposed = await proposeServices(await open({ own: demo.by }), demo.help.map(serviceOf));
  if (!proposed.ok)
    throw new Error(`The demo could not be filled: its help was not proposed (${proposed.why}).`);
  const confirmed = { way: 'found', which: 'Made up, for the demo.' };
  for (const entry of await listEntries(confirmer)) {
    const done = await confirmChange(confirmer, entry, { changeId: entry.change?.changeId ?? '', confirmed });
    if (!done.ok) throw new Error(`The demo could not be filled: its help is not confirmed (${done.why}).`);
  }
}

const NOTHING_SAID: Said = {
  ...{ needs: [], served: [], isFree: false, isPlaceOpen: false },
  ...{ countries: ['GB'], zone: 'Europe/London' },
};

function serviceOf({ id, name, description, how, number, ...more }: DemoHelp): HsdsDocument {
  const { languages, hours, city, said } = more;
  const address = {
    ...{ id: randomUUID(), address_1: '1 Made-up Row', city, state_province: '—', postal_code: 'ZZ1 1ZZ' },
    ...{ country: 'GB', address_type: 'physical' },
  };
  const location = { id: randomUUID(), location_type: 'physical', addresses: [address] };
  const document = {
    ...{ id, name, status: 'active', description, application_process: how },
    phones: [{ id: randomUUID(), number }],
    languages: languages.map((code) => ({ id: randomUUID(), code })),
    ...(hours ? { schedules: [{ id: randomUUID(), freq: 'WEEKLY', ...hours }] } : {}),
    service_at_locations: [{ id: randomUUID(), location }],
  };
  const read = (text: string) => {
    const found = readHsds(Buffer.from(text));
    const [service] = found.ok ? found.services : [];
    if (!service) throw new Error(`The demo could not be filled: ${name} is no service of the standard.`);
    return service;
  };
  const plain = read(JSON.stringify(document));
  return read(JSON.stringify(writeSaid(plain, { ...NOTHING_SAID, ...said })));
}
