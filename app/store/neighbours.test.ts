import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, openDoor, type Schema } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

/** Keys that belong to no agency, each with the reason why it tells none that another exists. */
const ofNoAgency: Record<string, string> = {
  'node(only_one)': 'One row, the node itself.',
  'node(node_id)': 'One row, the node itself.',
  'clock_beat(only_one)': 'One row, the clocks of the machine; nothing about an agency.',
  'clock_jump(at)': 'When the clock of the machine was moved; nothing about an agency.',
  'row_migration(name)': 'How far the node has come with a migration; nothing about an agency.',
  'agency(code)': 'Drawn at random when an agency is made, never chosen: nobody can try one that is taken.',
  'opening(secret_hash)': 'The application has no right to the table; a hash of a random secret.',
};

/** Every key that PostgreSQL enforces, by table and columns: primary, unique, excluding, and both ends of references. */
async function keysNotLedByAgency(transaction: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ key: string; leading: string }>`
    WITH column_of AS (SELECT attrelid, attnum, attname::text AS name FROM pg_attribute),
    keys AS (
      SELECT i.indrelid AS table_id, string_to_array(i.indkey::text, ' ')::int[] AS columns FROM pg_index i WHERE i.indisunique OR i.indisexclusion
      UNION ALL SELECT conrelid, conkey::int[] FROM pg_constraint WHERE contype = 'f'
      UNION ALL SELECT confrelid, confkey::int[] FROM pg_constraint WHERE contype = 'f'
    )
    SELECT DISTINCT t.relname || '(' || (SELECT string_agg(coalesce(c.name, 'expression'), ', ' ORDER BY place)
        FROM unnest(k.columns) WITH ORDINALITY AS u(number, place) LEFT JOIN column_of c ON c.attrelid = t.oid AND c.attnum = u.number AND u.number > 0) || ')' AS key,
      coalesce((SELECT name FROM column_of c WHERE c.attrelid = t.oid AND c.attnum = k.columns[1]), '') AS leading
    FROM keys k JOIN pg_class t ON t.oid = k.table_id
    WHERE t.relnamespace = 'clew'::regnamespace AND t.relname NOT IN ('migration', 'migration_lock') ORDER BY 1
  `.execute(transaction);
  return rows.filter(({ leading }) => !['agency_id', 'chain'].includes(leading)).map(({ key }) => key);
}

describe('every key that the database enforces', () => {
  test('begins with the agency, so that no collision and no reference reaches into another', async () => {
    expect(await keysNotLedByAgency(database.admin)).toEqual(Object.keys(ofNoAgency).toSorted());
  });

  const careless: [string, string, string][] = [
    [
      'a name that is taken in all agencies',
      'CREATE TABLE clew.careless (agency_id uuid, name text UNIQUE)',
      'careless(name)',
    ],
    [
      'a key with the agency behind',
      'CREATE TABLE clew.careless (agency_id uuid, name text, PRIMARY KEY (name, agency_id))',
      'careless(name, agency_id)',
    ],
    [
      'an index over an expression',
      'CREATE TABLE clew.careless (agency_id uuid, name text); CREATE UNIQUE INDEX ON clew.careless (lower(name))',
      'careless(expression)',
    ],
    [
      'a reference by id alone',
      'CREATE TABLE clew.careless (agency_id uuid, head uuid REFERENCES clew.journal_head)',
      'careless(head)',
    ],
  ];
  test.each(careless)('%s is found', async (_, statement, key) => {
    const undo = new Error('undone');
    const attempt = database.admin.transaction().execute(async (transaction) => {
      const before = await keysNotLedByAgency(transaction);
      await sql.raw(statement).execute(transaction);
      expect((await keysNotLedByAgency(transaction)).filter((found) => !before.includes(found))).toEqual([
        key,
      ]);
      throw undo;
    });
    await expect(attempt).rejects.toBe(undo);
  });
});

const [own, others, nobodys] = [1, 2, 3].map((at) => `4e160000-0000-4000-8000-00000000000${at}`) as [
  string,
  string,
  string,
];
const theirTeam = '4e160000-0000-4000-8000-0000000000aa';

describe('what another agency has', () => {
  beforeAll(async () => {
    for (const [agencyId, code] of [
      [own, 'bcdfghjk'],
      [others, 'bcdfghjm'],
    ])
      await sql`INSERT INTO clew.agency (agency_id, code, profile, roster_key, backup_recipient) VALUES (${agencyId}, ${code}, '', '', '')`.execute(
        database.admin,
      );
    await sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${others}, ${theirTeam}, '')`.execute(
      database.admin,
    );
  });
  const door = openDoorOf(() => database, own);

  const words = async (attempt: Promise<unknown>, id: string): Promise<string> => {
    const error = (await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    )) as { message: string; detail?: string } | undefined;
    return error ? `${error.message} ${error.detail ?? ''}`.replaceAll(id, 'ID') : 'done';
  };

  test('does not stop anybody from having the same id', async () => {
    const make = (teamId: string) =>
      door().write({ action: 'team.make', thing: `team ${teamId}` }, (transaction) =>
        sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${own}, ${teamId}, '')`.execute(
          transaction,
        ),
      );
    expect(await words(make(theirTeam), theirTeam)).toBe('done');
    await sql`DELETE FROM clew.team WHERE agency_id = ${own}`.execute(database.admin);
  });

  test('is refused as a reference in the words for what does not exist', async () => {
    const refer = (teamId: string) =>
      door().write({ action: 'team.change', thing: `team ${teamId}` }, (transaction) =>
        sql`INSERT INTO clew.file (agency_id, file_id, owner_id, team_id, opened_month, code_name, code_hash, code_generation)
          VALUES (${own}, ${nobodys}, ${nobodys}, ${teamId}, '2026-03-01', 'x', ${Buffer.alloc(32)}, 1)`.execute(
          transaction,
        ),
      );
    const theirs = await words(refer(theirTeam), theirTeam);
    expect(theirs).toContain('violates');
    expect(theirs).toBe(await words(refer(nobodys), nobodys));
  });

  test('cannot be written for it', async () => {
    const attempt = door().write({ action: 'team.make', thing: 'team 1' }, (transaction) =>
      sql`INSERT INTO clew.team (agency_id, team_id, profile) VALUES (${others}, ${nobodys}, '')`.execute(
        transaction,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  test('is neither counted, nor touched on the way: looking for it visits the rows that looking for nothing does', async () => {
    const look = (teamId: string) =>
      door().read(async (transaction) => {
        await sql`SET LOCAL enable_seqscan = off`.execute(transaction);
        const { rows } = await sql<{ 'QUERY PLAN': { Plan: Record<string, unknown> }[] }>`
          EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON)
          SELECT count(*) FROM clew.team WHERE team_id = ${sql.lit(teamId)}::uuid`.execute(transaction);
        // Which pages lay in memory hangs on what else the server does; which rows were looked at does not.
        const plan = JSON.stringify(rows[0]?.['QUERY PLAN'][0]?.Plan).replaceAll(teamId, 'ID');
        return plan.replace(/"[^"]*(?:Blocks|Heap Fetches)":[\d.]+,?/g, '');
      });
    await look(theirTeam);
    const theirs = await look(theirTeam);
    expect(theirs).toContain('Index Cond');
    expect(theirs).not.toMatch(/Rows Removed by (Filter|Index Recheck)":[1-9]/);
    expect(theirs).toBe(await look(nobodys));
  });
});

describe('connections that are used by turns', () => {
  const agencies = Array.from({ length: 6 }, (_, at) => `4e160000-0000-4000-8000-0000000001${at}0`);
  const Turn = fc.record({
    agency: fc.constantFrom(...agencies),
    kind: fc.constantFrom(
      'read' as const,
      'write' as const,
      'readSealed' as const,
      'tally' as const,
      'nobody' as const,
    ),
    fails: fc.boolean(),
    pauses: fc.nat(3),
  });

  test('never show a transaction another agency than its own, nor any to a query outside a door', async () => {
    const few = connect({ url: database.url, most: 3 });
    for (const agencyId of agencies)
      await openDoor(few, { kind: 'worker', workerId: 'w', agencyId }).write(
        { action: 'journal.note', thing: 'x' },
        async () => undefined,
      );
    const seen = async (asked: Kysely<Schema>): Promise<string[]> =>
      (await asked.selectFrom('clew.journal_head').select('chain').execute()).map(({ chain }) => chain);
    const take = async ({
      agency,
      kind,
      fails,
      pauses,
    }: typeof Turn extends fc.Arbitrary<infer T> ? T : never) => {
      if (kind === 'nobody') return expect(await seen(few)).toEqual([]);
      const door = openDoor(few, { kind: 'worker', workerId: 'w', agencyId: agency });
      const work = async (transaction: Kysely<Schema>) => {
        for (let pause = 0; pause <= pauses; pause += 1) expect(await seen(transaction)).toEqual([agency]);
        if (fails) await sql`SELECT 1 / 0`.execute(transaction);
      };
      const deed = { action: 'journal.note', thing: 'x' };
      const doing = kind === 'read' || kind === 'tally' ? door[kind](work) : door[kind](deed, work);
      if (fails) await expect(doing).rejects.toMatchObject({ code: '22012' });
      else await doing;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(Turn, { minLength: 10, maxLength: 40 }), async (turns) => {
        await Promise.all(turns.map(take));
        await Promise.all([1, 2, 3].map(async () => expect(await seen(few)).toEqual([])));
      }),
      { numRuns: 15 },
    );
    await few.destroy();
  });
});

function openDoorOf(of: () => TestDatabase, agencyId: string) {
  return () => openDoor(of().app, { kind: 'worker', workerId: 'w', agencyId });
}
