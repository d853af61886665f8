import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDesk } from '../../app/desk/index.ts';
import { loadLaw } from '../../app/law/index.ts';
import { sitePages } from '../../app/site-pages.ts';
import { canaryNeedles, hatchCanaries } from './canaries.ts';
import { CARELESS } from './careless.ts';
import { makeFinder } from './finder.ts';
import { knownSecrets, needlesOf, type Secrets } from './known-secrets.ts';
import { type NodeOnDisk, startOnDisk } from './node-on-disk.ts';
import { openField, proofOf } from './people.ts';
import { dumpOf, filesBelow, memoryOf, nameOf, type Source, startsOf, whyUnreadable } from './places.ts';
import { plantAgency, plantLeaving } from './plant-agency.ts';
import { plantDirectory } from './plant-directory.ts';
import { plantFile } from './plant-file.ts';
import { plantPopulation } from './plant-population.ts';
import { plantPublic } from './plant-public.ts';
import { plantRecovery } from './plant-recovery.ts';
import { plantHalfway, plantRefused } from './plant-refused.ts';
import type { Tally } from './planter.ts';
import { type Searched, search } from './search.ts';

/** Fields that take no words, so that nothing planted would fit. */
const NO_WORDS: Readonly<Record<string, string>> = {
  'POST /desk/keeping months': 'a number, or nothing',
};

/** Forms that are only a button, and stand on no page that this walk comes by: why. */
const NOT_WALKED: Readonly<Record<string, string>> = {
  'POST /desk/glass/let-in': 'for who has the key where the second person has none',
  'POST /desk/files/:file/people/keys': 'for who waits for a key',
  'POST /desk/files/:file/opened': 'for what is older',
  'POST /desk/provider/confirm': 'for an agency with a provider',
  'POST /desk/sign-in/provider': 'for who signs in through a provider',
  'GET /desk/sign-in/from/:code': 'for who comes back from a provider',
  'POST /desk/sign-in/from': 'for who comes back from a provider',
  'POST /desk/second/exclude': 'for what waits for a second person',
  'POST /desk/second/include': 'for what waits for a second person',
  'POST /desk/second/reopen': 'for what waits for a second person',
  'POST /desk/second/hold': 'for what waits for a second person',
  'POST /desk/second/release': 'for what waits for a second person',
  'POST /desk/second/erase': 'for what waits for a second person',
  'POST /desk/keys/roster/complete': 'for a key that two people made',
  'POST /desk/you/keys/waiting': 'for who waits for keys that are made anew',
};

/** Words of the environment in which the supervisor is started. */
const MARK = 'Vexolquint of the environment';
const ENOUGH = 40;

let node: NodeOnDisk;
let tally: Tally;
let secrets: Secrets;
/** What the web process held in memory before it was replaced. */
let before: Searched;
let dumpBefore: Searched;
let unreadable: string | undefined;

beforeAll(async () => {
  const pages = sitePages(loadLaw(), deskWithoutDatabase());
  tally = { canaries: hatchCanaries(), pages, walked: new Set(), seen: new Set(), planted: new Set() };
  node = await startOnDisk({ CLEW_MARK: MARK });
  const field = openField(node, tally);
  const agency = await plantAgency(field);
  const file = await plantFile(field, agency);
  await plantRecovery(field, agency);
  await plantRefused(field, agency, file);
  await plantPopulation(field, agency.second);
  await plantDirectory(field, agency);
  secrets = await knownSecrets(field, Object.values(agency));
  await plantLeaving(agency, file);
  await plantPublic(field);
  unreadable = (await node.processes()).map(whyUnreadable).find((why) => why !== undefined);
  before = await look(memory(await node.webProcesses()), ENOUGH);
  await node.backUp();
  dumpBefore = await look(dumpOf(await node.adminUrl()));
  const halfway = await plantHalfway(field, agency.owner);
  await agency.admin.browser.visit('/desk/alarms/channel');
  await agency.admin.browser.fill('/desk/alarms/channel', { do: 'end', ...proofOf(agency.admin, '-2') });
  await node.replaceJobs();
  await node.replaceWeb();
  await halfway.close();
  // Every form is walked: on a busy machine that takes its time.
}, 900_000);
afterAll(() => node?.remove());

/** Nothing where it cannot be read: `skipUnreadable` says so. */
const memory = (pids: readonly number[]) => (unreadable === undefined ? memoryOf(pids) : []);

/** Looks for every canary and every secret. */
function look(sources: AsyncIterable<Source> | Iterable<Source>, enough?: number): Promise<Searched> {
  const known = new Map([...secrets, ['the first link', firstLink()], ['the mark', MARK]]);
  const find = makeFinder([...canaryNeedles(), ...needlesOf(known)]);
  return search(sources, { find, canaries: tally.canaries, ...(enough === undefined ? {} : { enough }) });
}

/** What the terminal was shown: it is used up, and with it the link. */
function firstLink(): string {
  return /\/desk\/begin\/([\w-]{43})/.exec(node.clew.said())?.[1] ?? '';
}

/** Only to know which pages there are. */
function deskWithoutDatabase() {
  return createDesk({
    database: undefined as never,
    now: () => new Date(),
    random: randomBytes,
    after: () => () => undefined,
    sealKey: randomBytes(32),
    isDemo: false,
    origin: 'http://localhost:1414',
  });
}

/** Every process that answers or is the database's: all but the supervisor and what compiles its code. */
async function serving(): Promise<number[]> {
  return [...(await node.webProcesses()), ...(await node.postgres())];
}

/** Says why a test of memory is left out, where the system forbids to read it. */
function skipUnreadable(skip: (note?: string) => void): void {
  if (unreadable === undefined) return;
  process.stdout.write(`${unreadable}\n`);
  skip(unreadable);
}

describe('canaries', () => {
  test('are planted in every field for words that any page shows', () => {
    expect([...tally.seen].filter((name) => !tally.planted.has(name) && !(name in NO_WORDS))).toEqual([]);
    expect(tally.planted.size).toBeGreaterThan(60);
  });

  test('and by every form, and every page, that is registered', () => {
    const registered = tally.pages.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(registered.filter((name) => !tally.walked.has(name) && !(name in NOT_WALKED))).toEqual([]);
  });

  test('are in the memory of the web process as long as it is not replaced', ({ skip }) => {
    skipUnreadable(skip);
    expect(before.found.length).toBeGreaterThanOrEqual(ENOUGH);
  });
});

describe('of all that was typed, of passphrases, secrets and keys, nothing is found', () => {
  test('in the memory of any process that lives once the web process was replaced', async ({ skip }) => {
    skipUnreadable(skip);
    const pids = await node.processes();
    const names = (await Promise.all(pids.map(nameOf))).join('\n');
    for (const part of ['clew.mjs start', 'web.mjs', 'bin/postgres', 'checkpointer', 'clew_node'])
      expect(names).toContain(part);
    const apart = pids.filter((pid) => pid !== node.clew.child.pid);
    const servants = await serving();
    expect((await look(memoryOf(servants))).found).toEqual([]);
    const others = await look(
      memoryOf([node.clew.child.pid ?? 0, ...apart.filter((pid) => !servants.includes(pid))]),
    );
    expect(others.found.filter((line) => !/^the (first link|mark) /.test(line))).toEqual([]);
    // These two it was told itself: its memory was read.
    expect(others.found.join('\n')).toMatch(/^the first link .*clew\.mjs start/m);
    expect(others.found.join('\n')).toMatch(/^the mark .*clew\.mjs start/m);
  });

  test('in a dump of every row of every table and view', async () => {
    await node.query('ANALYZE');
    const { found, places } = await look(dumpOf(await node.adminUrl()));
    expect([...dumpBefore.found, ...found]).toEqual([]);
    expect(places).toBeGreaterThan(200);
  });

  test('in the data folder, its log among it, before and after everything is written down', async () => {
    const { found, places } = await look(filesBelow(node.clew.dataFolder));
    await node.query('CHECKPOINT');
    const written = await look(filesBelow(node.clew.dataFolder));
    expect([...found, ...written.found]).toEqual([]);
    expect(places).toBeGreaterThan(500);
  });

  test('in temporary files and a backup, in the terminal but for the first link, and in how processes were started', async () => {
    const temporary = await look(filesBelow(node.temporary));
    expect(temporary.found).toEqual([]);
    expect(temporary.bytes).toBeGreaterThan(100_000);
    expect((await look(startsOf(await serving()))).found).toEqual([]);
    const said = (await look([{ place: 'the terminal', bytes: Buffer.from(node.clew.said()) }])).found;
    expect(said).toContain('the first link (cut short) as it is, in the terminal');
    expect(said.filter((line) => !line.startsWith('the first link'))).toEqual([]);
    const started = await look(startsOf([node.clew.child.pid ?? 0]));
    expect(started.found.join()).toContain('the mark (cut short) as it is, in environ of');
  });
});

test('no process that answers or is the database’s may leave a core dump', async () => {
  let looked = 0;
  for (const pid of await serving()) {
    // A backend may have ended since it was listed.
    const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => undefined);
    const core = /^Max core file size +(\S+) +(\S+)/m.exec(limits ?? '')?.slice(1);
    if (core === undefined) continue;
    expect([pid, core]).toEqual([pid, ['0', '0']]);
    looked += 1;
  }
  expect(looked).toBeGreaterThan(3);
});

describe('with a defence switched off the same search finds', () => {
  const found: string[] = [];

  beforeAll(async () => {
    const endings: (() => Promise<unknown>)[] = [];
    for (const { what, begin } of CARELESS) endings.push(await begin(node, tally.canaries.words(what)));
    const [key] = [...secrets]
      .filter(([name]) => name.startsWith('the key of agency'))
      .map(([, bytes]) => bytes);
    await node.query('INSERT INTO clew.careless VALUES (NULL, $1)', [key]);
    for (const sources of [
      dumpOf(await node.adminUrl()),
      filesBelow(node.clew.dataFolder),
      filesBelow(node.temporary),
      memory(await node.postgres()),
      memory(await node.webProcesses()),
    ])
      found.push(...(await look(sources)).found);
    for (const end of endings) await end();
  });

  test.for(CARELESS)('$what', ({ what, place }, { skip }) => {
    if (place.source.startsWith('memory')) skipUnreadable(skip);
    expect(found.filter((line) => line.includes(`(${what})`) && place.test(line))).not.toEqual([]);
  });

  test('a key beside what it seals', () => {
    expect(found.join('\n')).toMatch(/^the key of agency.* clew clew\.careless, decoded$/m);
  });
});
