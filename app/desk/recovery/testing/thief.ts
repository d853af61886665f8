import { contextOf, open, openEnvelope, unlockSecrets } from '@clew/seal';
import { sql } from 'kysely';
import type { Database } from '../../../store/index.ts';
import { deriveKey } from '../../sign-in/passphrase.ts';
import { secretsContext } from '../../sign-in/prove-worker.ts';
import type { TestWorker } from './agency.ts';

type Row = Record<string, string>;

/** A copy of the rows of a database that a thief can make something of. */
type Dump = { workers: Row[]; wraps: Row[]; entries: Row[]; files: Row[]; named: Row[]; parts: Row[] };

/** Copies the database, as somebody does who has its disk. */
export async function dump(admin: Database): Promise<Dump> {
  const rows = async (query: string) => (await sql.raw<Row>(query).execute(admin)).rows;
  return {
    workers: await rows('SELECT * FROM clew.worker'),
    wraps: await rows('SELECT * FROM clew.key_wrap'),
    entries: await rows('SELECT * FROM clew.file_entry'),
    files: await rows('SELECT * FROM clew.file'),
    named: await rows(
      `SELECT 'team' AS kind, team_id AS id, profile, agency_id FROM clew.team
       UNION ALL SELECT 'worker', worker_id, profile, agency_id FROM clew.worker`,
    ),
    parts: await rows(`SELECT encode(part_hash, 'hex') AS hash, agency_id FROM clew.file_name_part`),
  };
}

/** What a thief has of a key: its bytes, which key it is, and which generation. */
type Stolen = { keyId: string; generation: number; key: Uint8Array };

/**
 * Every key that opens for whoever has a worker's passphrase and copies of the database from before and after: their private keys
 * come out of the old one, and whatever is sealed to them in either is theirs.
 */
export async function stealKeys(worker: TestWorker, copies: readonly Dump[]): Promise<Stolen[]> {
  const identities = new Set<string>();
  for (const { workers } of copies)
    for (const row of workers.filter((one) => one.worker_id === worker.workerId)) {
      const { kdf = '', salt = '', secret_box: box = '', agency_id = '', worker_id = '' } = row;
      const key = await deriveKey(worker.passphrase, { kdf, salt });
      const context = secretsContext({ agency_id, worker_id });
      const unlocked = unlockSecrets({ key, context, box });
      if (unlocked.ok) identities.add(unlocked.secrets.identity);
    }
  const stolen: Stolen[] = [];
  for (const { key_id: keyId = '', generation, wrap = '' } of copies.flatMap(({ wraps }) => wraps)) {
    const envelope = Uint8Array.from(Buffer.from(wrap, 'base64url'));
    const opened = await openEnvelope({ envelope, identities: [...identities] });
    if (!opened.ok) continue;
    const text = new TextDecoder().decode(opened.content).trimEnd();
    const key = Uint8Array.from(Buffer.from(text.slice(text.lastIndexOf('\n') + 1), 'base64url'));
    stolen.push({ keyId, generation: Number(generation), key });
  }
  return stolen;
}

/** Every text of a copy that one of these keys opens: entries of files, code names, names of people and teams. */
export function readWith(stolen: readonly Stolen[], { entries, files, named }: Dump): string[] {
  const found = new Set<string>();
  const attempt = (context: string, box = '') => {
    for (const { key } of stolen) {
      const opened = open({ key, context, box });
      if (opened.ok) found.add(opened.text);
    }
  };
  for (const { agency_id = '', file_id = '', entry_id = '', compartment = '', generation, box } of entries)
    attempt(contextOf(agency_id, 'file_entry', file_id, entry_id, compartment, Number(generation)), box);
  for (const { agency_id = '', file_id = '', code_name } of files)
    attempt(contextOf(agency_id, 'file', file_id, 'code_name'), code_name);
  for (const { agency_id = '', kind = '', id = '', profile } of named)
    for (const { generation } of stolen)
      attempt(contextOf(agency_id, kind, id, 'profile', generation), profile);
  return [...found];
}
