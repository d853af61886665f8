import { randomUUID } from 'node:crypto';
import type { Colleague, Field } from './people.ts';
import { pick } from './people.ts';

const PATH = '/desk/directory';
const SHOWN = {
  ...{ name: 'Advice', about: '', how: '', who: '', costs: '', alert: '', email: '', url: '' },
  ...{ phone: '+44 1632 960100', countries: 'GB', languages: 'en', zone: 'Europe/London' },
};

type People = { owner: Colleague; second: Colleague };

/**
 * Brings services with canaries wherever the public is not shown them: in a file, in what waits, in how somebody asked, in the address
 * of a place that is closed. One is shown, answered for by its partner, taken out of sight and erased.
 */
export async function plantDirectory({ tally, open }: Field, { owner, second }: People): Promise<void> {
  const { browser } = owner;
  await browser.visit(`${PATH}/new`);
  await browser.fill(`${PATH}/new`);
  await browser.fill(`${PATH}/new`, SHOWN);
  const entry = pick(browser, new RegExp(`${PATH}/[0-9a-f-]{36}`));
  await second.browser.visit(entry);
  await second.browser.fill(`${entry}/confirm`, { way: 'found' });
  await browser.visit(`${entry}/edit`);
  await browser.fill(`${entry}/edit`);
  await browser.fill(`${entry}/edit`, { ...SHOWN, name: tally.canaries.words('a change that waits') });
  await browser.fill(`${entry}/drop`);
  await plantFile(owner, tally.canaries.words(`POST ${PATH} file`));
  await browser.visit(entry);
  await browser.fill(`${entry}/link`);
  const link = pick(browser, /\/desk\/listing\/[\w-]{43}/);
  const partner = open();
  await partner.visit(link);
  await partner.fill('/desk/listing', { answer: 'right' });
  for (const path of [`${PATH}/export`, `${entry}/export`]) await browser.visit(path);
  await browser.visit(entry);
  await browser.fill(`${entry}/hide`);
  await browser.fill(`${entry}/erase`);
  await browser.fill(`${entry}/erase`, { sure: 'yes' });
}

async function plantFile({ browser }: Colleague, words: string): Promise<void> {
  const address = {
    ...{ id: randomUUID(), address_1: words, city: words, state_province: '', postal_code: words },
    ...{ country: 'GB', address_type: 'physical' },
  };
  const service = {
    ...{ id: randomUUID(), name: words, status: 'active' },
    service_at_locations: [
      { id: randomUUID(), location: { id: randomUUID(), location_type: 'physical', addresses: [address] } },
    ],
  };
  await browser.visit(PATH);
  await browser.fill(PATH, { file: JSON.stringify(service) });
}
