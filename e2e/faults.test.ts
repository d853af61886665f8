import { rename } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, openDoor } from '../app/store/index.ts';
import { type OtherServer, startOtherServer } from '../app/store/testing/index.ts';
import { Language, wordsIn } from '../app/web/index.ts';
import { everyPage } from './crash/index.ts';
import { newFile, WEIGHED } from './crash/world.ts';
import { reveal } from './crash/writers-file.ts';
import { type RunningClew, startClew } from './running-clew.ts';
import { hatchCanaries } from './stolen-disk/canaries.ts';
import { type Colleague, credentialsOf, type Field, found, join, openField } from './stolen-disk/people.ts';
import { openPlanter, type Planter, type Tally } from './stolen-disk/planter.ts';

let server: OtherServer;
let boss: Client;
let clew: RunningClew;
let field: Field;
let owner: Colleague;
let file: string;
let tally: Tally;

beforeAll(async () => {
  server = await startOtherServer({ settings: { max_connections: '24' } });
  boss = await bossClient();
  clew = await startNode();
  const canaries = hatchCanaries();
  const sets = { walked: new Set<string>(), seen: new Set<string>(), planted: new Set<string>() };
  tally = { canaries, pages: await everyPage(), ...sets };
  field = openField({ clew, query }, tally);
  const admin = await found(field);
  const supervisor = await join(field, { admin }, ['supervisor']);
  owner = await join(field, { admin, confirmer: supervisor }, ['case-worker']);
  await admin.browser.visit('/desk/agency');
  await admin.browser.fill('/desk/agency/mandate', { mandate: 'shelter', change: 'add' });
  await supervisor.browser.visit('/desk/agency');
  await supervisor.browser.fill('/desk/agency/mandate/confirm');
  file = (await newFile(owner)).file;
});
afterAll(async () => {
  await clew?.stop();
  await boss?.end();
  await server?.stop();
});

function startNode(): Promise<RunningClew> {
  return startClew({ env: { DATABASE_URL: server.appUrl, DATABASE_ADMIN_URL: server.adminUrl } });
}

async function bossClient(): Promise<Client> {
  const client = new Client({ connectionString: server.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function query(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await boss.query(text, [...values])).rows;
}

/** Ends every connection of the application. */
const cutOff = () => query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");

/** Something that goes wrong: how it begins, how it ends, and what a page then says. */
type Fault = {
  what: string;
  begin(): Promise<() => Promise<unknown>>;
  status: number;
  message: 'fault.locked' | 'fault.busy' | 'fault.database-gone';
};

const FAULTS: readonly Fault[] = [
  {
    what: 'a table that somebody has locked',
    begin: async () => {
      const holder = await bossClient();
      await holder.query('BEGIN; LOCK TABLE clew.file_entry IN ACCESS EXCLUSIVE MODE');
      return () => holder.end();
    },
    status: 503,
    message: 'fault.locked',
  },
  {
    what: 'connections that others have taken, all of them',
    begin: async () => {
      const others: Client[] = [];
      for (let isLeft = true; isLeft; ) {
        others.push(...(await takeAll()));
        await cutOff();
        others.push(...(await takeAll()));
        const [app] = await query("SELECT count(*)::int AS left FROM pg_stat_activity WHERE usename = 'app'");
        isLeft = app?.left !== 0;
      }
      return () => Promise.all(others.map((other) => other.end()));
    },
    status: 503,
    message: 'fault.busy',
  },
  {
    what: 'a database that is not there any more',
    begin: async () => {
      const socket = joinPath(new URL(server.adminUrl).searchParams.get('host') ?? '', '.s.PGSQL.5432');
      await rename(socket, `${socket}.away`);
      await cutOff();
      return () => rename(`${socket}.away`, socket);
    },
    status: 503,
    message: 'fault.database-gone',
  },
];

/** Opens connections until there is none left. */
async function takeAll(): Promise<Client[]> {
  const taken: Client[] = [];
  for (;;) {
    const other = await bossClient().catch(() => undefined);
    if (other === undefined) return taken;
    taken.push(other);
  }
}

/** The owner's browser once more, as one who reads this language. */
function inLanguage(language: Language): Planter {
  const send = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('Accept-Language', language);
    return fetch(url, { ...init, headers });
  };
  const browser = openPlanter({ origin: clew.origin, tally, send });
  for (const [name, value] of owner.browser.cookies)
    (browser.cookies as Map<string, string>).set(name, value);
  return browser;
}

async function aboutToWrite(browser: Planter) {
  const words = tally.canaries.words('a fault');
  await browser.visit(`${file}/write`);
  return { words, typed: { ...WEIGHED, what: 'narrative told', words } };
}

describe.each(FAULTS)('$what', ({ begin, status, message }) => {
  test('is told in the language of whoever wrote, with what was saved and their words; once it is over the page sends them', async () => {
    const written = await Promise.all(
      Language.options.map(async (language) => {
        const browser = inLanguage(language);
        return { language, browser, ...(await aboutToWrite(browser)) };
      }),
    );
    const end = await begin();
    try {
      await Promise.all(written.map(({ browser, typed }) => browser.fill(`${file}/write`, typed)));
    } finally {
      await end();
    }
    for (const { language, browser, words } of written) {
      const { t } = wordsIn(language);
      const { shown } = browser;
      expect([language, shown.status]).toEqual([language, status]);
      for (const said of [t(message), t('fault.saved-nothing'), t('fault.typed-kept'), words])
        expect(shown.html).toContain(said);
    }
    expect(await unwritten(written)).toEqual(written.map(({ words }) => words));
    for (const { browser } of written) await untilSent(browser);
    expect(await unwritten(written)).toEqual([]);
  });
});

/** Presses "Send again" until it is taken, as a page tells to. */
async function untilSent(browser: Planter): Promise<void> {
  while ((await browser.fill(`${file}/write`)).status !== 200) await wait(50);
}

async function unwritten(written: readonly { words: string }[]): Promise<string[]> {
  const html = await reveal(owner, file);
  return written.map(({ words }) => words).filter((words) => !html.includes(words));
}

const WAITING = `
  SELECT a.pid, EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.mode = 'RowExclusiveLock'
    AND l.relation = 'clew.journal_entry'::regclass) AS deed
  FROM pg_stat_activity a WHERE a.wait_event = 'SyncRep'`;

test('a connection that is lost between the commit and its answer is told as not certain, and what was written is there', async () => {
  const browser = inLanguage('en');
  const { words, typed } = await aboutToWrite(browser);
  // Whoever commits now waits for a standby that does not exist.
  await query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  await query('SELECT pg_reload_conf()');
  const sent = browser.fill(`${file}/write`, typed);
  for (let isCut = false; !isCut; )
    for (const { pid, deed } of await query(WAITING)) {
      await query(deed ? 'SELECT pg_terminate_backend($1)' : 'SELECT pg_cancel_backend($1)', [pid]);
      isCut ||= deed === true;
    }
  const { status, html } = await sent;
  await query('ALTER SYSTEM RESET synchronous_standby_names');
  await query('SELECT pg_reload_conf()');
  const { t } = wordsIn('en');
  expect(status).toBe(503);
  expect(html).toContain(t('fault.saved-perhaps'));
  expect(html).toContain(words);
  expect(await unwritten([{ words }])).toEqual([]);
});

test('two nodes on one database write into one file, one chain, and lose nothing', async () => {
  const other = await startNode();
  try {
    const there = openField({ clew: other, query }, tally);
    const colleague = { ...owner, browser: there.open() };
    await colleague.browser.visit('/desk/sign-in');
    await query('UPDATE clew.worker SET code_step = 0');
    await colleague.browser.fill('/desk/sign-in', credentialsOf(colleague));
    const write = async ({ browser }: Colleague): Promise<{ words: string }[]> => {
      const told: { words: string }[] = [];
      for (let number = 0; number < 6; number += 1) {
        const { words, typed } = await aboutToWrite(browser);
        expect((await browser.fill(`${file}/write`, typed)).status).toBe(200);
        told.push({ words });
      }
      return told;
    };
    const told = await Promise.all([write(owner), write(colleague)]);
    expect(await unwritten(told.flat())).toEqual([]);
    const shownThere = await reveal(colleague, file);
    expect(told.flat().filter(({ words }) => !shownThere.includes(words))).toEqual([]);
    const [agency] = await query('SELECT agency_id FROM clew.agency');
    const database = connect({ url: server.adminUrl, most: 1 });
    const door = openDoor(database, { kind: 'node', nodeId: String(agency?.agency_id) });
    expect(await door.verifyJournal()).toMatchObject({ ok: true });
    await database.destroy();
  } finally {
    await other.stop();
  }
});
