import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { makeAgency, NOW, type TestAgency, type TestWorker } from '../file/testing/index.ts';
import { builtInRole } from '../policy/index.ts';
import { IN_FORCE, readAgencyRules, readApprovedLaws, sayRole } from './agency-rules.ts';
import { type LineAt, NO_LINE, nextOf, signFirst, signSecond, writeStatement } from './line.ts';

let database: TestDatabase;
let agency: TestAgency;
let amina: TestWorker;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  agency = await makeAgency(database);
  amina = await agency.join(['supervisor']);
});
afterAll(() => database.drop());

const LAW = 'b'.repeat(64);
const rules = () => amina.door.read((transaction) => readAgencyRules(transaction, amina.keys.pins));
const laws = () => amina.door.read((transaction) => readApprovedLaws(transaction, amina.keys.pins));
const wide = { reach: 'agency', permissions: ['file.open', 'file.list'], profile: '' } as const;

/** Says something first in a line, alone or with a second person. */
async function say(at: LineAt, said: string, by: 'one' | 'two'): Promise<void> {
  const first = signFirst(amina.keys, nextOf(at, NO_LINE, said));
  const second = by === 'two' ? { second: signSecond(agency.confirmer, first) } : {};
  await amina.door.tally((transaction) =>
    writeStatement(transaction, { agencyId: agency.agencyId, at: NOW }, { ...first, ...second }),
  );
}

async function forget(kind: string, thing: string): Promise<void> {
  await sql`DELETE FROM clew.statement WHERE kind = ${kind} AND thing = ${thing}`.execute(database.admin);
}

describe('what an agency is there for, and the law it works by', () => {
  test('count as two people signed them, and not as one said', async () => {
    expect((await rules()).mandates).toEqual(['shelter']);
    for (const by of ['one', 'two'] as const) {
      await say({ kind: 'mandate', thing: 'asylum' }, IN_FORCE, by);
      await say({ kind: 'law', thing: LAW }, IN_FORCE, by);
      expect((await rules()).mandates.includes('asylum')).toBe(by === 'two');
      expect((await laws()).has(LAW)).toBe(by === 'two');
      await forget('mandate', 'asylum');
      await forget('law', LAW);
    }
  });

  test('do not count as somebody wrote them into the database', async () => {
    await say({ kind: 'mandate', thing: 'asylum' }, IN_FORCE, 'two');
    await say({ kind: 'law', thing: LAW }, IN_FORCE, 'two');
    await sql`UPDATE clew.statement SET thing = 'health' WHERE thing = 'asylum'`.execute(database.admin);
    await sql`UPDATE clew.statement SET thing = ${'c'.repeat(64)} WHERE thing = ${LAW}`.execute(
      database.admin,
    );
    expect((await rules()).mandates).toEqual(['shelter']);
    expect([...(await laws()).keys()]).toEqual([]);
    await sql`UPDATE clew.statement SET thing = 'police' WHERE thing = 'health'`.execute(database.admin);
    // Of what enforces the worse is taken: nothing opens while nobody knows.
    expect((await rules()).mandates).toEqual(['police', 'shelter']);
    await forget('mandate', 'police');
    await forget('law', 'c'.repeat(64));
  });
});

describe('what a role of the agency permits', () => {
  const thing = 'screener';
  const ownRole = async () => (await rules()).ownRoles.find(({ id }) => id === thing);

  test('is widened by two people; what one says alone only takes away', async () => {
    await say({ kind: 'role', thing }, sayRole({ ...wide, permissions: [...wide.permissions] }), 'one');
    const narrowed = await ownRole();
    expect(narrowed).toMatchObject({ reach: builtInRole('screener').reach });
    await forget('role', thing);
    await say({ kind: 'role', thing }, sayRole({ ...wide, permissions: [...wide.permissions] }), 'two');
    expect(await ownRole()).toMatchObject({ reach: 'agency' });
  });

  test('is nothing where its line is not as it was signed', async () => {
    await sql`UPDATE clew.statement SET said = replace(said, 'file.list', 'file.send') WHERE thing = ${thing}`.execute(
      database.admin,
    );
    expect(await ownRole()).toEqual({ id: thing, reach: 'named', permissions: [] });
    await forget('role', thing);
  });
});
