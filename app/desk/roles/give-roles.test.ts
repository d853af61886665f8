import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { readRights } from '../keys/rights.ts';
import { rolesOf } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { OPEN_AT_ONCE } from '../proposals/open-limit.ts';
import type { Proposer } from '../proposals/propose.ts';
import {
  addTestWorker,
  confirmerOf,
  foundTestAgency,
  makeTestDesk,
  mustSitDown,
  type TestClock,
  type TestWorker,
} from '../recovery/testing/agency.ts';
import { changeMembers } from '../teams/change-members.ts';
import { confirmRoles, giveRoles } from './give-roles.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
const TEAM = '11111111-1111-4111-8111-111111111111';
let database: TestDatabase;
let desk: Desk;
let boss: TestWorker;
/** An administrator too. */
let second: TestWorker;
let amina: TestWorker;

beforeEach(async () => {
  database = await createTestDatabase(inject('store'));
  desk = makeTestDesk(database, clock);
  boss = await foundTestAgency(desk, database, 'boss');
  amina = await addTestWorker(desk, await mustSitDown(desk, boss), 'amina');
  second = confirmerOf(boss.agencyId);
});
afterEach(() => database.drop());

async function seat(worker: TestWorker): Promise<Proposer> {
  const { door, keyring: keys } = await mustSitDown(desk, worker);
  const { agencyId, workerId } = worker;
  const roles = rolesOf(['administrator']);
  return { desk, door, keys, actor: { workerId, agencyId, roles, mandates: [], teams: [], isDeputyFor: [] } };
}

/** The worker at the desk, to whom something happens while they seal a key to a colleague. */
async function seatWhere(worker: TestWorker, meanwhile: () => Promise<unknown>): Promise<Proposer> {
  const at = await seat(worker);
  const colleague = async (id: string) => {
    await meanwhile();
    return at.keys.colleague(id);
  };
  return { ...at, keys: { ...at.keys, colleague } };
}

async function rightsOfAmina() {
  const { door, keys } = await seat(boss);
  const found = await door.read((transaction) => readRights(transaction, keys.pins, [amina.workerId]));
  return found.get(amina.workerId);
}

async function askedOf(worker: TestWorker): Promise<{ proposalId: string; seen: string }> {
  const [found] = await listProposals(await seat(worker), 'rights');
  return { proposalId: found?.proposalId ?? '', seen: found?.seen ?? '' };
}

async function giveAmina(by: Proposer, ...roles: string[]) {
  return giveRoles(by, { workerId: amina.workerId, roles, reason: 'As agreed.' });
}

async function holdsRosterKey(): Promise<boolean> {
  const rows = await database.admin
    .selectFrom('clew.key_wrap')
    .select('generation')
    .where('key_id', '=', 'roster')
    .where('worker_id', '=', amina.workerId)
    .execute();
  return rows.length > 0;
}

describe('the key that signs colleagues', () => {
  test('comes with the confirmation that somebody is an administrator, and goes with that', async () => {
    await giveAmina(await seat(boss), 'administrator');
    expect(await holdsRosterKey()).toBe(false);
    expect(await confirmRoles(await seat(second), await askedOf(second))).toMatchObject({ ok: true });
    expect([(await rightsOfAmina())?.roles, await holdsRosterKey()]).toEqual([['administrator'], true]);
    expect(await giveAmina(await seat(boss))).toEqual({ ok: true, done: 'taken' });
    expect([(await rightsOfAmina())?.roles, await holdsRosterKey()]).toEqual([[], false]);
  });

  test('is not given to who was made no administrator again while it was sealed to them', async () => {
    const takeAway = async () => giveAmina(await seat(boss));
    await giveAmina(await seat(boss), 'administrator');
    const asked = await askedOf(second);
    expect(await confirmRoles(await seatWhere(second, takeAway), asked)).toMatchObject({ ok: true });
    expect([(await rightsOfAmina())?.roles, await holdsRosterKey()]).toEqual([[], false]);
    await giveAmina(await seat(boss), 'administrator');
    await confirmRoles(await seat(second), await askedOf(second));
    await giveAmina(await seatWhere(second, takeAway), 'administrator');
    expect([(await rightsOfAmina())?.roles, await holdsRosterKey()]).toEqual([[], false]);
  });
});

test('who has proposed so much that no more is taken takes nothing away either', async () => {
  await giveAmina(await seat(boss), 'case-worker', 'screener');
  await confirmRoles(await seat(second), await askedOf(second));
  const at = await seat(boss);
  for (let asked = 0; asked < OPEN_AT_ONCE; asked++)
    expect(await giveAmina(at, 'case-worker', 'screener', 'health')).toEqual({ ok: true, done: 'proposed' });
  expect(await giveAmina(at, 'screener', 'supervisor')).toEqual({ ok: false, why: 'too-many' });
  expect((await rightsOfAmina())?.roles).toEqual(['case-worker', 'screener']);
});

test('two who confirm the same at the same moment confirm it once', async () => {
  await giveAmina(await seat(boss), 'case-worker', 'screener');
  const asked = await askedOf(second);
  const both = await Promise.all(
    [await seat(second), await seat(second)].map((one) => confirmRoles(one, asked)),
  );
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect((await rightsOfAmina())?.roles).toEqual(['case-worker', 'screener']);
});

test('what was proposed before somebody came into a team is not confirmed: it would take them out again', async () => {
  await database.admin
    .insertInto('clew.team')
    .values({ agency_id: boss.agencyId, team_id: TEAM, profile: 'x' })
    .execute();
  await giveAmina(await seat(boss), 'case-worker', 'screener');
  const asked = await askedOf(second);
  await changeMembers(await seat(second), { teamId: TEAM, members: [amina.workerId] });
  expect(await confirmRoles(await seat(second), asked)).toEqual({ ok: false, why: 'gone' });
  expect(await rightsOfAmina()).toMatchObject({ roles: ['case-worker'], teams: [TEAM] });
});
