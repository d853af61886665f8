import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { openKeyring } from '../keys/keyring.ts';
import { secretsOfPins } from '../keys/roster.ts';
import { type AtDesk, arrangeRecovery } from './arrange-recovery.ts';
import { completeKeys } from './complete-keys.ts';
import { confirmKeys } from './confirm-keys.ts';
import { finishRecovery } from './finish-recovery.ts';
import { proposeKeys } from './propose-keys.ts';
import {
  addTestWorker,
  ask,
  chooseAnew,
  confirmerOf,
  foundTestAgency,
  giveAsked,
  givenAgain,
  makeTestDesk,
  mustSitDown,
  sitDown,
  type TestClock,
  type TestWorker,
} from './testing/agency.ts';
import { giveBack, withdrawKeys } from './withdraw-keys.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
let database: TestDatabase;
let desk: Desk;
let people: Record<'boss' | 'amina' | 'board' | 'ombud', TestWorker>;

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, clock);
  const boss = await foundTestAgency(desk, database, 'boss');
  const admin = await mustSitDown(desk, boss);
  const add = (own: string) => addTestWorker(desk, admin, own);
  people = { boss, amina: await add('amina'), board: await add('board'), ombud: await add('ombud') };
  // Each is brought back by two others.
  for (const one of Object.values(people)) {
    const others = Object.values(people).filter((other) => other !== one);
    const custodians = others.map(({ workerId }, index) => ({ workerId, body: `body ${index}` }));
    expect(await arrangeRecovery(desk, await seat(one), { needed: 2, custodians })).toEqual({ ok: true });
  }
});
afterAll(() => database.drop());

const seat = (worker: TestWorker) => mustSitDown(desk, worker);

/** A change of keys from beginning to end. */
async function changeKeys(worker: TestWorker): Promise<void> {
  const at = await seat(worker);
  const proposed = await proposeKeys(desk, at, givenAgain(worker.passphrase));
  if (!proposed.ok) throw new Error(proposed.why);
  const { workerId } = worker;
  // Nobody confirms their own.
  const admin = await seat(worker === people.boss ? confirmerOf(people.boss.agencyId) : people.boss);
  expect(await confirmKeys(admin, { workerId, typed: proposed.fingerprint })).toEqual({ ok: true });
  expect(await completeKeys(desk, at, givenAgain(worker.passphrase))).toEqual({ ok: true });
}

/** Whether everybody still opens the agency's key. */
async function allOpen(): Promise<boolean[]> {
  const opened = [];
  for (const one of Object.values(people))
    opened.push((await (await seat(one)).keyring.open('agency')) !== undefined);
  return opened;
}

describe('a change of keys', () => {
  test('of who gave the agency’s key to all the others shuts nobody out', async () => {
    const before = await seat(people.boss);
    const roster = await before.keyring.open('roster');
    await changeKeys(people.boss);
    const after = await seat(people.boss);
    expect(after.keyring.identity).not.toBe(before.keyring.identity);
    expect(await allOpen()).toEqual([true, true, true, true]);
    expect(await after.keyring.open('roster')).toEqual(roster);
    expect(roster).toBeDefined();
  });

  test('leaves the old keys nothing to open: neither the database of today nor a session of yesterday', async () => {
    const before = await seat(people.amina);
    const epochs = () =>
      database.admin
        .selectFrom('clew.worker')
        .select('session_epoch')
        .where('worker_id', '=', people.amina.workerId)
        .executeTakeFirstOrThrow();
    const { session_epoch } = await epochs();
    await changeKeys(people.amina);
    expect((await epochs()).session_epoch).toBe(session_epoch + 1);
    const { identity, signingKey, pins } = before.keyring;
    const { agencyId, workerId } = people.amina;
    const secrets = { identity, signingKey, ...secretsOfPins(pins) };
    const stolen = await openKeyring({ door: before.door, agencyId, workerId, secrets });
    expect(await stolen?.open('agency')).toBeUndefined();
  });

  test('takes along the shares that a custodian keeps, and the worker’s own way back', async () => {
    for (const one of [people.board, people.amina]) await changeKeys(one);
    const asked = await ask(desk, people.amina.signInName);
    for (const one of [people.board, people.ombud]) {
      expect(await giveAsked(desk, await seat(one), asked.fingerprint)).toEqual({ ok: true });
    }
    const { next, after } = await chooseAnew(desk, people.amina);
    expect(await finishRecovery(desk, asked.ticket, next)).toMatchObject({ ok: true });
    people.amina = after;
    expect(await allOpen()).toEqual([true, true, true, true]);
  });

  test('needs the passphrase again, twice: a stolen session makes none', async () => {
    const at = await seat(people.ombud);
    expect(await proposeKeys(desk, at, givenAgain('not the passphrase'))).toEqual({
      ok: false,
      why: 'wrong',
    });
    expect(await completeKeys(desk, at, givenAgain('not the passphrase'))).toEqual({
      ok: false,
      why: 'wrong',
    });
    expect(await completeKeys(desk, at, givenAgain(people.ombud.passphrase))).toEqual({
      ok: false,
      why: 'none',
    });
  });

  test('needs an administrator who heard the fingerprint', async () => {
    const at = await seat(people.ombud);
    const proposed = await proposeKeys(desk, at, givenAgain(people.ombud.passphrase));
    if (!proposed.ok) throw new Error(proposed.why);
    const { workerId } = people.ombud;
    const typed = proposed.fingerprint;
    const confirm = (by: AtDesk, more = {}) => confirmKeys(by, { workerId, typed, ...more });
    expect(await completeKeys(desk, at, givenAgain(people.ombud.passphrase))).toEqual({
      ok: false,
      why: 'unconfirmed',
    });
    expect(await confirm(await seat(people.board))).toEqual({ ok: false, why: 'no-administrator' });
    const admin = await seat(people.boss);
    expect(await confirm(admin, { typed: '0'.repeat(30) })).toEqual({ ok: false, why: 'fingerprint' });
    expect(await confirm(admin, { workerId: people.board.workerId })).toEqual({ ok: false, why: 'none' });
    const signature = `ed25519-signature:${'A'.repeat(86)}`;
    await sql`UPDATE clew.key_change SET statement = ${signature}`.execute(database.admin);
    expect(await confirm(admin)).toEqual({ ok: false, why: 'unsigned' });
  });
});

describe('a change of keys that something else overtakes', () => {
  /** New keys of the ombudsperson that an administrator has signed, and a desk at which something is done right before they are put in place. */
  async function overtakenBy(
    first: () => Promise<unknown>,
  ): Promise<Awaited<ReturnType<typeof completeKeys>>> {
    const { ombud } = people;
    const at = await seat(ombud);
    const proposed = await proposeKeys(desk, at, givenAgain(ombud.passphrase));
    if (!proposed.ok) throw new Error(proposed.why);
    const signed = { workerId: ombud.workerId, typed: proposed.fingerprint };
    expect(await confirmKeys(await seat(people.boss), signed)).toEqual({ ok: true });
    const write: AtDesk['door']['write'] = async (deed, work) => {
      await first();
      return at.door.write(deed, work);
    };
    return completeKeys(desk, { ...at, door: { ...at.door, write } }, givenAgain(ombud.passphrase));
  }

  test('does not undo a withdrawal: the passphrase on the stolen machine goes on opening nothing', async () => {
    const admin = await seat(people.boss);
    const { workerId } = people.ombud;
    const wraps = await database.admin
      .selectFrom('clew.key_wrap')
      .selectAll()
      .where('worker_id', '=', workerId)
      .execute();
    const made = await overtakenBy(() => withdrawKeys(desk, admin, workerId));
    expect(made).toEqual({ ok: false, why: 'changed' });
    expect(await sitDown(desk, people.ombud)).toBeUndefined();
    await giveBack(admin, workerId);
    await sql`DELETE FROM clew.withdrawn_key`.execute(database.admin);
    await sql`DELETE FROM clew.key_renewal`.execute(database.admin);
    await sql`DELETE FROM clew.key_wrap WHERE key_id = 'agency' AND generation > 1`.execute(database.admin);
    await database.admin.insertInto('clew.key_wrap').values(wraps).execute();
    expect(await sitDown(desk, people.ombud)).toBeDefined();
  });

  test.each([
    ['the new keys were taken back', sql`DELETE FROM clew.key_change`, sql`SELECT 1`],
    [
      'the worker has left',
      sql`UPDATE clew.worker SET standing = 'left' WHERE worker_id IN (SELECT worker_id FROM clew.key_change)`,
      sql`UPDATE clew.worker SET standing = 'in' WHERE standing = 'left'`,
    ],
  ])('is not made where %s', async (_, first, undone) => {
    const made = await overtakenBy(() => first.execute(database.admin));
    expect(made).toEqual({ ok: false, why: 'changed' });
    await undone.execute(database.admin);
    expect(await sitDown(desk, people.ombud)).toBeDefined();
    expect(await allOpen()).toEqual([true, true, true, true]);
  });

  test('leaves a key that came meanwhile to the keys for which it was sealed', async () => {
    const { workerId } = people.ombud;
    const made = await overtakenBy(() =>
      sql`
        INSERT INTO clew.key_wrap SELECT agency_id, 'late', 1, worker_id, wrap, given_by, signature || 'late'
        FROM clew.key_wrap WHERE worker_id = ${workerId} AND key_id = 'agency'
      `.execute(database.admin),
    );
    expect(made).toEqual({ ok: false, why: 'changed' });
    expect(await sitDown(desk, people.ombud)).toBeDefined();
    await sql`DELETE FROM clew.key_wrap WHERE key_id = 'late'`.execute(database.admin);
    expect(await completeKeys(desk, await seat(people.ombud), givenAgain(people.ombud.passphrase))).toEqual({
      ok: true,
    });
  });

  test('is made once, however often it is sent at the same moment', async () => {
    const { ombud } = people;
    const at = await seat(ombud);
    const proposed = await proposeKeys(desk, at, givenAgain(ombud.passphrase));
    if (!proposed.ok) throw new Error(proposed.why);
    await confirmKeys(await seat(people.boss), { workerId: ombud.workerId, typed: proposed.fingerprint });
    const sent = await Promise.all([1, 2].map(() => completeKeys(desk, at, givenAgain(ombud.passphrase))));
    expect(sent.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await allOpen()).toEqual([true, true, true, true]);
  });
});

describe('after a stolen laptop', () => {
  const sole = { key_id: 'file', generation: 1 };

  test('whoever signs in with what was on it is refused, and the worker comes back by the custodians with new keys', async () => {
    const admin = await seat(people.boss);
    const { workerId, agencyId, signInName } = people.board;
    const wraps = () =>
      database.admin
        .selectFrom('clew.key_wrap')
        .select(['key_id', 'generation'])
        .where('worker_id', '=', workerId)
        .execute();
    // A key that nobody else holds.
    await sql`
      INSERT INTO clew.key_wrap SELECT agency_id, 'file', 1, worker_id, wrap, given_by, signature FROM clew.key_wrap
      WHERE worker_id = ${workerId}
    `.execute(database.admin);
    const done = { withdrawn: 1, kept: 1, waiting: 2, hasWayBack: true };
    expect(await withdrawKeys(desk, admin, workerId)).toEqual(done);
    expect(await sitDown(desk, people.board)).toBeUndefined();
    expect(await wraps()).toEqual([sole]);
    const entry = await database.admin
      .selectFrom('clew.journal_entry')
      .select(['action', 'thing'])
      .where('chain', '=', agencyId)
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ action: 'keys.withdrawn', thing: `worker ${workerId}` });

    const asked = await ask(desk, signInName);
    for (const one of [people.amina, people.ombud]) await giveAsked(desk, await seat(one), asked.fingerprint);
    const { next, after } = await chooseAnew(desk, people.board);
    expect(await finishRecovery(desk, asked.ticket, next)).toMatchObject({ ok: true });
    people.board = after;
    const back = await seat(people.board);
    expect(await back.keyring.open('agency')).toBeUndefined();
    await changeKeys(people.board);
    expect(await (await seat(people.board)).keyring.open('agency')).toBeDefined();
    expect(await wraps()).toContainEqual(sole);
  });

  test('found again, it can be given back; nobody shuts themselves out, nor anybody twice', async () => {
    const admin = await seat(people.boss);
    const { workerId } = people.ombud;
    expect(await withdrawKeys(desk, admin, people.boss.workerId)).toBeUndefined();
    expect(await giveBack(admin, workerId)).toBe(false);
    expect(await withdrawKeys(desk, admin, workerId)).toBeDefined();
    expect(await withdrawKeys(desk, admin, workerId)).toBeUndefined();
    expect(await sitDown(desk, people.ombud)).toBeUndefined();
    expect(await giveBack(admin, workerId)).toBe(true);
    expect(await sitDown(desk, people.ombud)).toBeDefined();
  });
});
