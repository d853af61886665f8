import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './app/store/testing/index.ts';

/**
 * Why each column may be read by whoever has the database's files. The list is closed: a column that is not here is
 * sealed, or the build fails.
 */
const reasons: Record<string, string> = {
  'journal_entry.action': 'Who answers for a node reads what was done. A word of a closed list.',
  'journal_entry.actor': 'Who answers for a node reads who did it. An id, never a name.',
  'journal_entry.at': 'Who answers for a node reads when it was done.',
  'journal_entry.before': 'The check of a chain walks by it.',
  'journal_entry.chain': 'Row-level security compares it with the agency that asks.',
  'journal_entry.hash': 'The check of a chain compares it.',
  'journal_entry.number': 'The check of a chain finds a gap by it.',
  'journal_entry.thing': 'Who answers for a node reads what it was done to. A kind and an id, never content.',
  'journal_head.chain': 'Row-level security compares it; an append locks its row by it.',
  'journal_head.hash': 'The next entry holds it.',
  'journal_head.number': 'The next entry counts on from it.',
  'node.demo': 'Start compares it, so that a demo and real data never meet.',
  'node.node_id': 'The node’s own chain bears it; the health check asks for it.',
  'node.only_one': 'It keeps the table to one row.',
};

const opening = [
  '# What the database holds, and why it can be read',
  '',
  'Written by `data-dictionary.test.ts` from the comments of the database; do not edit it by hand. After a migration,',
  '`npx vitest run data-dictionary.test.ts -u` writes it anew.',
  '',
  'Every column below stands unsealed: a thief of the disk, and everyone whose role may, can read it. The list is closed. A',
  'column that is not on it fails the build until it is sealed or has a reason. Nothing here is about a person yet.',
  '',
  'Two more tables, `clew.migration` and `clew.migration_lock`, hold the names of the migrations that ran, and when.',
];

type Column = { table: string; about: string; column: string; kind: string; what: string };

let database: TestDatabase;
let columns: Column[];
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  columns = await readColumns();
});
afterAll(() => database.drop());

async function readColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT c.relname AS table, obj_description(c.oid, 'pg_class') AS about, a.attname AS column,
      format_type(a.atttypid, a.atttypmod) AS kind, col_description(c.oid, a.attnum) AS what
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'clew' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'migration%'
      AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname COLLATE "C", a.attnum
  `.execute(database.admin);
  return rows;
}

/** The dictionary as a page, each table with its comment, each column with its comment and its reason. */
function writeDictionary(): string {
  const lines = [...opening];
  let last = '';
  for (const { table, about, column, kind, what } of columns) {
    if (table !== last)
      lines.push(
        '',
        `## clew.${table}`,
        '',
        about,
        '',
        '| column | type | what it is | why it can be read |',
        '| --- | --- | --- | --- |',
      );
    last = table;
    lines.push(`| \`${column}\` | ${kind} | ${what} | ${reasons[`${table}.${column}`] ?? ''} |`);
  }
  return `${lines.join('\n')}\n`;
}

test('the list of readable columns is closed: each has its reason, and each reason its column', () => {
  expect(columns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    Object.keys(reasons).toSorted(),
  );
});

test('docs/data-dictionary.md says what the database says', async () => {
  await expect(writeDictionary()).toMatchFileSnapshot('docs/data-dictionary.md');
});
