import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connect, openDoor } from '../app/store/index.ts';
import { Language, wordsIn } from '../app/web/index.ts';
import { everyPage } from './crash/index.ts';
import { type NodeToKill, startNodeToKill } from './crash/node-to-kill.ts';
import { makeWorld, WEIGHED, type World } from './crash/world.ts';
import { reveal } from './crash/writers-file.ts';
import { hatchCanaries } from './stolen-disk/canaries.ts';
import { openPlanter, type Planter } from './stolen-disk/planter.ts';

const run = promisify(execFile);

/** Mounts a disk of so many megabytes for `use`; only root may, and not in every sandbox. */
async function withSmallDisk(megabytes: number, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
    await chmod(folder, 0o755);
    await use(folder);
  } finally {
    await run('umount', [folder]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

const canMount =
  process.getuid?.() === 0 &&
  process.platform === 'linux' &&
  (await withSmallDisk(1, async () => undefined).then(
    () => true,
    () => false,
  ));

describe.runIf(canMount)('a disk that is full while people write (needs root and the right to mount)', () => {
  test('is said to each in their language with what was saved and their words; nothing acknowledged is lost, and once there is room the page sends them', async () => {
    await withSmallDisk(220, async (folder) => {
      const node = await startNodeToKill({}, folder);
      try {
        await playFullDisk(node, folder);
      } finally {
        await node.remove();
      }
    });
  });
});

type Person = { language: Language; browser: Planter; kept: string[]; refused: string };

async function playFullDisk(node: NodeToKill, folder: string): Promise<void> {
  const sets = { walked: new Set<string>(), seen: new Set<string>(), planted: new Set<string>() };
  const world = await makeWorld(node, { canaries: hatchCanaries(), pages: await everyPage(), ...sets });
  const { file } = await world.newFile();
  // Room for what is logged ahead: what then fails is to keep a row, and not all of the server.
  await node.query('SELECT pg_switch_wal()');
  await node.query('CHECKPOINT');
  const people = Language.options.map((language) => ({
    ...{ language, browser: inLanguage(world, language), kept: [], refused: '' },
  })) as Person[];
  await writeOnce(world, people[0] as Person, file);
  const ballast = join(folder, 'ballast');
  await run('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k']).catch(() => undefined);
  for (const person of people) while (person.refused === '') await writeOnce(world, person, file);
  for (const { language, browser, refused } of people) {
    const { t } = wordsIn(language);
    expect([language, browser.shown.status]).toEqual([language, 507]);
    for (const said of [
      'fault.disk-full',
      'fault.saved-nothing',
      'fault.typed-kept',
      'fault.advice-operator',
    ] as const)
      expect(browser.shown.html).toContain(t(said));
    expect(browser.shown.html).toContain(refused);
  }
  expect(node.clew.said()).toMatch(/MB left/);
  await unlink(ballast);
  const shown = await reveal(world.owner, file);
  expect(people.flatMap(({ kept }) => kept).filter((words) => !shown.includes(words))).toEqual([]);
  expect(people.filter(({ refused }) => shown.includes(refused))).toEqual([]);
  for (const { browser } of people)
    while ((await browser.fill(`${file}/write`)).status !== 200) await wait(50);
  const after = await reveal(world.owner, file);
  expect(people.filter(({ refused }) => !after.includes(refused))).toEqual([]);
  await expectWholeJournals(node);
}

/** Much, so that room is needed for it; what is looked for is its beginning. */
async function writeOnce(world: World, person: Person, file: string): Promise<void> {
  const words = world.field.tally.canaries.words('a full disk');
  const rest = 'and what she said of the journey '.repeat(400);
  await person.browser.visit(`${file}/write`);
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
