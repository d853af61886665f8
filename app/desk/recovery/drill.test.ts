import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { type AtDesk, arrangeRecovery } from './arrange-recovery.ts';
import { answerDrill, openDrill, readDrill } from './drill.ts';
import {
  addTestWorker,
  foundTestAgency,
  makeTestDesk,
  mustSitDown,
  type TestClock,
} from './testing/agency.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
let database: TestDatabase;
let desk: Desk;
let boss: AtDesk;
let amina: AtDesk;
let custodians: AtDesk[];

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, clock);
  boss = await mustSitDown(desk, await foundTestAgency(desk, database, 'boss'));
  const seat = async (own: string) => mustSitDown(desk, await addTestWorker(desk, boss, own));
  amina = await seat('amina');
  custodians = [await seat('board'), await seat('ombud'), await seat('partner')];
  const chosen = custodians.map(({ keyring }, index) => ({
    workerId: keyring.me.workerId,
    body: `body ${index}`,
  }));
  await arrangeRecovery(desk, amina, { needed: 2, custodians: chosen });
});
afterAll(() => database.drop());

/** What the newest rehearsal shows of one worker, to the administrator. */
async function lineOf({ keyring }: AtDesk) {
  const report = await readDrill(boss);
  return report?.lines.find(({ workerId }) => workerId === keyring.me.workerId);
}

/** A rehearsal a minute later, with its challenge. */
async function openNext(): Promise<void> {
  clock.now = new Date(clock.now.getTime() + 60_000);
  await openDrill(desk, boss);
}

describe('a drill', () => {
  test('that was never opened shows nothing, and nobody can answer', async () => {
    expect(await readDrill(boss)).toBeUndefined();
    expect(await answerDrill(custodians[0] as AtDesk)).toBeUndefined();
  });

  test('shows who could be brought back once enough custodians have shown their shares', async () => {
    await openNext();
    expect(await lineOf(amina)).toMatchObject({ state: 'short', needed: 2, of: 3, shown: 0 });
    expect(await answerDrill(custodians[0] as AtDesk)).toEqual({ held: 1, shown: 1 });
    expect(await lineOf(amina)).toMatchObject({ state: 'short', shown: 1 });
    expect(await answerDrill(custodians[2] as AtDesk)).toEqual({ held: 1, shown: 1 });
    expect(await lineOf(amina)).toMatchObject({ state: 'well', shown: 2 });
  });

  test('shows who has arranged nothing', async () => {
    expect(await lineOf(custodians[0] as AtDesk)).toMatchObject({ state: 'none' });
  });

  test('counts no answer of an older one', async () => {
    const old = await database.admin.selectFrom('clew.drill_proof').selectAll().execute();
    await openNext();
    const { drill_id } = await database.admin
      .selectFrom('clew.drill')
      .select('drill_id')
      .orderBy('opened_at', 'desc')
      .executeTakeFirstOrThrow();
    await database.admin
      .insertInto('clew.drill_proof')
      .values(old.map((one) => ({ ...one, drill_id })))
      .execute();
    expect(await lineOf(amina)).toMatchObject({ state: 'short', shown: 0 });
  });

  test('finds a share that was lost or altered', async () => {
    await openNext();
    const ours = custodians[1] as AtDesk;
    await sql`UPDATE clew.recovery_share SET sealed = left(sealed, -4) || 'AAAA' WHERE custodian_id = ${ours.keyring.me.workerId}`.execute(
      database.admin,
    );
    expect(await answerDrill(ours)).toEqual({ held: 1, shown: 0 });
  });

  test('finds a set that somebody else put there', async () => {
    await openNext();
    // The ombudsperson's own arrangement, passed off as Amina's.
    const ids = { agencyId: amina.keyring.me.agencyId, workerId: amina.keyring.me.workerId };
    await sql`DELETE FROM clew.recovery_share`.execute(database.admin);
    await sql`DELETE FROM clew.recovery_set`.execute(database.admin);
    const forger = custodians[1] as AtDesk;
    const masked = { ...forger, keyring: { ...forger.keyring, me: { ...forger.keyring.me, ...ids } } };
    const chosen = [custodians[0] as AtDesk, custodians[2] as AtDesk].map(({ keyring }, index) => ({
      workerId: keyring.me.workerId,
      body: `body ${index}`,
    }));
    expect(await arrangeRecovery(desk, masked, { needed: 2, custodians: chosen })).toEqual({ ok: true });
    for (const one of custodians) await answerDrill(one);
    expect(await lineOf(amina)).toMatchObject({ state: 'unsound' });
  });
});
