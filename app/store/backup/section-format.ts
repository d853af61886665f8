import { z } from 'zod';

/**
 * What one section of a backup says first. A section is lines of text: this, then for each table its name and columns, its
 * rows as PostgreSQL's COPY writes them, and a line `\.`; then `SectionEnd`. It is packed with gzip and sealed as an age file.
 */
export const SectionStart = z.strictObject({
  clew: z.literal('backup'),
  format: z.literal(1),
  /** Random, the same in all sections of one backup. */
  backupId: z.uuid(),
  /** When the one moment was taken that all of it shows (UTC, by the database's clock). */
  at: z.iso.datetime(),
  /** The Clew that wrote it, and the hash of the law that it ran. */
  version: z.string().regex(/^[\w.+-]{0,100}$/),
  lawHash: z.string().regex(/^[\w:.-]{0,200}$/),
  demo: z.boolean(),
  nodeId: z.uuid(),
  agencyId: z.uuid(),
  /** Which of how many sections, from 1. */
  place: z.int().min(1),
  of: z.int().min(1),
  /** The migrations that made its tables, in order. */
  migrations: z.array(z.string().max(200)).min(1).max(10_000),
});
export type SectionStart = z.infer<typeof SectionStart>;

/** The line before the rows of a table. `of` says whose rows: the node's own come first, in every section. */
export const TableStart = z.strictObject({
  table: z.string().max(63),
  of: z.enum(['node', 'agency']),
  columns: z.array(z.string().max(63)).min(1).max(1_600),
});
export type TableStart = z.infer<typeof TableStart>;

/** The last entry of a chain: its number, from 1, and its hash in hexadecimal. */
export const ChainHead = z.strictObject({
  chain: z.uuid(),
  number: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ChainHead = z.infer<typeof ChainHead>;

/** What a section says last: without it, it was cut short. Rows are counted by `<of> <table>`. */
export const SectionEnd = z.strictObject({
  end: z.literal(true),
  rows: z.record(z.string(), z.int().min(0)),
  heads: z.array(ChainHead).max(2),
});
export type SectionEnd = z.infer<typeof SectionEnd>;

/** The line after the last row of a table. No row can be this: COPY writes a backslash as two. */
export const lastRow = '\\.';
