/** The engines that statements are written for. */
const DIALECTS = ['duckdb', 'postgresql'] as const;
export type DialectName = (typeof DIALECTS)[number];

/**
 * How one engine says what engines say differently. Where they agree there is no entry. A word holds one bit for each
 * of 64 records.
 */
export type Dialect = {
  name: DialectName;
  /** What keeps the planner from writing a shared column out once for each use: exponential where rules share rules. */
  fence: string;
  /** A yes-no expression as the whole number 1 or 0, as wide as a word. */
  asWord(expression: string): string;
  /** The bit of a record in its word. */
  bitOf(id: string): string;
  /** How many bits of a word are set. */
  countBits(word: string): string;
  /** The type of a reason. */
  text: string;
  /** Longer names are cut by the engine, and two could become one. */
  longestName: number;
};

const DUCKDB: Dialect = {
  name: 'duckdb',
  fence: '',
  asWord: (expression) => `CAST(${expression} AS BIGINT)`,
  // A shift into the sign is an overflow here.
  bitOf: (id) =>
    `CASE ${id} % 64 WHEN 63 THEN -9223372036854775808 ELSE CAST(1 AS BIGINT) << CAST(${id} % 64 AS BIGINT) END`,
  countBits: (word) => `bit_count(${word})`,
  text: 'VARCHAR',
  longestName: 1000,
};

const POSTGRESQL: Dialect = {
  name: 'postgresql',
  fence: ' OFFSET 0',
  asWord: (expression) => `CAST(CAST(${expression} AS INTEGER) AS BIGINT)`,
  bitOf: (id) => `(CAST(1 AS BIGINT) << CAST(${id} % 64 AS INTEGER))`,
  countBits: (word) => `bit_count(int8send(${word}))`,
  text: 'TEXT',
  longestName: 63,
};

/** What is known of an engine. */
export function dialectOf(name: DialectName): Dialect {
  return name === 'duckdb' ? DUCKDB : POSTGRESQL;
}

/** A name as SQL, quoted. Throws where the engine would cut it. */
export function quoted(name: string, { longestName }: Dialect): string {
  if (name.length > longestName) {
    throw new Error(`The name ${name} is longer than the ${longestName} signs that the engine keeps.`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}
