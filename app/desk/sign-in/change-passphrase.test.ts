import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  openBrowser,
  proofOf,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { GUESSES_AN_HOUR } from './guess-budget.ts';

const NEXT = 'summer rain over seven roofs';

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** Sends the form of the page as it stands in the worker's browser. */
async function change(worker: TestWorker, typed: Partial<Record<'passphrase' | 'next' | 'again', string>>) {
  await worker.browser.visit('/desk/you/passphrase');
  return worker.browser.send('/desk/you/passphrase', {
    ...proofOf(here, worker),
    next: NEXT,
    again: typed.next ?? NEXT,
    ...typed,
  });
}

const boxes = async () => {
  const { rows } = await sql<{
    box: string;
  }>`SELECT secret_box AS box FROM clew.worker ORDER BY worker_id`.execute(here.database.admin);
  return rows.map(({ box }) => box);
};

describe('a change of passphrase', () => {
  test('needs the one that holds now: a stolen session makes none', async () => {
    const before = await boxes();
    const shown = await change(lena, { passphrase: 'not this one, sorry' });
    expect(shown.status).toBe(422);
    expect(await boxes()).toEqual(before);
    expect((await lena.browser.visit('/desk')).status).toBe(200);
  });

  test('is not kept from a worker by whoever stole a session and guesses in it: they sign in anew', async () => {
    const thief = openBrowser(here.site);
    for (const [name, value] of lena.browser.cookies) thief.cookies.set(name, value);
    for (let tried = 0; tried <= GUESSES_AN_HOUR; tried++) {
      await thief.visit('/desk/you/passphrase');
      await thief.send('/desk/you/passphrase', { passphrase: `guess ${tried}`, next: NEXT, again: NEXT });
    }
    expect(thief.shown.html).toContain('Too many wrong attempts');
    await signInAs(here, lena);
    const shown = await change(lena, { passphrase: 'not this one, sorry' });
    expect(shown.html).toContain('do not go together');
  });

  test.each([
    ['one that is too short', { next: 'short words' }],
    ['one that leans on the name', { next: 'name of lena name of lena' }],
    ['the same again', { next: 'winter gloves beside a kettle' }],
    ['two that differ', { again: `${NEXT}s` }],
  ])('refuses %s, and shows neither of them', async (_what, typed) => {
    const before = await boxes();
    const shown = await change(lena, typed);
    expect(shown.status).toBe(422);
    expect(shown.html).not.toMatch(/summer rain|winter gloves|short words|value="name of/);
    expect(await boxes()).toEqual(before);
  });

  test('is not another’s to make, by whatever form', async () => {
    await amina.browser.visit('/desk');
    const before = await boxes();
    const fields = [
      ['passphrase', amina.passphrase],
      ['next', NEXT],
      ['again', NEXT],
    ] as const;
    expect((await amina.browser.post('/desk/you/passphrase', fields)).status).toBe(403);
    expect((await openBrowser(here.site).post('/desk/you/passphrase', fields)).status).toBe(403);
    expect(await boxes()).toEqual(before);
  });

  test('ends every session with the next request; the old one opens nothing, the new one the same keys', async () => {
    const phone = openBrowser(here.site);
    await signInAs(here, lena, phone);
    await change(lena, {});
    expect((await phone.visit('/desk')).status).toBe(401);
    expect((await lena.browser.visit('/desk')).status).toBe(401);
    expect((await signInAs(here, lena)).status).toBe(403);
    const changed = { ...lena, passphrase: NEXT };
    const back = await signInAs(here, changed);
    expect(back.status).toBe(200);
    expect(back.html).toContain('Name of lena');
    expect((await amina.browser.visit('/desk')).status).toBe(200);
  });

  test('does not undo a withdrawal that came meanwhile', async () => {
    await sql`
      CREATE FUNCTION clew.shut_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE clew.worker SET secret_box = 'shut' WHERE worker_id IN (SELECT worker_id FROM clew.session);
        RETURN OLD; END $$;
      CREATE TRIGGER shut BEFORE DELETE ON clew.guess FOR EACH ROW EXECUTE FUNCTION clew.shut_first()
    `.execute(here.database.admin);
    await sql`ALTER FUNCTION clew.shut_first() SECURITY DEFINER`.execute(here.database.admin);
    const shown = await change(amina, {});
    await sql`DROP TRIGGER shut ON clew.guess`.execute(here.database.admin);
    expect(shown.status).toBe(422);
    expect(await boxes()).toContain('shut');
  });
});
