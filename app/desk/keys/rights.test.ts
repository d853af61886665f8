import { randomBytes, randomUUID } from 'node:crypto';
import { makeSigningKeys } from '@clew/seal';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { letIn } from '../file/index.ts';
import { madeFile, makeAgency, say, type TestAgency, type TestWorker } from '../file/testing/index.ts';
import { type DeputyOf, readRights, signDeputy, signRight } from './rights.ts';

let database: TestDatabase;
let agency: TestAgency;
let amina: TestWorker;
let boris: TestWorker;
let vera: TestWorker;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  amina = await agency.join(['case-worker'], 'north');
  boris = await agency.join(['case-worker'], 'north');
  vera = await agency.join(['supervisor'], 'north');
});
afterAll(() => database.drop());

async function rightsOf(worker: TestWorker) {
  const { keys, workerId } = worker;
  const found = await amina.door.read((transaction) => readRights(transaction, keys.pins, [workerId]));
  return found.get(workerId) ?? { roles: [], teams: [], deputyFor: [] };
}

/** Who holds a key to what was told in a file. */
async function holdersOf(fileId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT worker_id::text AS id FROM clew.key_wrap
    WHERE key_id = ${`file:${fileId}:narrative`}`.execute(database.admin);
  return rows.map(({ id }) => id);
}

async function insertRole(worker: TestWorker, role: string, signed: object = {}): Promise<void> {
  await database.admin
    .insertInto('clew.worker_role')
    .values({ agency_id: agency.agencyId, worker_id: worker.workerId, role, ...signed })
    .execute();
}

describe('a row of a role', () => {
  test('that was put in by SQL moves no key', async () => {
    const thief = await agency.join([]);
    await insertRole(thief, 'supervisor');
    await database.admin
      .insertInto('clew.team_member')
      .values({ agency_id: agency.agencyId, worker_id: thief.workerId, team_id: agency.teams.north ?? '' })
      .execute();
    const fileId = await madeFile(amina, agency.teams.north);
    await say(amina, { fileId, words: 'what happened' });
    expect(await holdersOf(fileId)).toContain(vera.workerId);
    expect(await holdersOf(fileId)).not.toContain(thief.workerId);
  });

  test('that was put in by SQL gives nothing to who is let in by name either', async () => {
    const thief = await agency.join(['screener']);
    await sql`DELETE FROM clew.worker_role WHERE worker_id = ${thief.workerId}`.execute(database.admin);
    await insertRole(thief, 'case-worker');
    const fileId = await madeFile(amina);
    await say(amina, { fileId, words: 'what happened' });
    await letIn(amina, { fileId, workerId: thief.workerId });
    expect(await holdersOf(fileId)).toEqual([amina.workerId]);
  });

  test('counts only as somebody with the roster key and a key of their own gave it, to this worker, this role', async () => {
    const { granter } = agency;
    const worker = await agency.join([]);
    const { workerId } = worker;
    const good = signRight(granter, { workerId, role: 'health' });
    const stranger = { ...granter, signingKey: makeSigningKeys((length) => randomBytes(length)).signingKey };
    const outsider = { ...granter, rosterKey: Uint8Array.from(randomBytes(32)) };
    const wrong = {
      'no signature': {},
      'no roster signature': { ...good, roster_signature: null },
      'for another role': signRight(granter, { workerId, role: 'lawyer' }),
      'for another worker': signRight(granter, { workerId: amina.workerId, role: 'health' }),
      'as a team': signRight(granter, { workerId, teamId: randomUUID() }),
      'with another key of the giver': signRight(stranger, { workerId, role: 'health' }),
      'without the roster key': signRight(outsider, { workerId, role: 'health' }),
      'in another’s name': { ...good, given_by: amina.workerId },
      'to oneself': signRight({ ...granter, ...worker.keys }, { workerId, role: 'health' }),
    };
    const put = async (signed: object) => {
      await sql`DELETE FROM clew.worker_role WHERE worker_id = ${workerId}`.execute(database.admin);
      await insertRole(worker, 'health', signed);
      return (await rightsOf(worker)).roles;
    };
    for (const [name, signed] of Object.entries(wrong)) expect([name, await put(signed)]).toEqual([name, []]);
    expect(await put(good)).toEqual(['health']);
  });

  test('that nobody signed never adds to what was given, whatever else stands there', async () => {
    const worker = await agency.join(['lawyer']);
    const all = ['screener', 'case-worker', 'supervisor', 'administrator', 'auditor', 'r-0a'];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...all)), async (roles) => {
        await sql`DELETE FROM clew.worker_role WHERE worker_id = ${worker.workerId} AND role <> 'lawyer'`.execute(
          database.admin,
        );
        for (const role of roles) await insertRole(worker, role);
        expect((await rightsOf(worker)).roles).toEqual(['lawyer']);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a row of a deputy', () => {
  const put = async (deputy: DeputyOf, signed: object) => {
    await database.admin
      .updateTable('clew.team_member')
      .set({
        deputy_for: deputy.absentId,
        deputy_by: null,
        deputy_entry: null,
        deputy_signature: null,
        ...signed,
      })
      .where('worker_id', '=', deputy.deputyId)
      .execute();
    return (await rightsOf(boris)).deputyFor;
  };

  test('counts if the one who is away signed it, or a supervisor of the team, and nobody else', async () => {
    const teamId = agency.teams.north ?? '';
    const deputy = { teamId, deputyId: boris.workerId, absentId: amina.workerId };
    const other = await agency.join(['case-worker'], 'north');
    const south = await agency.join(['supervisor'], 'south');
    expect(await put(deputy, {})).toEqual([]);
    expect(await put(deputy, signDeputy(amina.keys, deputy))).toEqual([amina.workerId]);
    expect(await put(deputy, signDeputy(vera.keys, deputy))).toEqual([amina.workerId]);
    for (const giver of [boris, other, south])
      expect(await put(deputy, signDeputy(giver.keys, deputy))).toEqual([]);
    const elsewhere = { ...deputy, absentId: vera.workerId };
    expect(await put(elsewhere, signDeputy(amina.keys, deputy))).toEqual([]);
  });
});
