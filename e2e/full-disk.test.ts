import { execFile } from 'node:child_process';
import { rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connect, openDoor } from '../app/store/index.ts';
import { canMount, fillDisk, withSmallDisk } from '../app/supervisor/testing/index.ts';
import { Language, wordsIn } from '../app/web/index.ts';
import { everyPage } from './crash/index.ts';
import { type NodeToKill, startNodeToKill } from './crash/node-to-kill.ts';
import { makeWorld, WEIGHED, type World } from './crash/world.ts';
import { reveal } from './crash/writers-file.ts';
import { hatchCanaries } from './stolen-disk/canaries.ts';
import { openPlanter, type Planter } from './stolen-disk/planter.ts';

const run = promisify(execFile);

describe.runIf(canMount)('a disk that is full while people write (needs root and the right to mount)', () => {
  test('is said to each in their language with what was saved and their words; nothing acknowledged is lost, and once there is room the page sends them', async () => {
    await withSmallDisk(220, async (folder) => {
      const node = await startNodeToKill({}, folder);
      try {
        const fill = async () => {
          // Room for what is logged ahead: what then fails is to keep a row, and not all of the server.
          await node.query('SELECT pg_switch_wal()');
          await node.query('CHECKPOINT');
          return fillDisk(folder);
        };
        await playFullDisk(node, { fill, isNodes: true });
      } finally {
        await node.remove();
      }
    });
  });

  test('is said as well where the disk of the write-ahead log is another, and the server falls and cannot come back', async () => {
    await withSmallDisk(256, async (folder) => {
      const node = await startNodeToKill();
      try {
        const fill = async () => {
          await moveLog(node, folder);
          const ballast = await fillDisk(folder);
          await useUpLog(node);
          return ballast;
        };
        await playFullDisk(node, { fill, isNodes: false });
      } finally {
        await node.remove();
      }
    });
  });
});

/** Puts what the server of a node writes ahead onto another disk, as its operator might. */
async function moveLog(node: NodeToKill, folder: string): Promise<void> {
  await node.kill('supervisor');
  await node.kill('postgres');
  const log = join(node.dataFolder, 'postgres', 'pg_wal');
  await run('cp', ['-a', log, join(folder, 'pg_wal')]);
  await rm(log, { recursive: true });
  await symlink(join(folder, 'pg_wal'), log);
  await node.bringBack('supervisor');
}

/** Writes until the next that is written needs room for one more file of the log. */
async function useUpLog(node: NodeToKill): Promise<void> {
  const isNextThere = `SELECT EXISTS (SELECT 1 FROM pg_ls_waldir()
    WHERE name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_insert_lsn())) AS yes`;
  while ((await node.query(isNextThere))[0]?.yes === true) {
    await node.query("SELECT pg_logical_emit_message(false, 'test', 'x')");
    await node.query('SELECT pg_switch_wal()');
  }
  await node.query(`SELECT pg_logical_emit_message(false, 'test', repeat('x', (
    16777216 - 262144 - pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint % 16777216)::int))`);
}

type Person = { language: Language; browser: Planter; kept: string[]; refused: string };

/** How a disk is filled, with a file that gives the room back; and whether it is that of the node, which looks at it. */
type Filling = { fill: () => Promise<string>; isNodes: boolean };

async function playFullDisk(node: NodeToKill, { fill, isNodes }: Filling): Promise<void> {
  const sets = { walked: new Set<string>(), seen: new Set<string>(), planted: new Set<string>() };
  const world = await makeWorld(node, { canaries: hatchCanaries(), pages: await everyPage(), ...sets });
  const { file } = await world.newFile();
  const people = Language.options.map((language) => ({
    ...{ language, browser: inLanguage(world, language), kept: [], refused: '' },
  })) as Person[];
  await writeOnce(world, people[0] as Person, file);
  // Each has the form before them when the disk fills: of a server that is away nobody gets another.
  for (const { browser } of people) await browser.visit(`${file}/write`);
  const ballast = await fill();
  for (const person of people) {
    await fillOnce(world, person, file);
    while (person.refused === '') await writeOnce(world, person, file);
  }
  for (const { language, browser, refused } of people) {
    const { t } = wordsIn(language);
    expect([language, browser.shown.status]).toEqual([language, 507]);
    const all = ['fault.disk-full', 'fault.typed-kept', 'fault.advice-operator'] as const;
    // Of whom the server fell nobody knows whether the last commit was kept.
    for (const said of isNodes ? ([...all, 'fault.saved-nothing'] as const) : all)
      expect(browser.shown.html).toContain(t(said));
    expect(browser.shown.html).toContain(refused);
  }
  if (isNodes) expect(node.clew.said()).toMatch(/MB left/);
  await unlink(ballast);
  await node.bringBack('postgres');
  const shown = await reveal(world.owner, file);
  expect(people.flatMap(({ kept }) => kept).filter((words) => !shown.includes(words))).toEqual([]);
  expect(people.filter(({ refused }) => shown.includes(refused))).toEqual([]);
  for (const { browser } of people)
    while ((await browser.fill(`${file}/write`)).status !== 200) await wait(50);
  const after = await reveal(world.owner, file);
  expect(people.filter(({ refused }) => !after.includes(refused))).toEqual([]);
  await expectWholeJournals(node);
}

async function writeOnce(world: World, person: Person, file: string): Promise<void> {
  await person.browser.visit(`${file}/write`);
  await fillOnce(world, person, file);
}

/** Much, so that room is needed for it; what is looked for is its beginning. */
async function fillOnce(world: World, person: Person, file: string): Promise<void> {
  const words = world.field.tally.canaries.words('a full disk');
  const rest = 'and what she said of the journey '.repeat(400);
  const typed = { ...WEIGHED, what: 'narrative told', words: `${words} ${rest}` };
  const { status } = await person.browser.fill(`${file}/write`, typed);
  if (status === 200) person.kept.push(words);
  else person.refused = words;
}

/** The owner's browser once more, as one who reads this language. */
function inLanguage(world: World, language: Language): Planter {
  const { tally } = world.field;
  const send = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('Accept-Language', language);
    return fetch(url, { ...init, headers });
  };
  const browser = openPlanter({ origin: world.node.clew.origin, tally, send });
  for (const [name, value] of world.owner.browser.cookies)
    (browser.cookies as Map<string, string>).set(name, value);
  return browser;
}

async function expectWholeJournals(node: NodeToKill): Promise<void> {
  const database = connect({ url: (await node.adminUrl()).href, most: 1 });
  try {
    for (const { chain } of await node.query('SELECT chain FROM clew.journal_head')) {
      const door = openDoor(database, { kind: 'node', nodeId: String(chain) });
      expect(await door.verifyJournal()).toMatchObject({ ok: true });
    }
  } finally {
    await database.destroy();
  }
}
