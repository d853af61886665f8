import { Readable } from 'node:stream';
import { Client } from 'pg';
import { storeFaultOf } from '../fault.ts';
import { migrate } from '../migrate.ts';
import type { RowProgress } from '../row-migration.ts';
import { readKeptTables } from './kept-tables.ts';
import { LONGEST_LINE } from './open-sections.ts';
import { readLines } from './read-lines.ts';
import { type Restored, restoreSections } from './restore-backup.ts';
import type { SectionStart } from './section-format.ts';
import { readMoment } from './write-backup.ts';
import { writeSection } from './write-section.ts';

export type UpgradeToRehearse = {
  /** The database that would be upgraded, under the role that owns its tables. It is only read. */
  adminUrl: string;
  /** An empty database for the copy, and the role that would serve from it. */
  copyUrl: string;
  appRole: string;
  /** Folder of the migrations, if not Clew's own. */
  folder?: string;
  onProgress?: (words: string) => void;
};

/** What an upgrade would do: the migrations it would apply, in order, to how many rows, and how long they took here. */
export type Rehearsed = Pick<Restored, 'agencies' | 'rows'> & { applied: readonly string[]; seconds: number };

/**
 * Copies a database, as it stands at one moment and while it is served from, into an empty one and brings the copy up to date as start
 * would. Each row is counted and each journal walked before; what a migration throws is thrown, and the database itself is as it was. Throws
 * what `restoreBackup` throws, and `store.no-agency` where there is nothing to lose yet.
 */
export async function rehearseUpgrade(upgrade: UpgradeToRehearse): Promise<Rehearsed> {
  const client = new Client({ connectionString: upgrade.adminUrl, application_name: 'clew rehearsal' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { agencies, ...moment } = await readMoment(client, { version: '' });
    const tables = await readKeptTables(client);
    const sections = agencies.map(({ agency_id: agencyId }, at) => {
      const start: SectionStart = { ...moment, agencyId, place: at + 1 };
      const plain = () =>
        Readable.from(writeSection({ client, start, tables, onEnd: () => undefined }), { objectMode: false });
      return { start, lines: () => readLines(plain(), LONGEST_LINE) };
    });
    const { demo } = moment;
    const restored = await restoreSections({ ...copied(upgrade), demo, file: 'the copy' }, sections);
    upgrade.onProgress?.('bringing the copy up to date');
    const began = performance.now();
    const folder = upgrade.folder === undefined ? {} : { folder: upgrade.folder };
    const onRows = ({ name, rows, of }: RowProgress) =>
      upgrade.onProgress?.(`bringing the copy up to date: ${name}, ${rows} of ${of} rows`);
    const asked = { adminUrl: upgrade.copyUrl, appRole: upgrade.appRole, demo, ...folder };
    const applied = await migrate({ ...asked, onRows });
    const seconds = (performance.now() - began) / 1000;
    return { agencies: restored.agencies, rows: restored.rows, applied, seconds };
  } catch (error) {
    throw storeFaultOf(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function copied({ copyUrl, onProgress }: UpgradeToRehearse) {
  return { adminUrl: copyUrl, ...(onProgress ? { onProgress } : {}) };
}
