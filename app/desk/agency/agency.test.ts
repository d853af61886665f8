import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDoor } from '../../store/index.ts';
import {
  addWorker,
  codeOf,
  confirmAs,
  createTestDesk,
  hiddenFields,
  invite,
  joinByLink,
  letIn,
  makeAgency,
  newcomer,
  openBrowser,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { INVITATION_MS } from './invite-worker.ts';
import { nameForNewcomer } from './join-agency.ts';

const HOUR_MS = 3_600_000;

let here: TestDesk;
let harbour: TestWorker;
let northgate: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  harbour = await makeAgency(here, 'Harbour House canary');
  northgate = await makeAgency(here, 'Northgate Legal');
  await addWorker(here, harbour, { own: 'vera', roles: ['supervisor'] });
});
// Clocks move in some tests further than a session lasts.
beforeEach(async () => {
  for (const admin of [harbour, northgate]) await signInAs(here, admin);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(
    here.database.admin,
  );
  return Number(rows[0]?.n);
}

const agencyOf = (worker: TestWorker) => (worker.browser.cookies.get('clew') ?? '').split('.')[0] ?? '';

describe('the first link', () => {
  test('dies when it is used, also for whoever has its page open', async () => {
    const token = await here.offerLink();
    const first = openBrowser(here.site);
    const second = openBrowser(here.site);
    for (const browser of [first, second]) {
      await browser.visit(`/desk/begin/${token}`);
      await browser.send('/desk/begin', { agency: 'Twice', ...newcomer('zora') });
    }
    const before = await count('clew.agency');
    const codes = [first, second].map(({ shown }) => shown.html);
    for (const [at, browser] of [first, second].entries()) {
      const secret =
        /<bdi dir="ltr">([A-Z2-7 ]+)<\/bdi>/.exec(codes[at] ?? '')?.[1]?.replaceAll(' ', '') ?? '';
      await browser.send('/desk/begin', { code: codeOf(here, secret) });
    }
    expect([first.shown.status, second.shown.status]).toEqual([200, 410]);
    expect(await count('clew.agency')).toBe(before + 1);
    expect((await openBrowser(here.site).visit(`/desk/begin/${token}`)).status).toBe(410);
    // What the second one tried left no trace: no worker, and no chain of a journal.
    expect(await count('clew.journal_head')).toBe(before + 1);
  });

  test('dies with time', async () => {
    const token = await here.offerLink();
    here.moveClock(HOUR_MS);
    expect((await openBrowser(here.site).visit(`/desk/begin/${token}`)).status).toBe(410);
  });

  test('dies when another is offered, and made-up ones never lived', async () => {
    const older = await here.offerLink();
    await here.offerLink();
    for (const token of [older, 'A'.repeat(43), 'x'])
      expect((await openBrowser(here.site).visit(`/desk/begin/${token}`)).status).toBe(410);
  });

  test('stands in no address after its first page, and in no table', async () => {
    const token = await here.offerLink();
    const browser = openBrowser(here.site);
    await browser.visit(`/desk/begin/${token}`);
    expect(browser.shown.html).toContain('action="/en/desk/begin"');
    expect(browser.shown.html).not.toContain(`action="/en/desk/begin/${token}`);
    const { rows } = await sql`SELECT * FROM clew.opening`.execute(here.database.admin);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('gives a key for backups whose private half is kept nowhere', async () => {
    const browser = openBrowser(here.site);
    await browser.visit(`/desk/begin/${await here.offerLink()}`);
    await browser.send('/desk/begin', { agency: 'Backed up', ...newcomer('ida') });
    const secret =
      /<bdi dir="ltr">([A-Z2-7 ]+)<\/bdi>/.exec(browser.shown.html)?.[1]?.replaceAll(' ', '') ?? '';
    await browser.send('/desk/begin', { code: codeOf(here, secret) });
    const identity = /AGE-SECRET-KEY-1[0-9A-Z]{58}/.exec(browser.shown.html)?.[0] ?? '';
    expect(identity).not.toBe('');
    const { rows } = await sql<{ dump: string }>`
      SELECT (SELECT string_agg(a::text, '') FROM clew.agency a) || (SELECT string_agg(w::text, '') FROM clew.worker w) AS dump
    `.execute(here.database.admin);
    expect(rows[0]?.dump).not.toContain(identity);
  });
});

describe('an invitation', () => {
  test('lets nobody in by itself: who joined opens nothing until two people let them in', async () => {
    const link = await invite(harbour, { own: 'kofi', roles: ['case-worker'] });
    const kofi = await joinByLink(here, link, 'kofi');
    const { html, status } = await signInAs(here, kofi);
    expect([status, html.includes('Waiting to be let in')]).toEqual([200, true]);
    expect((await kofi.browser.visit('/desk/people')).html).not.toContain('Name of amina');
    await harbour.browser.visit('/desk/people');
    await harbour.browser.send('/desk/people/admit');
    expect((await kofi.browser.visit('/desk')).html).toContain('Waiting to be let in');
    const vera = harbour.confirmer as TestWorker;
    await signInAs(here, vera);
    await vera.browser.visit('/desk/people');
    await confirmAs(vera.browser, kofi);
    expect((await kofi.browser.visit('/desk')).html).toContain('Name of kofi');
  });

  test('works once, and says to the second no more than to a stranger', async () => {
    const link = await invite(harbour, { own: 'mona', roles: ['lawyer'] });
    await joinByLink(here, link, 'mona');
    const second = await openBrowser(here.site).visit(link);
    const stranger = await openBrowser(here.site).visit(`/desk/join/bcdfghjk.${'A'.repeat(43)}`);
    expect([second.status, stranger.status]).toEqual([410, 410]);
    const text = ({ html }: { html: string }) => /<h1>.*<\/h1>/.exec(html)?.[0];
    expect(text(second)).toBe(text(stranger));
    await harbour.browser.visit('/desk/people');
    const waiting = hiddenFields(harbour.browser.shown.html, '/desk/people/admit');
    await harbour.browser.post('/desk/people/withdraw', waiting);
  });

  test('ends after three days, also for whoever has its page open', async () => {
    const link = await invite(harbour, { own: 'noor', roles: ['lawyer'] });
    here.moveClock(INVITATION_MS - 1_000);
    const browser = openBrowser(here.site);
    expect((await browser.visit(link)).status).toBe(200);
    here.moveClock(1_000);
    expect((await browser.send('/desk/join', newcomer('noor'))).status).toBe(410);
    expect((await openBrowser(here.site).visit(link)).status).toBe(410);
  });

  test('tells no name that is taken: digits stand behind every wish, drawn until nobody has the name', async () => {
    const links = await Promise.all(
      ['one', 'two'].map(() => invite(harbour, { own: 'tess', roles: ['case-worker'] })),
    );
    const names: string[] = [];
    for (const link of links) names.push((await joinByLink(here, link, 'tess')).signInName);
    for (const name of names) expect(name).toMatch(/^tess-\d{4}@[a-z0-9]{8}$/);
    expect(new Set(names).size).toBe(2);
    // A draw that hits a name somebody has is drawn again.
    const [, taken = ''] = /-(\d{4})@/.exec(names[0] ?? '') ?? [];
    const draws = [Number(taken) - 1000, 1].map((drawn) => Uint8Array.of(drawn >> 8, drawn & 255));
    const random = () => draws.shift() ?? Uint8Array.of(0, 0);
    const [, code = ''] = (names[0] ?? '').split('@');
    const at = { agencyId: agencyOf(harbour), code };
    expect(await nameForNewcomer({ ...here.desk, random }, at, 'tess')).toBe('tess-1001');
  });

  test('that is taken back leads nowhere, and whoever joined by it is not let in', async () => {
    const link = await invite(harbour, { own: 'omar', roles: ['lawyer'] });
    const omar = await joinByLink(here, link, 'omar');
    await harbour.browser.visit('/desk/people');
    const waiting = hiddenFields(harbour.browser.shown.html, '/desk/people/admit');
    await harbour.browser.post('/desk/people/withdraw', waiting);
    expect((await signInAs(here, omar)).status).toBe(403);
    expect((await harbour.browser.post('/desk/people/admit', waiting)).status).toBe(404);
  });

  test('admits nobody whose keys were changed in the database meanwhile', async () => {
    const link = await invite(harbour, { own: 'pia', roles: ['lawyer'] });
    await joinByLink(here, link, 'pia');
    const thief = await sql<{
      key: string;
    }>`SELECT recipient AS key FROM clew.worker WHERE standing = 'in' LIMIT 1`.execute(here.database.admin);
    await sql`UPDATE clew.worker SET recipient = ${thief.rows[0]?.key} WHERE standing = 'invited'`.execute(
      here.database.admin,
    );
    await harbour.browser.visit('/desk/people');
    const waiting = hiddenFields(harbour.browser.shown.html, '/desk/people/admit');
    expect((await harbour.browser.post('/desk/people/admit', waiting)).status).toBe(404);
    await harbour.browser.post('/desk/people/withdraw', waiting);
  });

  test('is made by administrators alone, and gives no role beside one that it clashes with', async () => {
    const lena = await addWorker(here, harbour, { own: 'lena', roles: ['case-worker'] });
    await lena.browser.visit('/desk');
    const [token = ''] = hiddenFields(lena.browser.shown.html, '/desk/sign-out').map(([, value]) => value);
    for (const path of ['/desk/people/invite', '/desk/people/admit', '/desk/people/withdraw']) {
      const { status } = await lena.browser.post(path, [['form-token', token]]);
      expect([path, [403, 404].includes(status)]).toEqual([path, true]);
    }
    await harbour.browser.visit('/desk/people');
    const fields = { name: 'Both', role: ['administrator', 'case-worker'] };
    expect((await harbour.browser.send('/desk/people/invite', fields)).status).toBe(422);
    expect(harbour.browser.shown.html).toContain('Both');
  });
});

describe('two agencies on one node', () => {
  test('see nothing of one another on any page', async () => {
    for (const path of ['/desk', '/desk/people', '/desk/you'])
      expect((await northgate.browser.visit(path)).html).not.toContain('Harbour House');
  });

  test('may have the same sign-in name, and neither is told that the other has it', async () => {
    const [own] = harbour.signInName.split('@');
    expect(northgate.signInName.split('@')[0]).toBe(own);
    expect(northgate.signInName).not.toBe(harbour.signInName);
  });

  test('find nothing of one another by an id that they know', async () => {
    const invitation = await invite(harbour, { own: 'quin', roles: ['lawyer'] });
    const quin = await joinByLink(here, invitation, 'quin');
    await harbour.browser.visit('/desk/people');
    const [, id] = hiddenFields(harbour.browser.shown.html, '/desk/people/admit');
    await northgate.browser.visit('/desk/people');
    const [token] = hiddenFields(northgate.browser.shown.html, '/desk/people/invite');
    const foreign = await northgate.browser.post('/desk/people/admit', [token, id] as [string, string][]);
    const nobody = await northgate.browser.post('/desk/people/admit', [
      token,
      ['id', '11111111-1111-4111-8111-111111111111'],
    ] as [string, string][]);
    const text = ({ html }: { html: string }) => /<main.*<\/main>/s.exec(html)?.[0];
    expect([foreign.status, text(foreign)]).toEqual([nobody.status, text(nobody)]);
    await northgate.browser.post('/desk/people/withdraw', [token, id] as [string, string][]);
    await letIn(here, harbour, quin);
    expect((await harbour.browser.visit('/desk/people')).html).toContain('Name of quin');
  });

  test('read, count, change and collide with nothing of one another, whatever SQL is run through a door', async () => {
    const door = openDoor(here.desk.database, {
      kind: 'worker',
      agencyId: agencyOf(northgate),
      workerId: '22222222-2222-4222-8222-222222222222',
    });
    const foreign = agencyOf(harbour);
    const tables = [
      'agency',
      'statement',
      'worker',
      'team',
      'invitation',
      'session',
      'key_wrap',
      'proposal',
      'guess',
    ];
    for (const table of tables) {
      const seen = await door.read((transaction) =>
        sql<{
          n: string;
        }>`SELECT count(*) AS n FROM clew.${sql.ref(table)} WHERE agency_id = ${foreign}`.execute(
          transaction,
        ),
      );
      expect([table, seen.rows[0]?.n]).toEqual([table, '0']);
    }
    // A write into the other agency is refused alike, whether its row is there or not: policy comes before constraint.
    const { rows } = await sql<{ id: string }>`
      SELECT worker_id AS id FROM clew.worker WHERE agency_id = ${foreign} LIMIT 1
    `.execute(here.database.admin);
    const refusals = new Set<string>();
    for (const worker of [rows[0]?.id, '33333333-3333-4333-8333-333333333333'])
      await door
        .tally((transaction) =>
          sql`INSERT INTO clew.key_wrap VALUES (${foreign}, 'agency', 1, ${worker}, 'x', ${worker}, 'x')`.execute(
            transaction,
          ),
        )
        .catch((error: Error) =>
          refusals.add(`${error.message} ${String((error.cause as Error | undefined)?.message)}`),
        );
    expect(refusals.size).toBe(1);
    expect([...refusals][0]).toMatch(/row-level security/);
  });

  test('cannot be listed: an agency is found by its whole code alone', async () => {
    const [, code = ''] = harbour.signInName.split('@');
    for (const [asked, found] of [
      [code, true],
      [code.slice(0, 7), false],
      [`${code.slice(0, 7)}%`, false],
      ['', false],
    ] as const) {
      const { rows } = await sql<{ id: string | null }>`SELECT clew.agency_by_code(${asked}) AS id`.execute(
        here.database.app,
      );
      expect([asked, rows[0]?.id !== null]).toEqual([asked, found]);
    }
  });
});

test('a stolen database holds no name: neither of an agency nor of a worker', async () => {
  const { rows } = await sql<{ table: string }>`
    SELECT relname AS table FROM pg_class WHERE relnamespace = 'clew'::regnamespace AND relkind = 'r'
  `.execute(here.database.admin);
  for (const { table } of rows) {
    const dump = await sql<{ row: string }>`SELECT t::text AS row FROM clew.${sql.ref(table)} t`.execute(
      here.database.admin,
    );
    const text = dump.rows.map(({ row }) => row).join('\n');
    expect([table, /canary|Name of|Northgate/.test(text)]).toEqual([table, false]);
  }
});
