import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openKeyring } from '../keys/keyring.ts';
import { signRights } from '../keys/rights.ts';
import { policyPages } from '../pages/policy-pages.ts';
import { makeProposal } from '../proposals/propose.ts';
import { findSession } from '../session/find-session.ts';
import { readTicket, SESSION_COOKIE } from '../session/ticket.ts';
import {
  addWorker,
  confirmAs,
  createTestDesk,
  hiddenFields,
  invite,
  joinByLink,
  letIn,
  makeAgency,
  openAs,
  openBrowser,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

let here: TestDesk;
/** The founder, the first colleague, who confirms, and one whom both let in. */
let amina: TestWorker;
let vera: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: policyPages({ lawHash: 'a'.repeat(64) }) });
  amina = await makeAgency(here, 'Harbour House');
  vera = await addWorker(here, amina, { own: 'vera', roles: ['supervisor'] });
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
beforeEach(async () => {
  for (const worker of [amina, vera, lena]) await signInAs(here, worker);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** The worker behind a browser's session, with keys. */
async function keyringOf({ browser }: TestWorker) {
  const state = await findSession(here.desk, readTicket(browser.cookies.get(SESSION_COOKIE)));
  if (state.kind !== 'in') throw new Error('Nobody is signed in there.');
  const { door, secrets, worker, ticket } = state;
  const keyring = await openKeyring({ door, agencyId: ticket.agencyId, workerId: worker.worker_id, secrets });
  if (!keyring) throw new Error('Nobody of the roster is signed in there.');
  return keyring;
}

async function idOf(worker: TestWorker): Promise<string> {
  return (await keyringOf(worker)).me.workerId;
}

/** Somebody who joined and whom the founder prepared, with their id. */
async function prepare(own: string, roles: readonly string[] = ['case-worker']) {
  const worker = await joinByLink(here, await invite(amina, { own, roles }), own);
  const digits = /\d{5}( \d{5}){5}/.exec(worker.browser.shown.html)?.[0] ?? '';
  await amina.browser.visit('/desk/people');
  const waiting = amina.browser.shown.html;
  await amina.browser.send('/desk/people/admit');
  const { rows } = await sql<{
    id: string;
  }>`SELECT worker_id AS id FROM clew.worker WHERE standing = 'invited'
    ORDER BY (SELECT count(*) FROM clew.roster_entry e WHERE e.worker_id = clew.worker.worker_id) DESC`.execute(
    here.database.admin,
  );
  return { worker, workerId: rows[0]?.id ?? '', digits, waiting };
}

async function takeBack(): Promise<void> {
  await amina.browser.visit('/desk/people');
  await amina.browser.send('/desk/people/withdraw');
}

describe('somebody whom one administrator prepared', () => {
  test('is not in, has no key, and is on nobody’s roster until a second worker confirms', async () => {
    const { worker, workerId } = await prepare('kofi');
    expect((await signInAs(here, worker)).html).toContain('Waiting to be let in');
    const wraps = await sql`SELECT 1 FROM clew.key_wrap WHERE worker_id = ${workerId}`.execute(
      here.database.admin,
    );
    expect(wraps.rows).toEqual([]);
    expect(await (await keyringOf(amina)).colleague(workerId)).toBeUndefined();
    await vera.browser.visit('/desk/people');
    await confirmAs(vera.browser, worker);
    expect(await (await keyringOf(lena)).colleague(workerId)).toMatchObject({ workerId });
    expect((await worker.browser.visit('/desk')).html).toContain('Name of kofi');
  });

  test('is confirmed by the digits that the confirmer heard, which no page shows to them', async () => {
    const { worker, workerId, digits, waiting } = await prepare('mona');
    expect(digits).not.toBe('');
    expect(waiting).toContain(digits);
    expect((await vera.browser.visit('/desk/people')).html).not.toContain(digits);
    for (const typed of ['', '1'.repeat(30), digits.slice(0, -1)]) {
      const refused = await confirmAs(vera.browser, { digits: typed });
      expect([refused.status, refused.html.includes(`value="${typed}"`)]).toEqual([422, typed !== '']);
    }
    expect(await (await keyringOf(lena)).colleague(workerId)).toBeUndefined();
    const { rows } = await sql<{ thing: string }>`SELECT thing FROM clew.journal_entry
      WHERE action = 'worker.misheard'`.execute(here.database.admin);
    expect(rows).toEqual(Array(3).fill({ thing: `worker ${workerId}` }));
    await confirmAs(vera.browser, worker);
    expect(await (await keyringOf(lena)).colleague(workerId)).toMatchObject({ workerId });
  });

  test('is not confirmed by guessing: after ten wrong attempts right digits are refused for an hour', async () => {
    const { worker, workerId } = await prepare('nils');
    await vera.browser.visit('/desk/people');
    for (let wrong = 0; wrong < 10; wrong += 1) await confirmAs(vera.browser, { digits: '2'.repeat(30) });
    expect((await confirmAs(vera.browser, worker)).status).toBe(422);
    expect(await (await keyringOf(lena)).colleague(workerId)).toBeUndefined();
    await takeBack();
  });

  test('is confirmed as the page showed them: other roles, put there meanwhile, are shown and not signed', async () => {
    const { worker, workerId } = await prepare('oda');
    await vera.browser.visit('/desk/people');
    const page = vera.browser.shown;
    const { keys } = await openAs(here, amina);
    const roster = (await keys.open('roster'))?.key ?? new Uint8Array();
    const granter = { me: keys.me, signingKey: keys.signingKey, rosterKey: roster };
    const change = { workerId, roles: ['supervisor'], teams: [] };
    const first = signRights(granter, { workerId, rights: change });
    const asked = { proposalId: randomUUID(), proposed: { kind: 'rights', change }, reason: '' } as const;
    const row = await makeProposal({ desk: here.desk, keys }, { ...asked, first });
    await here.database.admin
      .insertInto('clew.proposal')
      .values(row ?? [])
      .execute();
    vera.browser.shown = page;
    const other = await confirmAs(vera.browser, worker);
    expect(other.status).toBe(409);
    expect(other.html).toContain('not what your page showed');
    expect(other.html).toContain(worker.digits);
    expect(await (await keyringOf(lena)).colleague(workerId)).toBeUndefined();
    await takeBack();
  });

  test('waits on the start page of who may confirm, and of nobody else', async () => {
    const words = 'Somebody has joined and waits to be let in';
    expect((await vera.browser.visit('/desk')).html).not.toContain(words);
    await prepare('noor');
    expect((await vera.browser.visit('/desk')).html).toContain(words);
    for (const other of [amina, lena]) expect((await other.browser.visit('/desk')).html).not.toContain(words);
    expect((await lena.browser.visit('/desk/people')).html).not.toContain('/desk/people/confirm');
    await takeBack();
  });

  test('is not confirmed by who prepared them, nor by who may not confirm, whatever they send', async () => {
    const { workerId } = await prepare('omar');
    for (const { browser } of [amina, lena]) {
      await browser.visit('/desk');
      const [token = ''] = hiddenFields(browser.shown.html, '/desk/sign-out').map(([, value]) => value);
      const { status } = await browser.post('/desk/people/confirm', [
        ['form-token', token],
        ['id', workerId],
      ]);
      expect([403, 404]).toContain(status);
    }
    expect(await (await keyringOf(lena)).colleague(workerId)).toBeUndefined();
    await takeBack();
  });

  test('is nobody once the invitation is taken back', async () => {
    const { worker } = await prepare('pia');
    await takeBack();
    expect((await vera.browser.visit('/desk/people')).html).not.toContain('/desk/people/confirm');
    expect((await signInAs(here, worker)).status).toBe(403);
  });
});

describe('an administrator who can also write to the database', () => {
  test('invents a colleague: confirmed by a row, it is nobody, and cannot sign in', async () => {
    const { worker, workerId } = await prepare('ghost');
    const confirmer = await idOf(vera);
    await sql`UPDATE clew.worker SET standing = 'in' WHERE worker_id = ${workerId}`.execute(
      here.database.admin,
    );
    await sql`UPDATE clew.roster_entry SET confirmed_by = ${confirmer}, confirmed_entry = 1, confirmed_signature = prepared_signature
      WHERE worker_id = ${workerId}`.execute(here.database.admin);
    expect((await signInAs(here, worker)).html).toContain('Waiting to be let in');
    for (const colleague of [amina, vera, lena])
      expect(await (await keyringOf(colleague)).colleague(workerId)).toBeUndefined();
    await sql`UPDATE clew.worker SET standing = 'left' WHERE worker_id = ${workerId}`.execute(
      here.database.admin,
    );
    await sql`DELETE FROM clew.invitation`.execute(here.database.admin);
  });

  test('cannot use the founder’s exception again: whom a row calls the second is nobody', async () => {
    const { workerId } = await prepare('twin');
    for (const kind of ['second', 'founder']) {
      await sql`UPDATE clew.roster_entry SET kind = ${kind} WHERE worker_id = ${workerId}`.execute(
        here.database.admin,
      );
      for (const colleague of [amina, vera, lena])
        expect(await (await keyringOf(colleague)).colleague(workerId)).toBeUndefined();
    }
    await sql`UPDATE clew.roster_entry SET kind = 'admitted' WHERE worker_id = ${workerId}`.execute(
      here.database.admin,
    );
    await takeBack();
  });

  test('changes what a newcomer was told of the beginning: nobody confirms it', async () => {
    const { worker, workerId } = await prepare('quin');
    const other = await sql<{
      founding: string;
    }>`SELECT founding FROM clew.roster_entry WHERE kind = 'founder'`.execute(here.database.admin);
    await sql`UPDATE clew.roster_entry SET founding = ${other.rows[0]?.founding} WHERE worker_id = ${workerId}`.execute(
      here.database.admin,
    );
    await vera.browser.visit('/desk/people');
    expect((await confirmAs(vera.browser, worker)).status).toBe(409);
    expect(await (await keyringOf(lena)).colleague(workerId)).toBeUndefined();
    await takeBack();
  });
});

describe('the first colleague of a founder', () => {
  test('is let in alone, must be one who may confirm, and comes before anybody else is invited', async () => {
    const ruth = await makeAgency(here, 'Guardian Office', 'ruth');
    await ruth.browser.visit('/desk/people');
    const asked = await ruth.browser.send('/desk/people/invite', { name: 'Peter', role: ['guardian'] });
    expect([asked.status, asked.html.includes('confirms all others with you')]).toEqual([422, true]);
    const link = await invite(ruth, { own: 'nadia', roles: ['coordinator'] });
    await ruth.browser.visit('/desk/people');
    const again = await ruth.browser.send('/desk/people/invite', { name: 'Oskar', role: ['supervisor'] });
    expect([again.status, again.html.includes('Let in your first colleague')]).toEqual([422, true]);
    const nadia = await joinByLink(here, link, 'nadia');
    await letIn(here, ruth, nadia);
    expect((await signInAs(here, nadia)).html).toContain('Name of nadia');
    const peter = await joinByLink(here, await invite(ruth, { own: 'peter', roles: ['guardian'] }), 'peter');
    await letIn(here, ruth, peter);
    expect((await signInAs(here, peter, openBrowser(here.site))).html).toContain('Waiting to be let in');
  });
});

describe('an invitation', () => {
  /** Makes a coordinator's role another one: what is taken away holds at once, what is given by two. */
  async function redefine(permissions: readonly string[], reach: string): Promise<void> {
    await amina.browser.visit('/desk/roles/coordinator');
    const asked = { reach, permission: permissions, reason: 'x' };
    await amina.browser.send('/desk/roles', asked);
  }

  test('gives the roles that were meant: a role that clashes by now lets nobody in', async () => {
    await invite(amina, { own: 'rosa', roles: ['auditor', 'coordinator'] });
    expect(amina.browser.shown.status).toBe(422);
    await redefine(['demand.read'], 'agency');
    const link = await invite(amina, { own: 'rosa', roles: ['auditor', 'coordinator'] });
    const rosa = await joinByLink(here, link, 'rosa');
    await redefine(['demand.read', 'file.open', 'file.list'], 'agency');
    await vera.browser.visit('/desk/roles');
    await vera.browser.send('/desk/roles/confirm');
    await amina.browser.visit('/desk/people');
    const refused = await amina.browser.send('/desk/people/admit');
    expect(refused.status).toBe(409);
    expect((await signInAs(here, rosa)).html).toContain('Waiting to be let in');
  });

  test('holds neither roles nor teams where they can be read', async () => {
    const { rows } = await sql<{
      column: string;
    }>`SELECT column_name AS column FROM information_schema.columns
      WHERE table_schema = 'clew' AND table_name = 'invitation' ORDER BY 1`.execute(here.database.admin);
    expect(rows.map(({ column }) => column)).not.toContain('roles');
  });
});
