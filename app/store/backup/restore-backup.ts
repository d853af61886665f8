import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import { demoMismatch, StoreFault, storeFaultOf } from '../fault.ts';
import { migrateTo, migrationNames, RESTORING } from '../migrate.ts';
import { checkSigner, isOfSigner, type Trust } from './backup-signature.ts';
import { checkRestored } from './check-restored.ts';
import { ERASED_LIST, type ErasedList, eraseAgain, readErasedList } from './erased-list.ts';
import { readKeptTables } from './kept-tables.ts';
import { loadSection } from './load-section.ts';
import { altered, type OpenedSection, openSections } from './open-sections.ts';
import type { ChainHead, SectionEnd, SectionStart } from './section-format.ts';
import { quoted } from './write-section.ts';

export type BackupToRestore = Trust & {
  /** Connection to an empty database, under a role that may create schemas and roles. */
  adminUrl: string;
  file: string;
  /** The agencies' backup keys (age identities). */
  identities: readonly string[];
  demo: boolean;
  /** Whether agencies of which no key was given are left out; else they are a reason to restore nothing. */
  leaveOut?: boolean;
  /** A list of what was erased; the one beside the backup if not named. */
  erased?: string;
  onProgress?: (words: string) => void;
};

/** What was restored: of when, by what, and what can be held against what the backup printed. */
export type Restored = Pick<SectionStart, 'at' | 'version' | 'lawHash' | 'backupId'> & {
  agencies: number;
  leftOut: number;
  /** The thirty digits of who signed it; undefined for one that nobody signed. */
  signedBy: string | undefined;
  /** What the list of erased ids did: how many files came back and were erased again, of when it is, who signed it. */
  erased: { again: number; listedAt: string; signedBy: string } | undefined;
  rows: Readonly<Record<string, number>>;
  heads: readonly ChainHead[];
};

/**
 * Rebuilds the database of a node from a backup, in an empty one, also of another PostgreSQL: makes the tables as they were,
 * loads every row in one transaction, counts them, and walks each journal to the head that the backup states. All of it, or
 * nothing: a signature that is missing or of somebody else, a key that is missing, a file that was cut, altered or put together, a count or a hash that is wrong leave the database
 * as empty as it was. It is not at the newest migration then: start brings it there. Throws `store.backup-file`,
 * `store.backup-key`, `store.backup-signature`, `store.not-empty`, `store.newer-database`, `store.demo-mismatch`, and what the database did.
 */
export async function restoreBackup(backup: BackupToRestore): Promise<Restored> {
  const { sections, of, signature } = await openSections(backup.file, backup.identities);
  const signedBy = checkSigner(backup.file, signature, backup);
  refuseMissing(backup, { opened: sections.length, of });
  const list = backup.erased ?? join(dirname(backup.file), ERASED_LIST);
  const erased = await readErasedList(list);
  if (backup.erased !== undefined && !erased)
    throw new StoreFault('store.backup-file', `${list} is not there. Nothing was restored.`);
  if (erased && !isOfSigner(erased.signedBy, { ...backup, signedBy }))
    throw new StoreFault(
      'store.backup-signature',
      `${list} was signed by ${erased.signedBy}, and the backup was not. If you know these digits, give them with --signer, beside those of the backup; else move the list away: what was erased since then comes back. Nothing was restored.`,
    );
  const restored = await restoreSections({ ...backup, erasedList: erased }, sections);
  return { ...restored, signedBy, leftOut: of - sections.length };
}

/** As `restoreBackup`, from sections that are open. `file` is how they are called where they are refused. */
export async function restoreSections(
  backup: Omit<BackupToRestore, 'identities' | 'leaveOut' | keyof Trust> & {
    erasedList?: ErasedList | undefined;
  },
  sections: readonly OpenedSection[],
): Promise<Restored> {
  const [first] = sections;
  if (!first) throw altered(backup.file);
  if (first.start.demo !== backup.demo) throw demoMismatch(backup.demo);
  await refuseNewer(first.start);
  const client = new Client({ connectionString: backup.adminUrl, application_name: 'clew restore' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await takeTurn(client);
    await refuseFull(client);
    // From here to the end of the load start refuses the database: it would find no node in it, and make an empty one.
    await client.query(`CREATE SCHEMA clew; COMMENT ON SCHEMA clew IS '${RESTORING}'`);
    try {
      await migrateTo(backup.adminUrl, first.start.migrations.at(-1) ?? '');
      return await loadAll(client, { backup, sections });
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      await client.query('DROP SCHEMA IF EXISTS clew CASCADE').catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Loading = { backup: Parameters<typeof restoreSections>[0]; sections: readonly OpenedSection[] };

async function loadAll(client: Client, { backup, sections }: Loading): Promise<Restored> {
  const tables = await readKeptTables(client);
  await client.query('BEGIN');
  // Forced row-level security binds an owner too, and lets nobody COPY into a table.
  for (const { table } of tables)
    await client.query(`ALTER TABLE clew.${quoted(table)} NO FORCE ROW LEVEL SECURITY`);
  const ends: SectionEnd[] = [];
  for (const [at, section] of sections.entries()) {
    const onTable = (table: string) =>
      backup.onProgress?.(`agency ${at + 1} of ${sections.length}: ${table}`);
    const loading = { client, section, tables, withNode: at === 0, onTable };
    ends.push(await loadSection(loading).catch((error: unknown) => refuse(backup, error)));
  }
  const starts = sections.map(({ start }) => start);
  const checked = await checkRestored(client, { tables, starts, ends }).catch((error: unknown) =>
    refuse(backup, error),
  );
  const list = backup.erasedList;
  const again = await eraseAgain(client, { tables, ids: list?.ids ?? [] });
  await enterJournals(client, { heads: checked.heads, backupId: starts[0]?.backupId ?? '' });
  for (const { table } of tables)
    await client.query(`ALTER TABLE clew.${quoted(table)} FORCE ROW LEVEL SECURITY`);
  await client.query('COMMENT ON SCHEMA clew IS NULL');
  await client.query('COMMIT');
  const { at, version, lawHash, backupId } = starts[0] as SectionStart;
  const erased = list && { again, listedAt: list.at, signedBy: list.signedBy };
  const told = { agencies: sections.length, leftOut: 0, signedBy: undefined, erased };
  return { at, version, lawHash, backupId, ...told, ...checked };
}

/** What a file that is no honest backup leads to is told as that; what the database or the disk did, as itself. */
function refuse({ file }: Pick<BackupToRestore, 'file'>, error: unknown): never {
  throw storeFaultOf(error) ?? altered(file, error);
}

/** From here on the chains are other than those that were kept, and say so. */
async function enterJournals(
  client: Client,
  { heads, backupId }: Pick<Restored, 'heads' | 'backupId'>,
): Promise<void> {
  for (const { chain } of heads) {
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [chain]);
    const thing = `backup ${backupId}`;
    await client.query(`SELECT clew.journal_append($1, 'node', 'node.restore', $2)`, [chain, thing]);
  }
}

function refuseMissing(
  { file, leaveOut }: BackupToRestore,
  { opened, of }: { opened: number; of: number },
): void {
  if (opened === of || leaveOut) return;
  throw new StoreFault(
    'store.backup-key',
    `The keys that were given open ${opened} of the ${of} agencies in ${file}. Give the others too, or leave those agencies out with --leave-out. Nothing was restored.`,
  );
}

async function refuseNewer({ migrations, version }: SectionStart): Promise<void> {
  const own = await migrationNames();
  if (isDeepStrictEqual(own.slice(0, migrations.length), migrations)) return;
  throw new StoreFault(
    'store.newer-database',
    `This backup was written by Clew ${version}, which is newer than this one or another. Install that version or a later one. Nothing was restored.`,
  );
}

/** Of two who restore into one database the second waits for nobody: it is refused. */
async function takeTurn(client: Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT pg_try_advisory_lock(hashtextextended('clew.restore', 0)) AS got",
  );
  if (rows[0]?.got === true) return;
  throw new StoreFault('store.not-empty', 'Another restore into this database is under way. Wait for it.');
}

/** What a restore that was killed left is cleared away. */
async function refuseFull(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT obj_description(oid, 'pg_namespace') AS says FROM pg_namespace WHERE nspname = 'clew'`,
  );
  if (rows.length === 0) return;
  if (rows[0]?.says === RESTORING) return void (await client.query('DROP SCHEMA clew CASCADE'));
  throw new StoreFault(
    'store.not-empty',
    'This database holds a node already. A backup is restored into an empty one: name another data folder in CLEW_DATA, or another database. Nothing was restored.',
  );
}
