import type { Colleague } from '../stolen-disk/people.ts';
import { WEIGHED, type World } from './world.ts';
import type { Step, Writer } from './writers.ts';

const GRANT = {
  'recipient-kind': 'service',
  category: ['health', 'contact'],
  until: '2036-12-31',
  asks: 'yes',
  capacity: 'with-guardian',
};

/** The owner of a fresh file, on one of its pages. */
function byOwner(page: string, form: string, typed: Step['typed'] = {}): Writer {
  return async (world) => {
    const { file } = await world.newFile();
    const { browser } = world.owner;
    await browser.visit(file + page);
    return { browser, path: file + form, typed };
  };
}

/** A fresh file that a colleague was let into. */
async function sharedFile(world: World, colleague: Colleague): Promise<string> {
  const { file } = await world.newFile();
  const { browser } = world.owner;
  await browser.visit(`${file}/people`);
  await browser.fill(`${file}/people/let-in`, { 'let-in-worker': colleague.workerId });
  await browser.visit(`${file}/people`);
  return file;
}

/** A fresh file, and somebody who is about to be shut out of it. */
async function exclude(world: World): Promise<Step & { file: string }> {
  const file = await sharedFile(world, world.health);
  const { browser } = world.owner;
  await browser.fill(`${file}/people/remove`, { 'remove-worker': world.health.workerId });
  await browser.visit(`${file}/people`);
  const typed = { 'exclude-worker': world.health.workerId, wish: 'person' };
  return { browser, path: `${file}/people/exclude`, typed, file };
}

async function bringBack(world: World): Promise<Step> {
  const { browser, path, typed, file } = await exclude(world);
  await browser.fill(path, typed);
  await browser.visit(`${file}/people`);
  return { browser, path: `${file}/people/return`, typed: { agrees: 'yes' } };
}

/** What one person does not do alone: to shut out who answers for the file. */
async function excludeSupervisor(world: World): Promise<Step> {
  const { browser, path } = await byOwner('/people', '/people/exclude')(world);
  const typed = { 'exclude-worker': world.supervisor.workerId, wish: 'agency' };
  return { browser, path, typed };
}

async function reopen(world: World): Promise<Step> {
  const { browser, path } = await byOwner('/standing', '/standing/close')(world);
  await browser.fill(path);
  const standing = path.replace(/\/close$/, '');
  await browser.visit(standing);
  return { browser, path: `${standing}/reopen` };
}

/** The first of two has spoken; the second is about to. */
function seconded(path: string, first: Writer): Writer {
  return async (world) => {
    await world.node.query("DELETE FROM clew.proposal WHERE confirmed_by IS NULL AND kind ~ '^file'");
    const begun = await first(world);
    await begun.browser.fill(begun.path, begun.typed);
    await world.second.browser.visit('/desk/second');
    return { browser: world.second.browser, path };
  };
}

/** A file that must be kept, as one person says. */
const hold = byOwner('/keeping', '/keeping/hold', { review: '2036-12-31' });

/** A file that is closed, about to be proposed for erasure. */
async function erase(world: World): Promise<Step> {
  const { browser, path } = await byOwner('/standing', '/standing/close')(world);
  await browser.fill(path);
  const keeping = path.replace(/\/standing\/close$/, '/keeping');
  await browser.visit(keeping);
  return { browser, path: `${keeping}/erase`, typed: { why: 'person-asks' } };
}

/** Two have said that a file must be kept; one is about to say that it need not any more. */
async function release(world: World): Promise<Step> {
  // What waited before would be confirmed in its place.
  await world.node.query("DELETE FROM clew.proposal WHERE confirmed_by IS NULL AND kind = 'file.hold'");
  const { browser, path, typed } = await hold(world);
  await browser.fill(path, typed);
  const second = world.second.browser;
  await second.visit('/desk/second');
  if (second.has('/desk/second/hold')) await second.fill('/desk/second/hold');
  const keeping = path.replace(/\/hold$/, '');
  await browser.visit(keeping);
  return { browser, path: `${keeping}/release` };
}

async function askGlass(world: World): Promise<Step> {
  await world.node.query("DELETE FROM clew.proposal WHERE confirmed_by IS NULL AND kind ~ '^glass'");
  const { codeName } = await world.newFile();
  const { browser } = world.second;
  await browser.visit('/desk/glass');
  return {
    browser,
    path: '/desk/glass/ask',
    typed: { part: 'narrative', hours: '1', 'code-name': codeName },
  };
}

async function confirmGlass(world: World): Promise<Step> {
  const { browser, path, typed } = await askGlass(world);
  await browser.fill(path, typed);
  await world.supervisor.browser.visit('/desk/glass');
  return { browser: world.supervisor.browser, path: '/desk/glass/confirm' };
}

async function grant(world: World): Promise<Step> {
  return byOwner('/grant', '/grant', GRANT)(world);
}

/** Something told, which whoever may open the file reads afterwards. */
async function write(world: World): Promise<Step> {
  const { path, browser } = await byOwner('/write', '/write')(world);
  const words = world.field.tally.canaries.words('an entry');
  const file = path.replace(/\/write$/, '');
  const typed = { ...WEIGHED, what: 'narrative told', words };
  return { browser, path, typed, shown: { words, on: () => reveal(world.owner, file) } };
}

/** All that somebody may read of a file. */
export async function reveal({ browser }: Colleague, file: string): Promise<string> {
  await browser.visit(file);
  const forms = browser.forms().filter(({ path }) => path === `${file}/reveal`);
  const open = forms.flatMap(({ fields }) => fields.find(({ name }) => name === 'open')?.values ?? []);
  const { html } = await browser.fill(`${file}/reveal`, { open });
  return html;
}

/** Who writes by the forms of a file. */
export const FILE_WRITERS: Readonly<Record<string, Writer>> = {
  'POST /desk/files/new': async ({ owner: { browser } }) => {
    await browser.visit('/desk/files');
    return { browser, path: '/desk/files/new' };
  },
  'POST /desk/files/find': async ({ owner: { browser } }) => {
    await browser.visit('/desk/files');
    return { browser, path: '/desk/files/find' };
  },
  'POST /desk/files/:file/write': write,
  'POST /desk/files/:file/answer': byOwner('/answer', '/answer', {
    word: 'yes',
    value: undefined,
    ...WEIGHED,
  }),
  'POST /desk/files/:file/reveal': async (world) => {
    const { file } = await world.newFile();
    await world.owner.browser.visit(file);
    return { browser: world.owner.browser, path: `${file}/reveal` };
  },
  'POST /desk/files/:file/grant': grant,
  'POST /desk/files/:file/grant/end': async (world) => {
    const { browser, path, typed } = await grant(world);
    await browser.fill(path, typed);
    return { browser, path: `${path}/end` };
  },
  'POST /desk/files/:file/refusal': byOwner('/grant', '/refusal'),
  'POST /desk/files/:file/people/let-in': async (world) => {
    const { browser, path } = await byOwner('/people', '/people/let-in')(world);
    return { browser, path, typed: { 'let-in-worker': world.health.workerId } };
  },
  'POST /desk/files/:file/people/remove': async (world) => {
    const file = await sharedFile(world, world.health);
    const typed = { 'remove-worker': world.health.workerId };
    return { browser: world.owner.browser, path: `${file}/people/remove`, typed };
  },
  'POST /desk/files/:file/people/exclude': exclude,
  'POST /desk/files/:file/people/return': bringBack,
  'POST /desk/files/:file/people/hand-over': async (world) => {
    const file = await sharedFile(world, world.health);
    const typed = { 'hand-over-worker': world.health.workerId };
    return { browser: world.owner.browser, path: `${file}/people/hand-over`, typed };
  },
  'POST /desk/files/:file/people/recuse': async (world) => {
    const file = await sharedFile(world, world.health);
    await world.health.browser.visit(`${file}/people`);
    return { browser: world.health.browser, path: `${file}/people/recuse` };
  },
  'POST /desk/files/:file/standing/withdraw': byOwner('/standing', '/standing/withdraw'),
  'POST /desk/files/:file/standing/close': byOwner('/standing', '/standing/close'),
  'POST /desk/files/:file/standing/reopen': reopen,
  'POST /desk/files/:file/keeping/hold': hold,
  'POST /desk/files/:file/keeping/release': release,
  'POST /desk/files/:file/keeping/erase': erase,
  'POST /desk/second/hold': seconded('/desk/second/hold', hold),
  'POST /desk/second/release': seconded('/desk/second/release', release),
  'POST /desk/second/exclude': seconded('/desk/second/exclude', excludeSupervisor),
  'POST /desk/second/include': seconded('/desk/second/include', bringBack),
  'POST /desk/second/reopen': seconded('/desk/second/reopen', reopen),
  'POST /desk/glass/ask': askGlass,
  'POST /desk/glass/confirm': confirmGlass,
  'POST /desk/glass/let-in': async (world) => {
    const { browser, path } = await confirmGlass(world);
    await browser.fill(path);
    await world.owner.browser.visit('/desk/glass');
    return { browser: world.owner.browser, path: '/desk/glass/let-in' };
  },
};
