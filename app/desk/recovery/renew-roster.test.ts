import { randomBytes, randomUUID } from 'node:crypto';
import { confirmRosterRenewal, makeSigningKeys, signRosterRenewal } from '@clew/seal';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { confirmWorker } from '../agency/confirm-worker.ts';
import { listPrepared } from '../agency/prepared-workers.ts';
import type { Desk } from '../desk.ts';
import { hashOfStatement, NO_LINE, signSecond } from '../keys/line.ts';
import { readRights, readSaidRights, signDeputy, signRights } from '../keys/rights.ts';
import type { Signer } from '../keys/statement.ts';
import { leaveAgency } from '../leaving/leave-agency.ts';
import { rolesOf } from '../policy/index.ts';
import { listProposals } from '../proposals/list-proposals.ts';
import { confirmRoles, giveRoles } from '../roles/give-roles.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { changeMembers } from '../teams/change-members.ts';
import { completeRoster, listDoubtful } from './complete-roster.ts';
import { type AtRoster, confirmRoster, prepareRoster, readPrepared, takeBackRoster } from './renew-roster.ts';
import { ROSTER_SIGNED } from './sign-anew.ts';
import {
  addTestWorker,
  confirmerOf,
  foundTestAgency,
  makeTestDesk,
  mustSitDown,
  prepareTestWorker,
  type TestClock,
  type TestWorker,
} from './testing/agency.ts';
import { readWaitingKeys } from './waiting-keys.ts';
import { withdrawKeys } from './withdraw-keys.ts';

const clock: TestClock = { now: new Date('2026-03-01T09:00:00Z') };
let database: TestDatabase;
let desk: Desk;
let boss: TestWorker;
/** An administrator too, whom the founder let in first. */
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

type Seated = AtRoster & { keyring: AtRoster['keys']; now: () => Date };

async function seat(worker: TestWorker): Promise<Seated> {
  const { door, keyring } = await mustSitDown(desk, worker);
  const { agencyId, workerId } = worker;
  const rights = await door.read((transaction) => readRights(transaction, keyring.pins, [workerId]));
  const roles = rolesOf(rights.get(workerId)?.roles ?? []);
  const actor = { workerId, agencyId, roles, mandates: [], teams: [], isDeputyFor: [] };
  return { desk, actor, door, keys: keyring, keyring, now: desk.now };
}

const digitsOf = async (worker: TestWorker) => (await readPrepared(await seat(worker)))?.digits ?? '';

async function renew(by = boss, other = second, keep: readonly string[] = []) {
  expect(await prepareRoster(await seat(by))).toEqual({ ok: true });
  expect(await confirmRoster(await seat(other), await digitsOf(by))).toEqual({ ok: true });
  return completeRoster(await seat(by), keep);
}

async function rolesOfWorker(of: TestWorker, seenBy = boss): Promise<string[]> {
  const { door, keys } = await seat(seenBy);
  const found = await door.read((transaction) => readRights(transaction, keys.pins, [of.workerId]));
  return found.get(of.workerId)?.roles ?? [];
}

type Granter = Signer & { rosterKey: Uint8Array };

/** What somebody writes into the database who has the roster key, and the keys of two workers: one role more. */
async function forgeRole(
  worker: TestWorker,
  role: string,
  { first: granter, second: other }: { first: Granter; second: Signer },
): Promise<void> {
  const { agencyId, workerId } = worker;
  const last = await database.admin
    .selectFrom('clew.statement')
    .selectAll()
    .where('kind', '=', 'worker')
    .where('thing', '=', workerId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const head = last ? { number: last.number, hash: hashOfStatement(last) } : NO_LINE;
  const { roles = [], teams = [] } = readSaidRights(last?.said ?? '') ?? {};
  const said = signRights(granter, { workerId, head, rights: { roles: [...roles, role], teams } });
  await database.admin
    .insertInto('clew.statement')
    .values({ agency_id: agencyId, at: clock.now, ...said, ...signSecond(other, said) })
    .execute();
}

/** Takes what was forged out again. */
async function takeOut(role: string): Promise<void> {
  await sql`DELETE FROM clew.statement WHERE kind = 'worker' AND said LIKE ${`%${role}%`}`.execute(
    database.admin,
  );
}

/** Gives a worker one role more by two people. */
async function give(
  by: TestWorker,
  other: TestWorker,
  { workerId, role }: { workerId: string; role: string },
) {
  const at = await seat(by);
  const found = await at.door.read((transaction) => readRights(transaction, at.keys.pins, [workerId]));
  const roles = [...(found.get(workerId)?.roles ?? []), role];
  const asked = await giveRoles(at, { workerId, roles, reason: 'As agreed.' });
  expect(asked).toEqual({ ok: true, done: 'proposed' });
  const confirmer = await seat(other);
  for (const { proposalId, seen } of await listProposals(confirmer, 'rights'))
    expect(await confirmRoles(confirmer, { proposalId, seen })).toMatchObject({ ok: true });
}

/** What whoever has a worker's keys of this moment can sign with. */
async function granterOf(worker: TestWorker) {
  const { keys } = await seat(worker);
  const roster = await keys.open('roster');
  if (!roster) throw new Error('This worker holds no roster key.');
  return { me: keys.me, signingKey: keys.signingKey, rosterKey: roster.key };
}

describe('another roster key', () => {
  test('takes three steps and two people, and leaves everybody what they are', async () => {
    const before = await granterOf(boss);
    await sql`INSERT INTO clew.key_renewal VALUES (${boss.agencyId}, 'roster', now())`.execute(
      database.admin,
    );
    expect(await renew()).toEqual({ ok: true });
    for (const [worker, roles] of [
      [boss, ['administrator']],
      [second, ['administrator']],
      [amina, ['case-worker']],
    ] as const)
      for (const seenBy of [boss, second, amina]) expect(await rolesOfWorker(worker, seenBy)).toEqual(roles);
    const after = await granterOf(boss);
    expect(after.rosterKey).not.toEqual(before.rosterKey);
    expect((await granterOf(second)).rosterKey).toEqual(after.rosterKey);
    expect(await readWaitingKeys(await seat(boss))).toMatchObject({ roster: false });
    const { rows } = await sql`SELECT DISTINCT generation FROM clew.key_wrap WHERE key_id = 'roster'`.execute(
      database.admin,
    );
    expect(rows).toEqual([{ generation: 2 }]);
    // And once more, and newcomers come in as ever.
    expect(await renew(second, boss)).toEqual({ ok: true });
    const zora = await addTestWorker(desk, await seat(boss), 'zora');
    expect(await rolesOfWorker(zora, amina)).toEqual(['case-worker']);
  });

  test('makes what the key before signed count for nothing, also with keys of today', async () => {
    const stolen = { first: await granterOf(boss), second: (await seat(second)).keys };
    await forgeRole(amina, 'supervisor', stolen);
    expect(await rolesOfWorker(amina)).toContain('supervisor');
    await takeOut('supervisor');
    expect(await renew()).toEqual({ ok: true });
    await forgeRole(amina, 'supervisor', stolen);
    for (const seenBy of [boss, amina]) expect(await rolesOfWorker(amina, seenBy)).toEqual([]);
    await takeOut('supervisor');
    for (const seenBy of [boss, amina]) expect(await rolesOfWorker(amina, seenBy)).toEqual(['case-worker']);
  });

  test('lets in by two people who was prepared before, and leaves nothing to confirm that the key before signed', async () => {
    const { workerId, digits } = await prepareTestWorker(desk, await seat(boss), {
      ...{ own: 'zora', role: 'screener' },
    });
    const asked = { workerId: amina.workerId, roles: ['case-worker', 'health'], reason: 'As agreed.' };
    expect(await giveRoles(await seat(boss), asked)).toEqual({ ok: true, done: 'proposed' });
    expect(await listProposals(await seat(second), 'rights')).toHaveLength(1);
    expect(await renew()).toEqual({ ok: true });
    expect(await listProposals(await seat(second), 'rights')).toEqual([]);
    const at = await seat(second);
    const [waiting] = await listPrepared(at);
    expect(waiting).toMatchObject({ workerId, roles: ['screener'], preparedBy: boss.workerId });
    expect(await confirmWorker(at, { workerId, seen: waiting?.seen ?? '', digits })).toEqual({ ok: true });
    const found = await at.door.read((transaction) => readRights(transaction, at.keys.pins, [workerId]));
    expect(found.get(workerId)?.roles).toEqual(['screener']);
  });

  test('is confirmed by somebody else alone, who heard its digits', async () => {
    const at = await seat(boss);
    expect(await completeRoster(at, [])).toEqual({ ok: false, why: 'gone' });
    expect(await prepareRoster(at)).toEqual({ ok: true });
    const digits = await digitsOf(boss);
    expect(await confirmRoster(at, digits)).toMatchObject({ ok: false });
    expect(await confirmRoster(await seat(second), '0'.repeat(30))).toEqual({ ok: false, why: 'digits' });
    expect(await confirmRoster(await seat(amina), digits)).toEqual({ ok: false, why: 'no-permission' });
    expect(await prepareRoster(await seat(amina))).toEqual({ ok: false, why: 'no-permission' });
    expect(await completeRoster(await seat(boss), [])).toEqual({ ok: false, why: 'confirm' });
    expect(await completeRoster(await seat(second), [])).toEqual({ ok: false, why: 'gone' });
    expect(await confirmRoster(await seat(second), digits)).toEqual({ ok: true });
    expect(await confirmRoster(await seat(second), digits)).toEqual({ ok: false, why: 'gone' });
  });

  test('is prepared by one administrator at a time, and can be taken back by another', async () => {
    const both = await Promise.all([prepareRoster(await seat(boss)), prepareRoster(await seat(second))]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, why: 'waiting' });
    const other = both[0].ok ? second : boss;
    expect(await takeBackRoster(await seat(other))).toEqual({ ok: true });
    expect(await takeBackRoster(await seat(other))).toEqual({ ok: false, why: 'gone' });
    expect(await renew(other, other === boss ? second : boss)).toEqual({ ok: true });
  });

  test('comes into force once, of two who put it there at the same moment', async () => {
    const at = await seat(boss);
    expect(await prepareRoster(at)).toEqual({ ok: true });
    expect(await confirmRoster(await seat(second), await digitsOf(boss))).toEqual({ ok: true });
    const both = await Promise.all([completeRoster(at, []), completeRoster(await seat(boss), [])]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await rolesOfWorker(amina, second)).toEqual(['case-worker']);
  });

  test.each(['keys.roster-prepared', 'keys.roster-confirmed', 'keys.roster-renewed'])(
    'that is killed in the midst of %s leaves all as it was, and the same step works again',
    async (killed) => {
      const dying = async (worker: TestWorker): Promise<AtRoster> => {
        const at = await seat(worker);
        const write: AtRoster['door']['write'] = (deed, work) =>
          at.door.write(deed, async (transaction) => {
            const done = await work(transaction);
            if (deed.action === killed) throw new Error('killed');
            return done;
          });
        return { ...at, door: { ...at.door, write } };
      };
      const steps = [
        ['keys.roster-prepared', boss, (at: AtRoster) => prepareRoster(at)],
        ['keys.roster-confirmed', second, async (at: AtRoster) => confirmRoster(at, await digitsOf(boss))],
        ['keys.roster-renewed', boss, (at: AtRoster) => completeRoster(at, [])],
      ] as const;
      for (const [name, by, step] of steps) {
        if (name === killed) {
          const before = await tables();
          await expect(dying(by).then(step)).rejects.toThrow('killed');
          expect(await tables()).toEqual(before);
          expect(await rolesOfWorker(amina, second)).toEqual(['case-worker']);
        }
        expect(await step(await seat(by))).toEqual({ ok: true });
      }
      expect(await rolesOfWorker(amina, second)).toEqual(['case-worker']);
    },
  );

  async function tables(): Promise<unknown[]> {
    const names = [
      ...Object.keys(ROSTER_SIGNED),
      'clew.key_wrap',
      'clew.key_renewal',
      'clew.agency',
      'clew.invitation',
    ];
    return Promise.all(
      names.map(
        async (name) =>
          (await sql`SELECT * FROM ${sql.table(name)} ORDER BY 1, 2, 3`.execute(database.admin)).rows,
      ),
    );
  }
});

describe('a renewal that somebody wrote into the database', () => {
  /** All that a thief can sign who has the roster key and the keys of one administrator, who has left. */
  async function forge(change: { confirmed?: TestWorker } = {}) {
    const { keys } = await seat(second);
    const { me, signingKey } = keys;
    const old = await keys.open('roster');
    const next = makeSigningKeys((length) => Uint8Array.from(randomBytes(length)));
    const keyBefore = keys.pins.rosterVerifyKey;
    const preparedBy = { workerId: me.workerId, number: me.number };
    const renewal = { agencyId: me.agencyId, number: 1, keyBefore, verifyKey: next.verifyKey, preparedBy };
    const oldKey = `ed25519-secret:${Buffer.from(old?.key ?? []).toString('base64url')}`;
    const other = change.confirmed ? (await seat(change.confirmed)).keys : keys;
    const by = { workerId: other.me.workerId, number: other.me.number };
    // In the name of the other, and in truth by the one whose keys were stolen.
    const signature = confirmRosterRenewal({ signingKey, renewal, by });
    const row = {
      ...{ agency_id: me.agencyId, number: 1, key_before: keyBefore, verify_key: next.verifyKey },
      ...{ prepared_by: me.workerId, prepared_entry: me.number },
      prepared_signature: signRosterRenewal({ signingKey, renewal, as: 'prepared' }),
      before_signature: signRosterRenewal({ signingKey: oldKey, renewal, as: 'before' }),
      ...{ confirmed_by: by.workerId, confirmed_entry: by.number, confirmed_signature: signature },
      roster_signature: signRosterRenewal({ signingKey: next.signingKey, renewal, as: 'after' }),
    };
    return row;
  }

  test.each([
    ['by one alone', () => forge()],
    ['in a second person’s name', () => forge({ confirmed: boss })],
  ])('%s, with the roster key and the keys of one who left, is followed by nobody', async (_, make) => {
    const row = await make();
    const before = (await seat(amina)).keys.pins.rosterVerifyKey;
    expect(await leaveAgency(await seat(boss), second.workerId)).toMatchObject({ ok: true });
    await database.admin.insertInto('clew.roster_renewal').values(row).execute();
    expect((await seat(amina)).keys.pins.rosterVerifyKey).toBe(before);
    expect((await seat(boss)).keys.pins.rosterVerifyKey).toBe(before);
    expect(await rolesOfWorker(amina, amina)).toEqual(['case-worker']);
  });

  test('as one in force, or under the highest of numbers, keeps nobody from preparing another', async () => {
    const row = await forge({ confirmed: boss });
    const elsewhere = { ...row, key_before: row.verify_key, number: 2_147_483_647 };
    await database.admin.insertInto('clew.roster_renewal').values([row, elsewhere]).execute();
    expect(await renew()).toEqual({ ok: true });
    expect(await renew(second, boss)).toEqual({ ok: true });
    const { pins } = (await seat(amina)).keys;
    expect([row.key_before, row.verify_key]).not.toContain(pins.rosterVerifyKey);
    expect(await rolesOfWorker(amina, amina)).toEqual(['case-worker']);
  });

  test('as prepared, by who has left, is shown to nobody, and does not stand in the way', async () => {
    const {
      confirmed_by: _a,
      confirmed_entry: _b,
      confirmed_signature: _c,
      roster_signature: _d,
      ...row
    } = await forge();
    expect(await leaveAgency(await seat(boss), second.workerId)).toMatchObject({ ok: true });
    await database.admin.insertInto('clew.roster_renewal').values(row).execute();
    expect(await readPrepared(await seat(boss))).toBeUndefined();
    expect(await prepareRoster(await seat(boss))).toEqual({ ok: true });
  });
});

describe('once somebody signed in after a renewal', () => {
  test('what is put back into the database deceives them no more', async () => {
    const stolen = { first: await granterOf(boss), second: (await seat(second)).keys };
    const names = ['clew.roster_entry', 'clew.statement', 'clew.key_wrap'] as const;
    const copies = await Promise.all(
      names.map(async (name) => [name, await database.admin.selectFrom(name).selectAll().execute()] as const),
    );
    expect(await renew()).toEqual({ ok: true });
    const { signInName: name, passphrase, codeSecret } = amina;
    const code = codeAt(codeSecret, desk.now());
    expect(await signIn(desk, { name, passphrase, code })).toMatchObject({ ok: true });
    // All as it was before, and one role more, signed with what was stolen.
    await sql`DELETE FROM clew.roster_renewal`.execute(database.admin);
    for (const [name, rows] of copies.toReversed())
      await database.admin
        .deleteFrom(name)
        .execute()
        .then(() => rows);
    for (const [name, rows] of copies)
      await database.admin
        .insertInto(name)
        .values(rows as never)
        .execute();
    await forgeRole(amina, 'supervisor', stolen);
    clock.now = new Date(clock.now.getTime() + 60_000);
    // The one who has not signed in since takes it for the state of today.
    expect(await rolesOfWorker(amina, boss)).toContain('supervisor');
    await expect(seat(amina)).rejects.toThrow();
  });
});

describe('rights that were given with keys which are nobody’s any more', () => {
  test('go with the renewal, but those that an administrator keeps', async () => {
    const third = await addTestWorker(desk, await seat(boss), 'third');
    const lena = await addTestWorker(desk, await seat(boss), 'lena');
    const mina = await addTestWorker(desk, await seat(boss), 'mina');
    await give(boss, second, { workerId: third.workerId, role: 'coordinator' });
    await give(boss, third, { workerId: lena.workerId, role: 'screener' });
    // Whoever has the second administrator's machine, with the roster key in it, and another worker's.
    const thief = { first: await granterOf(second), second: (await seat(mina)).keys };
    expect(await withdrawKeys(desk, await seat(boss), second.workerId)).toBeDefined();
    await forgeRole(amina, 'supervisor', thief);
    expect(await rolesOfWorker(amina)).toContain('supervisor');
    const doubtful = (await listDoubtful(await seat(boss))).map(({ id }) => id);
    const expected = [third, lena, mina, amina].map(({ workerId }) => `role:${workerId}:case-worker`);
    expected.push(`role:${third.workerId}:coordinator`, `role:${amina.workerId}:supervisor`);
    expect(doubtful.toSorted()).toEqual(expected.toSorted());
    const keep = [amina, third].map(({ workerId }) => `role:${workerId}:case-worker`);
    expect(await renew(boss, third, [...keep, `role:${third.workerId}:coordinator`])).toEqual({ ok: true });
    expect((await rolesOfWorker(third, amina)).toSorted()).toEqual(['case-worker', 'coordinator']);
    expect(await rolesOfWorker(lena, amina)).toEqual(['screener']);
    expect(await rolesOfWorker(mina, amina)).toEqual([]);
    expect(await rolesOfWorker(amina, amina)).toEqual(['case-worker']);
    expect(await listDoubtful(await seat(boss))).toEqual([]);
    // What the thief signs from now on counts for nothing.
    await forgeRole(mina, 'supervisor', thief);
    expect(await rolesOfWorker(mina, amina)).toEqual([]);
    await expect(granterOf(second)).rejects.toThrow();
  });
});

test('a deputy is not named any more with keys that a renewal retired', async () => {
  const lena = await addTestWorker(desk, await seat(boss), 'lena');
  const teamId = randomUUID();
  const { agencyId: agency_id, workerId: absentId } = amina;
  await database.admin.insertInto('clew.team').values({ agency_id, team_id: teamId, profile: 'x' }).execute();
  const members = [absentId, lena.workerId];
  expect(await changeMembers(await seat(boss), { teamId, members })).toEqual({ ok: true });
  const { door, keys } = await seat(amina);
  const named = { teamId, absentId, deputyId: lena.workerId };
  const said = await door.read((transaction) => signDeputy({ transaction, pins: keys.pins }, keys, named));
  if (!said) throw new Error('The line is broken.');
  await database.admin
    .insertInto('clew.statement')
    .values({ agency_id, at: clock.now, ...said })
    .execute();
  const standsIn = async () => {
    const { keys, door } = await seat(boss);
    const found = await door.read((transaction) => readRights(transaction, keys.pins, [lena.workerId]));
    return found.get(lena.workerId)?.deputyFor;
  };
  expect(await standsIn()).toEqual([absentId]);
  expect(await withdrawKeys(desk, await seat(boss), absentId)).toBeDefined();
  expect(await renew()).toEqual({ ok: true });
  expect(await standsIn()).toEqual([]);
});

test('every column that the roster key signs is on the list of what is signed anew', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT 'clew.' || table_name AS name FROM information_schema.columns
    WHERE table_schema = 'clew' AND column_name LIKE '%roster%' AND table_name <> 'agency' ORDER BY 1
  `.execute(database.admin);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(ROSTER_SIGNED).toSorted());
});
