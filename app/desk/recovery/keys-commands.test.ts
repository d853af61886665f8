import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { signedIn } from '../pages/signed-in.ts';
import { findSession } from '../session/find-session.ts';
import { readTicket, SESSION_COOKIE } from '../session/ticket.ts';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { arrangeRecovery } from './arrange-recovery.ts';
import { confirmKeys } from './confirm-keys.ts';
import { answerDrill } from './drill.ts';
import { drillCommand, renewCommand, rotateCommand } from './keys-commands.ts';
import { atDesk } from './recovery-page.tsx';

let here: TestDesk;
let boss: TestWorker;
let amina: TestWorker;
let ombud: TestWorker;

beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  boss = await makeAgency(here, 'Harbour House', 'boss');
  ombud = await addWorker(here, boss, { own: 'ombud', roles: ['coordinator'] });
  amina = await addWorker(here, boss, { own: 'amina', roles: ['case-worker'] });
});
afterAll(() => here.drop());

/** The worker behind a browser's session. */
async function workerOf({ browser }: TestWorker) {
  const state = await findSession(here.desk, readTicket(browser.cookies.get(SESSION_COOKIE)));
  const worker = state.kind === 'in' ? await signedIn(here.desk, state) : undefined;
  if (!worker) throw new Error('Nobody is signed in there.');
  return worker;
}

describe('clew keys drill', () => {
  const drill = async (open = false) =>
    drillCommand(await workerOf(boss), { open, json: false }).then(({ text, exitCode }) => ({
      exitCode,
      lines: text.split('\n'),
    }));

  test('says who chose nobody, and is a finding until everybody could be brought back', async () => {
    const first = await drill();
    expect(first.exitCode).toBe(1);
    expect(first.lines.filter((line) => line.includes('chose nobody'))).toHaveLength(3);
    for (const one of [boss, amina, ombud]) {
      const worker = await workerOf(one);
      const others = [boss, amina, ombud].filter((other) => other !== one);
      const custodians = await Promise.all(
        others.map(async (other, index) => ({
          workerId: (await workerOf(other)).actor.workerId,
          body: `body ${index}`,
        })),
      );
      expect(await arrangeRecovery(here.desk, atDesk(worker), { needed: 2, custodians })).toEqual({
        ok: true,
      });
    }
    expect((await drill(true)).lines).toContain(
      'Name of amina: not shown yet. Ask the custodians to press “Show it” at /desk/recovery. (1 of 2 needed shares shown)',
    );
    for (const one of [amina, ombud]) await answerDrill(atDesk(await workerOf(one)));
    const last = await drill();
    expect(last.lines).toContain('Name of amina: would be brought back. (2 of 2 needed shares shown)');
    expect(last.exitCode).toBe(0);
  });
});

describe('clew keys renew', () => {
  test('tells an administrator whose deed is waited for, anybody else only of their own, and finds nothing where none waits', async () => {
    const renew = async (one: TestWorker) => renewCommand(await workerOf(one));
    expect(await renew(boss)).toMatchObject({ exitCode: 0 });
    const { workerId, agencyId } = (await workerOf(amina)).actor;
    await sql`
      INSERT INTO clew.key_wrap SELECT agency_id, 'file:x:narrative', 1, worker_id, wrap, given_by, signature
      FROM clew.key_wrap WHERE worker_id = ${workerId} AND key_id = 'agency'
    `.execute(here.database.admin);
    await sql`
      INSERT INTO clew.key_renewal VALUES (${agencyId}, 'file:x:narrative', now()), (${agencyId}, 'roster', now()),
        (${agencyId}, 'agency', now())
    `.execute(here.database.admin);
    expect((await renewCommand(await workerOf(ombud))).text).not.toContain('agency');
    const generation = async () => (await (await workerOf(amina)).keys.open('agency'))?.generation;
    expect(await generation()).toBe(1);
    const { text, exitCode } = await renew(boss);
    expect(await generation()).toBe(2);
    expect(text).not.toContain('The key of the agency waits');
    expect(exitCode).toBe(1);
    expect(text).toContain('Parts of files that wait in all: 1.\nName of amina: 1');
    expect(text).toContain(
      'the key that signs who is a colleague. Two people make it anew at /desk/keys/roster.',
    );
    expect((await renew(ombud)).text).toBe('Parts of files made anew: 0. Waiting for you: 0.');
    const { html } = await boss.browser.visit('/desk/you/keys/waiting');
    expect(html).toContain('Name of amina');
    expect((await ombud.browser.visit('/desk/you/keys/waiting')).html).not.toContain('Name of amina');
    await sql`DELETE FROM clew.key_renewal WHERE key_id LIKE 'file:%'`.execute(here.database.admin);
    expect((await renew(boss)).exitCode).toBe(1);
    await sql`DELETE FROM clew.key_renewal`.execute(here.database.admin);
    await sql`DELETE FROM clew.key_wrap WHERE key_id LIKE 'file:%'`.execute(here.database.admin);
  });
});

describe('clew keys rotate', () => {
  test('makes new keys, waits for an administrator, and changes to them', async () => {
    const worker = await workerOf(amina);
    expect(await rotateCommand(worker, 'not the passphrase')).toMatchObject({ exitCode: 2 });
    const made = await rotateCommand(worker, amina.passphrase);
    expect(made.exitCode).toBe(1);
    const [, digits = ''] = made.text.split('\n');
    expect(digits).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(await rotateCommand(worker, amina.passphrase)).toEqual(made);
    const { workerId } = worker.actor;
    const admin = atDesk(await workerOf(boss));
    expect(await confirmKeys(admin, { workerId, typed: digits })).toEqual({ ok: true });
    expect(await rotateCommand(worker, amina.passphrase)).toEqual({
      text: 'Your keys are changed. You are signed out everywhere.',
      exitCode: 0,
    });
    expect((await amina.browser.visit('/desk')).status).toBe(401);
    expect((await signInAs(here, amina)).html).toContain('Name of amina');
  });
});
