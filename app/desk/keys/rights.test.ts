import { randomBytes, randomUUID } from 'node:crypto';
import { makeSigningKeys } from '@clew/seal';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { letIn } from '../file/index.ts';
import { madeFile, makeAgency, NOW, say, type TestAgency, type TestWorker } from '../file/testing/index.ts';
import { checkStatements } from './check-statements.ts';
import { type FirstSigned, hashOfStatement, signSecond, writeStatement } from './line.ts';
import {
  type DeputyOf,
  readRights,
  readRightsLine,
  type SaidRights,
  signDeputy,
  signRights,
} from './rights.ts';
import type { Signer } from './statement.ts';

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

/** What is said next of a worker, signed by the granter and, unless told, the confirmer. */
async function next(
  worker: TestWorker,
  rights: SaidRights,
  { granter = agency.granter, confirmer = agency.confirmer as Signer | null } = {},
) {
  const { workerId, keys } = worker;
  const line = await amina.door.read((transaction) =>
    readRightsLine({ transaction, pins: keys.pins }, workerId),
  );
  if (!line) throw new Error('The line is broken.');
  const first = signRights(granter, { workerId, head: line.head, rights });
  return confirmer ? { ...first, second: signSecond(confirmer, first) } : first;
}

async function put(said: FirstSigned & { second?: ReturnType<typeof signSecond> }): Promise<void> {
  const { second, ...first } = said;
  await database.admin
    .insertInto('clew.statement')
    .values({ agency_id: agency.agencyId, at: NOW, ...first, ...second })
    .execute();
}

async function write(said: FirstSigned & { second?: ReturnType<typeof signSecond> }): Promise<void> {
  await amina.door.tally((transaction) =>
    writeStatement(transaction, { agencyId: agency.agencyId, at: NOW }, said),
  );
}

async function takeBack(worker: TestWorker, number: number): Promise<void> {
  await sql`DELETE FROM clew.statement WHERE thing = ${worker.workerId} AND number >= ${number}`.execute(
    database.admin,
  );
}

/** Who holds a key to what was told in a file. */
async function holdersOf(fileId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT worker_id::text AS id FROM clew.key_wrap
    WHERE key_id = ${`file:${fileId}:narrative`}`.execute(database.admin);
  return rows.map(({ id }) => id);
}

describe('a row of a role', () => {
  test('that was put in by SQL moves no key', async () => {
    const thief = await agency.join([]);
    await sql`UPDATE clew.statement SET said = ${JSON.stringify({ roles: ['supervisor'], teams: [agency.teams.north] })}
      WHERE thing = ${thief.workerId}`.execute(database.admin);
    const fileId = await madeFile(amina, agency.teams.north);
    await say(amina, { fileId, words: 'what happened' });
    expect(await holdersOf(fileId)).toContain(vera.workerId);
    expect(await holdersOf(fileId)).not.toContain(thief.workerId);
  });

  test('that was put in by SQL gives nothing to who is let in by name either', async () => {
    const thief = await agency.join(['screener']);
    await sql`UPDATE clew.statement SET said = '{"roles":["case-worker"],"teams":[]}' WHERE thing = ${thief.workerId}`.execute(
      database.admin,
    );
    const fileId = await madeFile(amina);
    await say(amina, { fileId, words: 'what happened' });
    await letIn(amina, { fileId, workerId: thief.workerId });
    expect(await holdersOf(fileId)).toEqual([amina.workerId]);
  });

  test('counts only as somebody with the roster key and a key of their own gave it, to this worker, this role', async () => {
    const { granter } = agency;
    const worker = await agency.join([]);
    const rights = { roles: ['health'], teams: [] };
    const good = await next(worker, rights);
    const strange = { ...granter, signingKey: makeSigningKeys((length) => randomBytes(length)).signingKey };
    const outside = { ...granter, rosterKey: Uint8Array.from(randomBytes(32)) };
    const elsewhere = await next(await agency.join([]), rights);
    const self = { ...granter, ...worker.keys };
    const wrong = {
      'for another role': { ...good, said: '{"roles":["lawyer"],"teams":[]}' },
      'for another worker': { ...elsewhere, thing: worker.workerId },
      'as a deputy': { ...good, kind: 'deputy', roster_signature: null },
      'with another key of the giver': await next(worker, rights, { granter: strange }),
      'without the roster key': await next(worker, rights, { granter: outside }),
      'in another’s name': { ...good, first_by: amina.workerId },
      'to oneself': await next(worker, rights, { granter: self }),
      'by one person alone': await next(worker, rights, { confirmer: null }),
      'confirmed by whom it is given to': await next(worker, rights, { confirmer: worker.keys }),
      'confirmed in another’s name': {
        ...good,
        second: { ...signSecond(agency.confirmer, good), second_by: amina.workerId },
      },
    } as Record<string, typeof good>;
    for (const [name, said] of Object.entries(wrong)) {
      await put(said);
      expect([name, (await rightsOf(worker)).roles]).toEqual([name, []]);
      await sql`DELETE FROM clew.statement WHERE (thing = ${worker.workerId} AND number > 1) OR thing = 'x'
        OR (kind = 'deputy')`.execute(database.admin);
    }
    await put(good);
    expect((await rightsOf(worker)).roles).toEqual(['health']);
  });

  test('that nobody signed never adds to what was given, whatever else stands there', async () => {
    const worker = await agency.join(['lawyer']);
    const all = ['screener', 'case-worker', 'supervisor', 'administrator', 'auditor', 'r-0a'];
    const good = await next(worker, { roles: ['lawyer'], teams: [] });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...all)),
        fc.integer({ min: 2, max: 4 }),
        async (roles, number) => {
          await takeBack(worker, 2);
          await put({ ...good, number, said: JSON.stringify({ roles, teams: [] }) });
          const found = await rightsOf(worker);
          expect(found.roles.filter((role) => role !== 'lawyer')).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
    await takeBack(worker, 2);
  });
});

describe('a role that was taken away', () => {
  const lawyer = { roles: ['lawyer'], teams: [] };
  const nothing = { roles: [], teams: [] };

  test('takes one person, and is not put back by an older statement that was signed', async () => {
    const worker = await agency.join(['lawyer']);
    const [old] = await amina.door.read((transaction) =>
      transaction.selectFrom('clew.statement').selectAll().where('thing', '=', worker.workerId).execute(),
    );
    await write(await next(worker, nothing, { confirmer: null }));
    expect((await rightsOf(worker)).roles).toEqual([]);
    if (old)
      await database.admin
        .insertInto('clew.statement')
        .values({ ...old, number: 3 })
        .execute();
    expect((await rightsOf(worker)).roles).toEqual([]);
    await takeBack(worker, 3);
  });

  test('is not put back by another statement, signed for the place of the one that was followed', async () => {
    const worker = await agency.join([]);
    const other = await next(worker, { roles: ['health', 'lawyer'], teams: [] });
    await write(await next(worker, { roles: ['health'], teams: [] }));
    await write(await next(worker, { roles: ['health', 'lawyer'], teams: [] }, { confirmer: null }));
    await sql`DELETE FROM clew.statement WHERE thing = ${worker.workerId} AND number = 2`.execute(
      database.admin,
    );
    await put(other);
    // What was said after it does not follow it, so nothing holds.
    expect((await rightsOf(worker)).roles).toEqual([]);
  });

  test('is not put back by one person, though they sign', async () => {
    const worker = await agency.join(['lawyer']);
    await write(await next(worker, nothing, { confirmer: null }));
    await write(await next(worker, lawyer, { confirmer: null }));
    expect((await rightsOf(worker)).roles).toEqual([]);
    await write(await next(worker, lawyer));
    expect((await rightsOf(worker)).roles).toEqual(['lawyer']);
  });

  test('is missed in the journal’s check where its statement was deleted or changed, and where one was put in', async () => {
    const worker = await agency.join(['lawyer']);
    const check = async () => {
      const found = await amina.door.read((transaction) => checkStatements(transaction, agency.agencyId));
      return found.filter((finding) => finding.thing === worker.workerId);
    };
    expect(await check()).toEqual([]);
    await write(await next(worker, nothing, { confirmer: null }));
    const { thing } = { thing: worker.workerId };
    expect(await check()).toEqual([]);
    const rows = await database.admin
      .selectFrom('clew.statement')
      .selectAll()
      .where('thing', '=', thing)
      .execute();
    const last = rows.find(({ number }) => number === 2);
    if (!last) throw new Error('It was not written.');
    await takeBack(worker, 2);
    expect((await rightsOf(worker)).roles).toEqual(['lawyer']);
    expect(await check()).toEqual([{ kind: 'worker', thing, number: 2, is: 'missing' }]);
    const other = await next(worker, lawyer);
    await put(other);
    expect(await check()).toEqual([{ kind: 'worker', thing, number: 2, is: 'another' }]);
    await takeBack(worker, 2);
    await database.admin.insertInto('clew.statement').values(last).execute();
    expect(await check()).toEqual([]);
    await put({ ...(await next(worker, lawyer)), thing });
    expect(await check()).toEqual([{ kind: 'worker', thing, number: 3, is: 'untold' }]);
    await takeBack(worker, 3);
    await sql`UPDATE clew.statement SET first_signature = roster_signature WHERE thing = ${thing} AND number = 1`.execute(
      database.admin,
    );
    expect(await check()).toContainEqual({ kind: 'worker', thing, number: 1, is: 'another' });
    await sql`DELETE FROM clew.statement WHERE thing = ${thing}`.execute(database.admin);
    await sql`UPDATE clew.worker SET standing = 'left' WHERE worker_id = ${thing}`.execute(database.admin);
    expect(hashOfStatement(last)).toMatch(/^[\w-]{43}$/);
  });
});

describe('a row of a deputy', () => {
  const name = async (signer: TestWorker, deputy: DeputyOf) => {
    await sql`DELETE FROM clew.statement WHERE kind = 'deputy'`.execute(database.admin);
    const said = await amina.door.read((transaction) =>
      signDeputy({ transaction, pins: amina.keys.pins }, signer.keys, deputy),
    );
    if (!said) throw new Error('The line is broken.');
    await put(said);
    return (await rightsOf(boris)).deputyFor;
  };

  test('counts if the one who is away signed it, or a supervisor of the team, and nobody else', async () => {
    const teamId = agency.teams.north ?? '';
    const deputy = { teamId, deputyId: boris.workerId, absentId: amina.workerId };
    const other = await agency.join(['case-worker'], 'north');
    const south = await agency.join(['supervisor'], 'south');
    expect(await name(amina, deputy)).toEqual([amina.workerId]);
    expect(await name(vera, deputy)).toEqual([amina.workerId]);
    for (const giver of [boris, other, south]) expect(await name(giver, deputy)).toEqual([]);
    expect(await name(amina, { ...deputy, absentId: vera.workerId })).toEqual([]);
    expect(await name(amina, { ...deputy, teamId: randomUUID() })).toEqual([]);
  });

  test('does not come back by what was signed before it ended', async () => {
    const teamId = agency.teams.north ?? '';
    const deputy = { teamId, deputyId: boris.workerId, absentId: amina.workerId };
    await name(amina, deputy);
    const [old] = await database.admin
      .selectFrom('clew.statement')
      .selectAll()
      .where('kind', '=', 'deputy')
      .execute();
    const ended = await amina.door.read((transaction) =>
      signDeputy({ transaction, pins: amina.keys.pins }, amina.keys, { ...deputy, deputyId: undefined }),
    );
    if (ended) await put(ended);
    expect((await rightsOf(boris)).deputyFor).toEqual([]);
    if (old)
      await database.admin
        .insertInto('clew.statement')
        .values({ ...old, number: 3 })
        .execute();
    expect((await rightsOf(boris)).deputyFor).toEqual([]);
  });
});
