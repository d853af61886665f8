import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findOpenTables, openServing, refuseOpenTables } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
});
afterAll(() => database.drop());

const own = "agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid";
const table = 'CREATE TABLE clew.careless (agency_id uuid, word text)';
const guarded = `${table}; ALTER TABLE clew.careless ENABLE ROW LEVEL SECURITY; ALTER TABLE clew.careless FORCE ROW LEVEL SECURITY`;

/** What `statements` leave behind is asked about, then undone. */
async function findAfter(statements: string): Promise<string[]> {
  const undo = new Error('undone');
  let found: string[] = [];
  const attempt = database.admin.transaction().execute(async (transaction) => {
    await sql.raw(statements).execute(transaction);
    await sql`SET LOCAL ROLE clew_app`.execute(transaction);
    found = await findOpenTables(transaction);
    throw undo;
  });
  await expect(attempt).rejects.toBe(undo);
  return found;
}

test('nothing that the migrations make is open to another agency', async () => {
  expect(await findOpenTables(database.app)).toEqual([]);
});

const careless: [string, string, RegExp][] = [
  ['a table without row-level security', table, /^table careless has no forced/],
  [
    'a table whose row-level security does not bind its owner',
    `${table}; ALTER TABLE clew.careless ENABLE ROW LEVEL SECURITY`,
    /^table careless has no forced/,
  ],
  [
    'a table whose name begins like those of the migrations',
    'CREATE TABLE clew.migration_of_people (id int)',
    /^table migration_of_people has no forced/,
  ],
  [
    'a part of a table',
    `${guarded.replace(')', ') PARTITION BY LIST (agency_id)')}; CREATE TABLE clew.part PARTITION OF clew.careless DEFAULT`,
    /^table part has no forced/,
  ],
  [
    'a view that reads as its owner',
    'CREATE VIEW clew.careless AS SELECT * FROM clew.journal_head',
    /^view careless reads as its owner/,
  ],
  [
    'a view that says outright that it does',
    'CREATE VIEW clew.careless WITH (security_invoker = off) AS SELECT * FROM clew.journal_head',
    /^view careless reads as its owner/,
  ],
  [
    'a materialized view',
    'CREATE MATERIALIZED VIEW clew.careless AS SELECT 1 AS one',
    /^careless is a materialized view/,
  ],
  ['a sequence', 'CREATE SEQUENCE clew.careless', /^sequence careless counts/],
  [
    'a column that counts by a sequence',
    `${guarded}; ALTER TABLE clew.careless ADD number bigint GENERATED ALWAYS AS IDENTITY`,
    /^sequence careless_number_seq counts/,
  ],
  [
    'a policy for all rows',
    `${guarded}; CREATE POLICY own ON clew.careless USING (${own}); CREATE POLICY wide ON clew.careless USING (true)`,
    /^policy careless.wide looks/,
  ],
  [
    'a policy that an empty setting opens',
    `${guarded}; CREATE POLICY wide ON clew.careless USING (${own} OR agency_id IS NULL)`,
    /^policy careless.wide looks/,
  ],
  [
    'a policy that something else opens too',
    `${guarded}; CREATE POLICY wide ON clew.careless USING ((${own} AND word <> 'x') OR word = 'x')`,
    /^policy careless.wide looks/,
  ],
  [
    'a policy that lets rows be written for others',
    `${guarded}; CREATE POLICY wide ON clew.careless USING (${own}) WITH CHECK (true)`,
    /^policy careless.wide looks/,
  ],
  [
    'a policy that asks another setting',
    `${guarded}; CREATE POLICY wide ON clew.careless USING (agency_id = NULLIF(current_setting('clew.other', true), '')::uuid)`,
    /^policy careless.wide looks/,
  ],
  [
    'a function that runs as its owner',
    "CREATE FUNCTION clew.careless() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'",
    /^function careless runs as its owner and is not on the list/,
  ],
  [
    'a function of the list that looks for names elsewhere',
    'ALTER FUNCTION clew.journal_append SET search_path = public',
    /^function journal_append runs as its owner and looks for names/,
  ],
];

test.each(careless)('%s is found', async (_, statements, words) => {
  expect(await findAfter(statements)).toEqual([expect.stringMatching(words)]);
});

const careful: [string, string][] = [
  [
    'a table behind the policy of its agency',
    `${guarded}; CREATE POLICY own ON clew.careless USING (${own})`,
  ],
  [
    'a policy that shows less still',
    `${guarded}; CREATE POLICY own ON clew.careless USING (${own} AND word <> 'x')`,
  ],
  [
    'a policy that asks for the setting once',
    `${guarded}; CREATE POLICY own ON clew.careless USING (agency_id = (SELECT NULLIF(current_setting('clew.chain', true), '')::uuid))`,
  ],
  [
    'a policy for the owner alone',
    `${guarded}; CREATE POLICY owners ON clew.careless TO CURRENT_USER USING (true)`,
  ],
  [
    'a view that reads as who asks',
    'CREATE VIEW clew.careful WITH (security_invoker) AS SELECT * FROM clew.journal_head',
  ],
  [
    'a function that runs as who calls it',
    "CREATE FUNCTION clew.careful() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  ],
];

test.each(careful)('%s is not', async (_, statements) => {
  expect(await findAfter(statements)).toEqual([]);
});

describe('a node', () => {
  test('does not serve from a database with a table that is open, and says which', async () => {
    await (await openServing(database.url, { demo: false })).database.destroy();
    await sql.raw(table).execute(database.admin);
    const refused = { code: 'store.unsafe-tables', message: expect.stringContaining('table careless') };
    await expect(openServing(database.url, { demo: false })).rejects.toMatchObject(refused);
    await expect(refuseOpenTables(database.app)).rejects.toMatchObject(refused);
    await sql`DROP TABLE clew.careless`.execute(database.admin);
    await (await openServing(database.url, { demo: false })).database.destroy();
  });
});
