import { sql } from 'kysely';
import { AGENCY_KEY, ROSTER_KEY } from '../agency/profiles.ts';
import type { AtDesk } from './arrange-recovery.ts';

/** Which keys of an agency wait to be made anew, as somebody who was shut out had them, and for whose deed. */
export type WaitingKeys = {
  /** Parts of files. */
  parts: number;
  /** Whoever holds some of them, and how many: their next deed at the file, or `renewWaiting`, makes them anew. */
  people: readonly { workerId: string; parts: number; names: number }[];
  /** Parts that nobody holds but whoever was shut out: they wait until that worker has changed keys. */
  stuck: number;
  /** What is not of a file: the agency's own key, the roster's, the key by which names are found. */
  agency: boolean;
  roster: boolean;
  names: boolean;
  /** Files that are found by hashes under an older key: whoever opens their names makes them anew. */
  nameFiles: number;
};

type Row = { key_id: string; holders: string[] };

/** Which keys wait. It counts by people and names no file: administrators see it. */
export async function readWaitingKeys({ door, keyring }: AtDesk): Promise<WaitingKeys> {
  const { agencyId } = keyring.me;
  const { rows } = await door.read((transaction) =>
    sql<Row>`
      SELECT r.key_id, ARRAY(SELECT DISTINCT k.worker_id::text FROM clew.key_wrap k
        JOIN clew.worker w ON w.agency_id = k.agency_id AND w.worker_id = k.worker_id
        WHERE k.agency_id = r.agency_id AND k.key_id = r.key_id AND w.standing = 'in'
          AND NOT EXISTS (SELECT 1 FROM clew.withdrawn_key d
            WHERE d.agency_id = w.agency_id AND d.recipient = w.recipient)) AS holders
      FROM clew.key_renewal r WHERE r.agency_id = ${agencyId}
    `.execute(transaction),
  );
  const parts = rows.filter(({ key_id }) => key_id.startsWith('file:'));
  const names = await readNameFiles({ door, keyring });
  const count = (of: readonly Row[], workerId: string) =>
    of.filter(({ holders }) => holders.includes(workerId)).length;
  const holders = new Set([...parts, ...names].flatMap((row) => row.holders));
  const isWaiting = (keyId: string) => rows.some(({ key_id }) => key_id === keyId);
  return {
    parts: parts.length,
    people: [...holders].map((workerId) => ({
      workerId,
      parts: count(parts, workerId),
      names: count(names, workerId),
    })),
    stuck: parts.filter(({ holders }) => holders.length === 0).length,
    agency: isWaiting(AGENCY_KEY),
    roster: isWaiting(ROSTER_KEY),
    names: isWaiting('names'),
    nameFiles: names.length,
  };
}

/** Files with hashes of names under an older key, with whom their names open for. */
async function readNameFiles({ door, keyring }: AtDesk): Promise<Row[]> {
  const { agencyId } = keyring.me;
  const { rows } = await door.read((transaction) =>
    sql<Row>`
      SELECT p.key_id, ARRAY(SELECT DISTINCT k.worker_id::text FROM clew.key_wrap k
        JOIN clew.worker w ON w.agency_id = k.agency_id AND w.worker_id = k.worker_id
        WHERE k.agency_id = ${agencyId} AND k.key_id = p.key_id AND w.standing = 'in'
          AND NOT EXISTS (SELECT 1 FROM clew.withdrawn_key d
            WHERE d.agency_id = w.agency_id AND d.recipient = w.recipient)) AS holders
      FROM (SELECT DISTINCT 'file:' || file_id || ':identity' AS key_id FROM clew.file_name_part
        WHERE agency_id = ${agencyId} AND generation < (
          SELECT max(generation) FROM clew.key_wrap WHERE agency_id = ${agencyId} AND key_id = 'names')) p
    `.execute(transaction),
  );
  return rows;
}
