import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { fingerprintOf, type SigningKeys, sealEnvelopeStream } from '@clew/seal';
import { Client } from 'pg';
import { StoreFault, storeFaultOf } from '../fault.ts';
import { writeSignature } from './backup-signature.ts';
import { ERASED_LIST, readErasedList, writeErasedList } from './erased-list.ts';
import { type KeptTable, readKeptTables } from './kept-tables.ts';
import type { ChainHead, SectionEnd, SectionStart } from './section-format.ts';
import { type WrittenSection, writeSections } from './sections-file.ts';
import { writeSection } from './write-section.ts';

export type BackupToWrite = {
  /** Connection under the role that owns the tables. */
  adminUrl: string;
  /** The new file. */
  file: string;
  version: string;
  /** The node's own key, which answers for it; none makes one of the older form, which a restore takes only when told to. */
  signer: SigningKeys | 'none';
  /** Told what is being written. */
  onProgress?: (words: string) => void;
  /** Stops it; nothing is left then. */
  signal?: AbortSignal;
};

/** What a backup holds, and no more than may be printed: counts of rows by table, and the heads of the journals. */
export type BackupMade = {
  backupId: string;
  at: string;
  bytes: number;
  agencies: number;
  /** The thirty digits of who signed it. */
  signedBy: string | undefined;
  rows: Readonly<Record<string, number>>;
  heads: readonly ChainHead[];
};

type Agency = { agency_id: string; backup_recipient: string };
type Moment = Omit<SectionStart, 'agencyId' | 'place'> & { agencies: Agency[] };

/**
 * Writes one file with all that the node keeps, as it was at one moment, while it goes on serving. Each agency's part is sealed
 * to that agency's own backup key alone (age), so who holds one agency's key reads nothing of another. When the file is
 * on the disk, each journal has an entry that says so. Not kept: sessions, wrong attempts at sign-in, links of the start line.
 * Throws `store.no-agency` where there is none to seal to, `store.backup-file` where the file cannot be written, and what the
 * database did.
 */
export async function writeBackup(backup: BackupToWrite): Promise<BackupMade> {
  const client = new Client({ connectionString: backup.adminUrl, application_name: 'clew backup' });
  // A connection that breaks fails the query that runs; unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const made = await copyAll(client, backup);
    await enterJournals(client, made);
    return made;
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function copyAll(client: Client, backup: BackupToWrite): Promise<BackupMade> {
  const folder = dirname(backup.file);
  // Read first: a list that was damaged is told before a backup is made that would count as failed.
  const before = await readErasedList(join(folder, ERASED_LIST));
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { agencies, ...moment } = await readMoment(client, backup);
  const tables = await readKeptTables(client);
  const ends: SectionEnd[] = [];
  const sections = async function* () {
    for (const [at, { agency_id: agencyId, backup_recipient: recipient }] of agencies.entries()) {
      const start: SectionStart = { ...moment, agencyId, place: at + 1 };
      yield sealed(client, { start, tables, recipient, backup, onEnd: (end) => ends.push(end) });
    }
  };
  const { at, backupId } = moment;
  const { signer } = backup;
  const sign =
    signer === 'none'
      ? undefined
      : (written: WrittenSection[]) => writeSignature(signer, { at, backupId, sections: written });
  const bytes = await writeSections(backup.file, sections(), sign);
  await closeMoment(client, backup.file);
  // Beside the backup stands what was erased so far: an older one is then restored without it.
  if (signer !== 'none') await writeErasedList(client, { folder, signer, before });
  const signedBy = signer === 'none' ? undefined : fingerprintOf(signer.verifyKey);
  return { ...told(ends), backupId, at, bytes, agencies: agencies.length, signedBy };
}

/** Where the moment cannot be closed the command says that no backup was made: then none is left. */
async function closeMoment(client: Client, file: string): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

type Sealing = {
  start: SectionStart;
  tables: readonly KeptTable[];
  recipient: string;
  backup: BackupToWrite;
  onEnd: (end: SectionEnd) => void;
};

async function* sealed(client: Client, sealing: Sealing): AsyncGenerator<Uint8Array> {
  const { start, tables, recipient, backup, onEnd } = sealing;
  const onTable = (table: string) => {
    backup.signal?.throwIfAborted();
    backup.onProgress?.(`agency ${start.place} of ${start.of}: ${table}`);
  };
  const plain = Readable.from(writeSection({ client, start, tables, onTable, onEnd }), { objectMode: false });
  // What is sealed does not get smaller; ids, times and the digits in which COPY writes bytes do.
  const packed = createGzip({ level: 1 });
  plain.on('error', (error) => packed.destroy(error));
  const content = Readable.toWeb(plain.pipe(packed)) as ReadableStream<Uint8Array>;
  yield* await sealEnvelopeStream({ content, recipients: [recipient] });
}

/**
 * What a backup of this moment says of itself, and for which keys. Call it within the transaction that copies. Throws
 * `store.no-agency` if there is none.
 */
export async function readMoment(
  client: Client,
  { version }: Pick<BackupToWrite, 'version'>,
): Promise<Moment> {
  const { rows: agencies } = await client.query<Agency>(
    'SELECT agency_id, backup_recipient FROM clew.agency ORDER BY agency_id',
  );
  if (agencies.length === 0)
    throw new StoreFault(
      'store.no-agency',
      'This node has no agency yet, so there is no key to seal a backup to. Open the link of its start line first.',
    );
  const { rows } = await client.query<{ at: Date; node_id: string; demo: boolean; migrations: string[] }>(
    `SELECT now() AS at, node_id, demo, ARRAY(SELECT name FROM clew.migration ORDER BY name) AS migrations FROM clew.node`,
  );
  const [node] = rows;
  if (!node) throw new Error('clew.node has no row.');
  const { demo, migrations } = node;
  const lawHash = await readLawHash(client, node.node_id);
  const of = agencies.length;
  const at = node.at.toISOString();
  const about = { clew: 'backup', format: 1, backupId: randomUUID() } as const;
  return { ...about, at, version, lawHash, demo, nodeId: node.node_id, of, migrations, agencies };
}

/** The hash of the law under which the node served last, as its own journal has it; empty if it never did. */
async function readLawHash(client: Client, nodeId: string): Promise<string> {
  await client.query(`SELECT set_config('clew.chain', $1, true)`, [nodeId]);
  const { rows } = await client.query<{ thing: string }>(
    `SELECT thing FROM clew.journal_entry WHERE chain = $1 AND action = 'node.serve' ORDER BY number DESC LIMIT 1`,
    [nodeId],
  );
  return rows[0]?.thing.replace(/^law /, '') ?? '';
}

/** Rows of the node stand in each section; they are told once. */
function told(ends: readonly SectionEnd[]): Pick<BackupMade, 'rows' | 'heads'> {
  const rows: Record<string, number> = {};
  for (const [at, end] of ends.entries())
    for (const [name, count] of Object.entries(end.rows)) {
      const [of = '', table = ''] = name.split(' ');
      if (of === 'agency' || at === 0) rows[table] = (rows[table] ?? 0) + count;
    }
  const heads = new Map(ends.flatMap((end) => end.heads.map((head) => [head.chain, head])));
  return { rows, heads: [...heads.values()] };
}

async function enterJournals(client: Client, { backupId, heads }: BackupMade): Promise<void> {
  for (const { chain } of heads) {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('clew.chain', $1, true)`, [chain]);
    await client.query(`SELECT clew.journal_append($1, 'node', 'node.backup', $2)`, [
      chain,
      `backup ${backupId}`,
    ]);
    await client.query('COMMIT');
  }
}
