import { randomBytes } from 'node:crypto';
import { confirmRosterRenewal, makeSigningKeys, signRosterRenewal } from '@clew/seal';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import type { Desk } from '../desk.ts';
import { readRights, signRight } from '../keys/rights.ts';
import { leaveAgency } from '../leaving/leave-agency.ts';
import { rolesOf } from '../policy/index.ts';
import { giveRoles } from '../roles/give-roles.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { completeRoster, listDoubtful } from './complete-roster.ts';
import { type AtRoster, confirmRoster, prepareRoster, readPrepared, takeBackRoster } from './renew-roster.ts';
import { ROSTER_SIGNED } from './sign-anew.ts';
import {
  addTestWorker,
  confirmerOf,
  foundTestAgency,
  makeTestDesk,
  mustSitDown,
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

async function seat(worker: TestWorker): Promise<AtRoster & { keyring: AtRoster['keys'] }> {
  const { door, keyring } = await mustSitDown(desk, worker);
  const { agencyId, workerId } = worker;
  const rights = await door.read((transaction) => readRights(transaction, keyring.pins, [workerId]));
  const roles = rolesOf(rights.get(workerId)?.roles ?? []);
  const actor = { workerId, agencyId, roles, mandates: [], teams: [], isDeputyFor: [] };
  return { desk, actor, door, keys: keyring, keyring };
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

async function insertRole(worker: TestWorker, role: string, signed: object): Promise<void> {
  const row = { agency_id: worker.agencyId, worker_id: worker.workerId, role, ...signed };
  await database.admin.insertInto('clew.worker_role').values(row).execute();
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
    const stolen = await granterOf(boss);
    const given = { workerId: amina.workerId, role: 'supervisor' };
    await insertRole(amina, 'supervisor', signRight(stolen, given));
    expect(await rolesOfWorker(amina)).toContain('supervisor');
    await sql`DELETE FROM clew.worker_role WHERE role = 'supervisor'`.execute(database.admin);
    expect(await renew()).toEqual({ ok: true });
    await insertRole(amina, 'supervisor', signRight(stolen, given));
    for (const seenBy of [boss, amina]) expect(await rolesOfWorker(amina, seenBy)).toEqual(['case-worker']);
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
    const stolen = await granterOf(boss);
    const names = ['clew.roster_entry', 'clew.worker_role', 'clew.key_wrap'] as const;
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
    await insertRole(
      amina,
      'supervisor',
      signRight(stolen, { workerId: amina.workerId, role: 'supervisor' }),
    );
    clock.now = new Date(clock.now.getTime() + 60_000);
    // The one who has not signed in since takes it for the state of today.
    expect(await rolesOfWorker(amina, boss)).toContain('supervisor');
    await expect(seat(amina)).rejects.toThrow();
  });
});

describe('rights that were given with keys which are nobody’s any more', () => {
  test('go with the renewal, but those that an administrator keeps', async () => {
    const confirmer = await addTestWorker(desk, await seat(boss), 'third');
    const { workerId } = confirmer;
    expect(await giveRoles(await seat(boss), { workerId, roles: ['coordinator'] })).toEqual({ ok: true });
    const lena = await addTestWorker(desk, await seat(boss), 'lena');
    const mina = await addTestWorker(desk, await seat(boss), 'mina');
    for (const one of [lena, mina])
      expect(await giveRoles(await seat(second), { workerId: one.workerId, roles: ['screener'] })).toEqual({
        ok: true,
      });
    // Whoever has the second administrator's machine, with the roster key in it.
    const thief = await granterOf(second);
    expect(await withdrawKeys(desk, await seat(boss), second.workerId)).toBeDefined();
    await insertRole(amina, 'supervisor', signRight(thief, { workerId: amina.workerId, role: 'supervisor' }));
    expect(await rolesOfWorker(amina)).toContain('supervisor');
    const doubtful = (await listDoubtful(await seat(boss))).map(({ id }) => id);
    expect(doubtful.toSorted()).toEqual(
      [
        `role:${amina.workerId}:supervisor`,
        `role:${lena.workerId}:screener`,
        `role:${mina.workerId}:screener`,
      ].toSorted(),
    );
    expect(await renew(boss, confirmer, [`role:${lena.workerId}:screener`])).toEqual({ ok: true });
    expect(await rolesOfWorker(lena, amina)).toEqual(['screener']);
    expect(await rolesOfWorker(mina, amina)).toEqual([]);
    expect(await rolesOfWorker(amina, amina)).toEqual(['case-worker']);
    expect(await listDoubtful(await seat(boss))).toEqual([]);
    // What the thief signs from now on, even with the new key, is by keys that were retired.
    const { rosterKey } = await granterOf(boss);
    await insertRole(
      mina,
      'supervisor',
      signRight({ ...thief, rosterKey }, { workerId: mina.workerId, role: 'supervisor' }),
    );
    expect(await rolesOfWorker(mina, amina)).toEqual([]);
    await expect(granterOf(second)).rejects.toThrow();
  });
});

test('every column that the roster key signs is on the list of what is signed anew', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT 'clew.' || table_name AS name FROM information_schema.columns
    WHERE table_schema = 'clew' AND column_name LIKE '%roster%' AND table_name <> 'agency' ORDER BY 1
  `.execute(database.admin);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(ROSTER_SIGNED).toSorted());
});
