import { pick } from '../stolen-disk/people.ts';
import type { World } from './world.ts';
import type { Step, Writer } from './writers.ts';

const PATH = '/desk/directory';
const SHOWN = {
  ...{ about: '', how: '', who: '', costs: '', alert: '', email: '', url: '' },
  ...{ phone: '+44 1632 960100', countries: 'GB', languages: 'en', zone: 'Europe/London' },
};

/** No agency keeps more entries than it may, however often they are written. */
async function reset({ node }: World): Promise<void> {
  await node.query('DELETE FROM clew.directory_entry');
}

async function write(world: World): Promise<Step> {
  await reset(world);
  const { browser } = world.owner;
  await browser.visit(`${PATH}/new`);
  const words = world.field.tally.canaries.words('an entry');
  const on = async () => (await browser.visit(PATH)).html;
  return { browser, path: `${PATH}/new`, typed: { ...SHOWN, name: words }, shown: { words, on } };
}

async function written(world: World): Promise<string> {
  const { browser, path, typed } = await write(world);
  await browser.fill(path, typed);
  return pick(browser, new RegExp(`${PATH}/[0-9a-f-]{36}`));
}

async function confirm(world: World): Promise<Step> {
  const entry = await written(world);
  const { browser } = world.supervisor;
  await browser.visit(entry);
  return { browser, path: `${entry}/confirm`, typed: { way: 'found' } };
}

async function shown(world: World): Promise<string> {
  const { browser, path, typed } = await confirm(world);
  await browser.fill(path, typed);
  return path.slice(0, -'/confirm'.length);
}

/** The owner, on the page of an entry that is shown. */
function byOwner(deed: string, typed: Step['typed'] = {}): Writer {
  return async (world) => {
    const entry = await shown(world);
    const { browser } = world.owner;
    await browser.visit(deed === '/edit' ? `${entry}/edit` : entry);
    return { browser, path: `${entry}${deed}`, typed };
  };
}

async function drop(world: World): Promise<Step> {
  const entry = await written(world);
  const { browser } = world.owner;
  await browser.visit(entry);
  return { browser, path: `${entry}/drop` };
}

async function bring(world: World): Promise<Step> {
  await reset(world);
  const { browser } = world.owner;
  await browser.visit(PATH);
  const words = world.field.tally.canaries.words('a service in a file');
  const service = { id: '5a0f6b8e-3b57-4c43-8a53-0e9e55a3d199', name: words, status: 'active' };
  const on = async () => (await browser.visit(PATH)).html;
  return { browser, path: PATH, typed: { file: JSON.stringify(service) }, shown: { words, on } };
}

async function answer(world: World): Promise<Step> {
  const { browser, path } = await byOwner('/link')(world);
  await browser.fill(path);
  const link = pick(browser, /\/desk\/listing\/[\w-]{43}/);
  const partner = world.field.open();
  await partner.visit(link);
  return { browser: partner, path: '/desk/listing', typed: { answer: 'right' } };
}

/** Who writes by the forms of the help list. */
export const DIRECTORY_WRITERS: Readonly<Record<string, Writer>> = {
  'POST /desk/directory': bring,
  'POST /desk/directory/new': write,
  'POST /desk/directory/:entry/edit': byOwner('/edit', { ...SHOWN, name: 'Another name' }),
  'POST /desk/directory/:entry/confirm': confirm,
  'POST /desk/directory/:entry/drop': drop,
  'POST /desk/directory/:entry/hide': byOwner('/hide'),
  'POST /desk/directory/:entry/erase': byOwner('/erase', { sure: 'yes' }),
  'POST /desk/directory/:entry/link': byOwner('/link'),
  'POST /desk/listing': answer,
};
