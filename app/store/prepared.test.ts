import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect, type Database } from './index.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let here: TestDatabase;
let one: Database;

beforeAll(async () => {
  here = await createTestDatabase(inject('store'));
  // One connection, so that it is known which has prepared what.
  one = connect({ url: here.url, most: 1 });
});
afterAll(async () => {
  await one.destroy();
  await here.drop();
});

async function prepared(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements`.execute(
    one,
  );
  return rows.map(({ statement }) => statement);
}

describe('a statement', () => {
  test('is prepared once it came often, and answers the same', async () => {
    const double = async (number: number) =>
      (await sql<{ twice: number }>`SELECT ${number}::int * 2 AS twice`.execute(one)).rows[0]?.twice;
    expect([await double(1), await double(2)]).toEqual([2, 4]);
    expect(await prepared()).not.toContain('SELECT $1::int * 2 AS twice');
    expect([await double(3), await double(4)]).toEqual([6, 8]);
    expect(await prepared()).toContain('SELECT $1::int * 2 AS twice');
  });

  test('holds no value of a row where it is prepared', async () => {
    for (let time = 0; time < 4; time += 1) await sql`SELECT ${'canary'}::text AS said`.execute(one);
    expect((await prepared()).join()).not.toContain('canary');
  });

  test('sees the rows of the agency that asks now, not of the one that asked first', async () => {
    const chain = (id: string) =>
      one.transaction().execute(async (transaction) => {
        await sql`SELECT set_config('clew.chain', ${id}, true)`.execute(transaction);
        await sql`SELECT clew.journal_append(${id}::uuid, 'somebody', 'node.serve', 'prepared')`.execute(
          transaction,
        );
        return (await transaction.selectFrom('clew.journal_entry').select('chain').execute()).map(
          (row) => row.chain,
        );
      });
    const [here, there] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    for (let time = 1; time <= 8; time += 1) {
      expect(await chain(here)).toEqual(Array(time).fill(here));
      expect(await chain(there)).toEqual(Array(time).fill(there));
    }
  });

  test('that fails leaves the connection good', async () => {
    const divide = (by: number) => sql<{ part: number }>`SELECT 10 / ${by}::int AS part`.execute(one);
    for (let time = 0; time < 5; time += 1) {
      await expect(divide(0)).rejects.toThrow('division by zero');
      expect((await divide(5)).rows).toEqual([{ part: 2 }]);
    }
  });

  test('is planned anew after its table has changed', async () => {
    await sql`CREATE TABLE clew.changing (one int); INSERT INTO clew.changing VALUES (1);
      GRANT SELECT ON clew.changing TO clew_app`.execute(here.admin);
    const look = () => sql`SELECT one FROM clew.changing WHERE one > ${0}`.execute(one);
    for (let time = 0; time < 4; time += 1) expect((await look()).rows).toHaveLength(1);
    await sql`ALTER TABLE clew.changing ENABLE ROW LEVEL SECURITY`.execute(here.admin);
    expect((await look()).rows).toEqual([]);
  });
});
