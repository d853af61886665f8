import { sql } from 'kysely';
import type { Database } from '../../app/store/index.ts';

export const tableName = 'clew.bench_row';

/** A table as rooms have them, and how to draw from it. */
export type Big = {
  agencyIds: readonly string[];
  /** So many ids of rows of one agency, always the same ones. */
  someIds(agencyId: string, count: number): Promise<string[]>;
};

/**
 * Makes the table: key and index lead with the agency, row-level security is forced, and the policy is the one of
 * every table. The rows of all agencies lie mixed, as they would after years. Ids and months hang on numbers alone.
 */
export async function makeBigTable(
  owner: Database,
  { agencies, rowsEach }: { agencies: number; rowsEach: number },
): Promise<Big> {
  await sql
    .raw(`
      CREATE TABLE ${tableName} (
        agency_id uuid NOT NULL,
        row_id uuid NOT NULL,
        opened_month date NOT NULL,
        code_name text NOT NULL,
        PRIMARY KEY (agency_id, row_id)
      );
      CREATE INDEX bench_row_month ON ${tableName} (agency_id, opened_month, row_id);
      ALTER TABLE ${tableName} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${tableName} FORCE ROW LEVEL SECURITY;
      CREATE POLICY bench_row_own ON ${tableName} USING (agency_id = NULLIF(current_setting('clew.chain', true), '')::uuid);
      GRANT SELECT ON ${tableName} TO clew_app;
    `)
    .execute(owner);
  const portion = 50;
  for (let from = 0; from < rowsEach; from += portion)
    await sql`
      INSERT INTO ${sql.raw(tableName)}
      SELECT md5('agency ' || a)::uuid, md5('row ' || a || ' ' || r)::uuid,
        '2020-01-01'::date + (r % 72) * interval '1 month', repeat(md5(r::text), 6)
      FROM generate_series(${from + 1}::int, ${Math.min(rowsEach, from + portion)}::int) AS r, generate_series(1, ${agencies}::int) AS a
    `.execute(owner);
  await sql.raw(`VACUUM (FREEZE, ANALYZE) ${tableName}`).execute(owner);
  const { rows } = await sql<{ id: string }>`
    SELECT md5('agency ' || a)::uuid AS id FROM generate_series(1, ${agencies}::int) AS a`.execute(owner);
  return {
    agencyIds: rows.map(({ id }) => id),
    someIds: async (agencyId, count) => {
      const drawn = await sql<{ id: string }>`
        SELECT row_id AS id FROM ${sql.raw(tableName)} WHERE agency_id = ${agencyId}::uuid ORDER BY md5(row_id::text) LIMIT ${count}`.execute(
        owner,
      );
      return drawn.rows.map(({ id }) => id);
    },
  };
}
