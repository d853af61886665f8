import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { readRights } from '../keys/rights.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { rolesOf } from '../policy/index.ts';
import { completeRoster } from '../recovery/complete-roster.ts';
import { confirmRoster, prepareRoster, readPrepared } from '../recovery/renew-roster.ts';
import {
  addTestWorker,
  confirmerOf,
  foundTestAgency,
  givenAgain,
  makeTestDesk,
  mustSitDown,
  type TestWorker,
} from '../recovery/testing/agency.ts';
import { findToken } from './find-token.ts';
import { makeToken } from './make-token.ts';

let database: TestDatabase;
let desk: Desk;
let boss: TestWorker;
let amina: TestWorker;

beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, { now: new Date('2026-03-01T09:00:00Z') });
  boss = await foundTestAgency(desk, database, 'boss');
  amina = await addTestWorker(desk, await mustSitDown(desk, boss), 'amina');
});
afterAll(() => database.drop());

async function seat(worker: TestWorker): Promise<SignedIn> {
  const { door, keyring: keys } = await mustSitDown(desk, worker);
  const { agencyId, workerId } = worker;
  const rights = await door.read((transaction) => readRights(transaction, keys.pins, [workerId]));
  const roles = rolesOf(rights.get(workerId)?.roles ?? []);
  const actor = { workerId, agencyId, roles, mandates: [], teams: [], isDeputyFor: [] };
  const session = { sessionId: randomUUID() };
  return { desk, actor, door, keys, session } as unknown as SignedIn;
}

test('a token goes on when the agency’s roster key was made anew, by the new key', async () => {
  const made = await makeToken(await seat(amina), {
    tokenId: randomUUID(),
    purpose: 'a copy each night',
    actions: ['file.list'],
    days: 30,
    again: givenAgain(amina.passphrase),
  });
  const authorization = `Bearer ${made.ok ? made.text : ''}`;
  const before = await findToken(desk, authorization);
  const second = confirmerOf(boss.agencyId);
  expect(await prepareRoster(await seat(boss))).toEqual({ ok: true });
  const digits = (await readPrepared(await seat(boss)))?.digits ?? '';
  expect(await confirmRoster(await seat(second), digits)).toEqual({ ok: true });
  expect(await completeRoster(await seat(boss), [])).toEqual({ ok: true });
  const after = await findToken(desk, authorization);
  expect(after?.actor).toEqual(before?.actor);
  expect(after?.pins.rosterVerifyKey).toBe((await seat(boss)).keys.pins.rosterVerifyKey);
  expect(after?.pins.rosterVerifyKey).not.toBe(before?.pins.rosterVerifyKey);
});
