import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { filePages } from '../file/index.ts';
import {
  addWorker,
  createTestDesk,
  giveMandate,
  makeAgency,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
let admin: TestWorker;
let lena: TestWorker;
let mariam: TestWorker;
let supervisorId = '';
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(loadLaw()) });
  admin = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, admin, { own: 'lena', roles: ['case-worker'] });
  mariam = await addWorker(here, admin, { own: 'mariam', roles: ['case-worker', 'supervisor'] });
  await giveMandate(here, admin);
  const { rows } = await sql<{
    id: string;
  }>`SELECT thing AS id FROM clew.statement WHERE kind = 'worker' AND said LIKE '%supervisor%'`.execute(
    here.database.admin,
  );
  supervisorId = rows[0]?.id ?? '';
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** Opens a file by the pages, lets the colleague in, and returns its path. */
async function sharedFile(): Promise<string> {
  const { browser } = lena;
  await browser.visit('/desk/files');
  const { html } = await browser.send('/desk/files/new');
  const path = /\/desk\/files\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
  await browser.visit(`${path}/people`);
  await browser.send(`${path}/people/let-in`, { 'let-in-worker': supervisorId });
  return path;
}

describe('the page of what is kept', () => {
  test('says that no time is set and nobody checked a ground, until two people set one', async () => {
    const before = await lena.browser.visit('/desk/keeping');
    for (const words of ['No time is set', 'None of them says how long', 'Nobody has checked it.'])
      expect(before.html).toContain(words);
    await admin.browser.visit('/desk/keeping');
    const wrong = await admin.browser.send('/desk/keeping', { months: 'ten', ground: 'kept as typed' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('kept as typed');
    const sent = { months: '24', ground: 'Our law, <b>s. 5</b>', 'checked-by': '', reason: 'The board.' };
    await admin.browser.send('/desk/keeping', sent);
    expect((await lena.browser.visit('/desk/keeping')).html).toContain('No time is set');
    await mariam.browser.visit('/desk/keeping');
    const after = await mariam.browser.send('/desk/keeping/confirm');
    expect(after.html).toContain('Our law, &lt;b>s. 5&lt;/b>');
    expect(after.html).not.toContain('No time is set');
  });

  test('believes no row that two people did not sign', async () => {
    await sql`UPDATE clew.proposal SET content = content || 'x' WHERE kind = 'keeping'`.execute(
      here.database.admin,
    );
    expect((await lena.browser.visit('/desk/keeping')).html).toContain('No time is set');
    await sql`UPDATE clew.proposal SET content = left(content, -1) WHERE kind = 'keeping'`.execute(
      here.database.admin,
    );
    expect((await lena.browser.visit('/desk/keeping')).html).not.toContain('No time is set');
  });
});

describe('the page of one file', () => {
  test('holds it, takes that off, and erases it with a paper of what remains', async () => {
    const path = await sharedFile();
    const { browser } = lena;
    await browser.visit(`${path}/keeping`);
    expect((await browser.send(`${path}/keeping/hold`, { review: 'kept as typed' })).status).toBe(422);
    await browser.send(`${path}/keeping/hold`, { review: '2036-01-02', 'hold-reason': 'An inquiry.' });
    await mariam.browser.visit('/desk/second');
    await mariam.browser.send('/desk/second/hold');
    expect((await browser.visit(path)).html).toContain('Not to be erased');
    await browser.visit(`${path}/keeping`);
    await browser.send(`${path}/keeping/release`, { 'release-reason': 'Over.' });
    await mariam.browser.visit('/desk/second');
    await mariam.browser.send('/desk/second/release');
    await browser.visit(`${path}/standing`);
    await browser.send(`${path}/standing/close`, { why: 'done' });
    await browser.visit(`${path}/keeping`);
    const early = await browser.send(`${path}/keeping/erase`, {
      why: 'due',
      'erase-reason': 'kept as typed',
    });
    expect(early.status).toBe(422);
    expect(early.html).toContain('kept as typed');
    await browser.send(`${path}/keeping/erase`, { why: 'person-asks', 'erase-reason': 'As asked.' });
    expect((await browser.visit(path)).html).toContain('Erasure asked');
    await mariam.browser.visit('/desk/second');
    expect((await mariam.browser.send('/desk/second/erase')).html).toContain('It is too early');
    here.moveClock(7 * 86_400_000);
    await signInAs(here, lena);
    await signInAs(here, mariam);
    await mariam.browser.visit('/desk/second');
    const erased = await mariam.browser.send('/desk/second/erase');
    for (const words of ['This file is erased', 'Print this now', path.slice('/desk/files/'.length)])
      expect(erased.html).toContain(words);
    expect((await lena.browser.visit(path)).status).toBe(404);
  });

  test('is not there for a stranger to the file', async () => {
    const path = await sharedFile();
    await signInAs(here, admin);
    const tomas = await addWorker(here, admin, { own: 'tomas', roles: ['case-worker'] });
    expect((await tomas.browser.visit(`${path}/keeping`)).status).toBe(404);
    expect((await admin.browser.visit(`${path}/keeping`)).status).not.toBe(200);
  });
});
