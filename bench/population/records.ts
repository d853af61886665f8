import type { SqlQuery } from '@clew/rules';
import { FACTS } from './law-text.ts';

/** The population's table: every fact of the law of the bench, and a reason for the one that a presumption asks about. */
export const LAYOUT = {
  table: 'records',
  facts: [...Array.from({ length: FACTS }, (_, index) => `f.${index}`), 'age', 'born'],
  reasons: [],
  groups: {},
};

const PER_HASH = 8;

/** Fills the table with so many records. */
export async function generateRecords(query: SqlQuery, count: number): Promise<void> {
  await query(`CREATE TABLE records AS ${recordsSql(count)}`);
}

/**
 * So many records; the same ones each time. A fifth of the facts is unknown, of the others half are yes. One hash of the
 * record's id gives eight facts.
 */
export function recordsSql(count: number): string {
  const hashes = Array.from(
    { length: Math.ceil(FACTS / PER_HASH) },
    (_, index) => `hash(i * 16 + ${index}) AS h${index}`,
  );
  const byte = (hash: string, place: number) => `(${hash} >> ${place * 8}) & 255`;
  const facts = Array.from({ length: FACTS }, (_, index) => {
    const value = byte(`h${Math.floor(index / PER_HASH)}`, index % PER_HASH);
    return `CASE WHEN ${value} < 51 THEN NULL ELSE ${value} < 153 END AS "f.${index}"`;
  });
  const last = 'h4';
  const age = `CASE WHEN ${byte(last, 4)} < 51 THEN NULL ELSE CAST(${byte(last, 5)} % 90 AS INTEGER) END AS age`;
  const born = `CASE WHEN ${byte(last, 6)} < 51 THEN NULL ELSE DATE '1950-01-01' + CAST((${last} >> 40) % 27000 AS INTEGER) END AS born`;
  return `SELECT i AS record_id, ${facts.join(', ')}, ${age}, ${born}
     FROM (SELECT CAST(range AS BIGINT) AS i, ${hashes.join(', ')} FROM (SELECT range FROM range(${count})))`;
}

/**
 * Makes a table of the first records as one who knows no unknown sees them: what is unknown is no, 0, or the first of
 * January 1970. These are the peer's own defaults.
 */
export async function makeKnown(query: SqlQuery, count: number): Promise<void> {
  const facts = Array.from({ length: FACTS }, (_, index) => `COALESCE("f.${index}", FALSE) AS "f.${index}"`);
  await query(
    `CREATE TABLE known AS SELECT record_id, ${facts.join(', ')}, COALESCE(age, 0) AS age, COALESCE(born, DATE '1970-01-01') AS born
     FROM records WHERE record_id < ${count}`,
  );
}

/** Writes that table as lines of one width: a digit a fact, three for the age, five for the days since 1900. */
export async function writeKnown(query: SqlQuery, path: string): Promise<void> {
  const facts = Array.from({ length: FACTS }, (_, index) => `CAST("f.${index}" AS TINYINT)`);
  const line = [
    ...facts,
    "lpad(CAST(age AS VARCHAR), 3, '0')",
    "lpad(CAST(born - DATE '1900-01-01' AS VARCHAR), 5, '0')",
  ];
  await query(
    `COPY (SELECT concat(${line.join(', ')}) AS line FROM known ORDER BY record_id) TO '${path}' (FORMAT csv, HEADER false)`,
  );
}
