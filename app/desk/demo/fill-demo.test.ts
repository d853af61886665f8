import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadLaw } from '../../law/index.ts';
import { filePages } from '../file/index.ts';
import { createTestDesk, type TestDesk } from '../testing/index.ts';
import { DEMO_FACTS, DEMO_FILES } from './demo-files.ts';
import { fillDemo } from './fill-demo.ts';

const law = loadLaw();
let here: TestDesk;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: filePages(law) });
  await fillDemo(here.desk, { offer: here.offerLink, lawHash: law.hash });
}, 120_000);
afterAll(() => here.drop());

/** How many rows of a table each agency of the demo has, by its code. */
async function counted(table: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ code: string; count: string }>`
    SELECT a.code, count(t.agency_id) FROM clew.agency a LEFT JOIN ${sql.table(`clew.${table}`)} t USING (agency_id)
    GROUP BY a.code ORDER BY a.code
  `.execute(here.database.admin);
  return Object.fromEntries(rows.map(({ code, count }) => [code, Number(count)]));
}

/** How many statements of a kind each agency of the demo has, by its code. */
async function said(kind: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ code: string; count: string }>`
    SELECT a.code, count(s.agency_id) FROM clew.agency a LEFT JOIN clew.statement s ON s.agency_id = a.agency_id AND s.kind = ${kind}
    GROUP BY a.code ORDER BY a.code
  `.execute(here.database.admin);
  return Object.fromEntries(rows.map(({ code, count }) => [code, Number(count)]));
}

describe('the files of a demo', () => {
  test('are there in each agency that may hold any, and none at one that enforces', async () => {
    expect(await counted('file')).toEqual({ brdrpt44: 0, grdnff55: 2, nrthgt33: 2, shtrhs22: 3 });
    const entries = await counted('file_entry');
    expect(entries.shtrhs22).toBeGreaterThan(10);
    expect(await said('bar')).toEqual({ brdrpt44: 0, grdnff55: 1, nrthgt33: 1, shtrhs22: 1 });
    expect(await counted('file_grant')).toEqual({ brdrpt44: 0, grdnff55: 1, nrthgt33: 1, shtrhs22: 1 });
  });

  test('stand under a law that two people of each agency approved', async () => {
    const { rows } =
      await sql`SELECT DISTINCT thing AS law_hash FROM clew.statement WHERE kind = 'law'`.execute(
        here.database.admin,
      );
    expect(rows).toEqual([{ law_hash: law.hash }]);
    expect(await said('law')).toEqual({ brdrpt44: 1, grdnff55: 1, nrthgt33: 1, shtrhs22: 1 });
  });

  test('were written through the same functions as any: each with its entry in the journal, and break-glass waits', async () => {
    const { rows } = await sql<{
      action: string;
      count: string;
    }>`SELECT action, count(*) FROM clew.journal_entry
      WHERE action IN ('file.make', 'glass.ask', 'file.close', 'file.exclude', 'approval.confirm') GROUP BY 1 ORDER BY 1`.execute(
      here.database.admin,
    );
    expect(rows.map(({ action, count }) => [action, Number(count)])).toEqual([
      ['approval.confirm', 4],
      ['file.close', 1],
      ['file.exclude', 3],
      ['file.make', 7],
      ['glass.ask', 2],
    ]);
  });

  test('answer questions as the law of this checkout asks them', () => {
    for (const [id, asked] of Object.entries(DEMO_FACTS)) expect(law.facts[id]).toMatchObject(asked);
    const answered = Object.values(DEMO_FILES).flatMap((files) =>
      files.flatMap((file) => file.answered ?? []),
    );
    expect(answered.filter(({ factId }) => !(factId in DEMO_FACTS))).toEqual([]);
  });
});
