import { createHash } from 'node:crypto';
import {
  checkRosterEntry,
  type EntryAt,
  type EntrySignatures,
  type Founding,
  type RosterEntry,
  type RosterPins,
  type RosterWorker,
  readFounding,
  type SecretBundle,
  writeFounding,
} from '@clew/seal';
import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';

/** What a worker holds colleagues against: pinned in their own sealed secrets when they joined. */
export type Pins = RosterPins & { agencyId: string };

/** An entry of the roster as it stands in the database, where nothing of it is to be believed unchecked. */
export type EntryRow = Selectable<Schema['clew.roster_entry']>;

/** What a worker pinned; undefined in secrets that hold no founding, which are of no agency of today. */
export function pinsOf(agencyId: string, { rosterVerifyKey, founding }: SecretBundle): Pins | undefined {
  const read = readFounding(founding ?? '');
  return rosterVerifyKey && read ? { agencyId, rosterVerifyKey, founding: read } : undefined;
}

/** Pins as they stand in a worker's secrets. */
export function secretsOfPins({ rosterVerifyKey, founding }: RosterPins): {
  rosterVerifyKey: string;
  founding: string;
} {
  return { rosterVerifyKey, founding: writeFounding(founding) };
}

/**
 * A worker as the roster has them, with their newest keys, to give keys to and take keys from. Undefined for whoever two people
 * have not let in, whatever stands in the database.
 */
export async function findOnRoster(
  transaction: Transaction<Schema>,
  pins: Pins,
  workerId: string,
): Promise<RosterWorker | undefined> {
  const row = await transaction
    .selectFrom('clew.roster_entry')
    .selectAll()
    .where('agency_id', '=', pins.agencyId)
    .where('worker_id', '=', workerId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && checkRow(transaction, pins, row);
}

/** Whom an entry of the roster makes a worker, with all whose signatures it rests on; undefined if one of them does not hold. */
export async function checkRow(
  transaction: Transaction<Schema>,
  pins: Pins,
  row: EntryRow,
): Promise<RosterWorker | undefined> {
  return checkFrom({ transaction, pins, under: new Set() }, row);
}

/** A worker as one entry of theirs made them: whose signature it was, also if they changed keys since. Give no key to it. */
export async function findEntry(
  transaction: Transaction<Schema>,
  pins: Pins,
  at: EntryAt,
): Promise<RosterWorker | undefined> {
  return signerAt({ transaction, pins, under: new Set() }, at);
}

/** With whom the agency began, as this worker knows it. Without a second as long as the founder is alone. */
export async function foundingNow(transaction: Transaction<Schema>, pins: Pins): Promise<Founding> {
  const { agencyId, founding } = pins;
  if (founding.second) return founding;
  // Only the founder pinned no second: whom the founder's own signature names is the one.
  const rows = await transaction
    .selectFrom('clew.roster_entry')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('kind', '=', 'second')
    .execute();
  for (const row of rows) {
    const worker = await checkRow(transaction, pins, row);
    if (worker) return { ...founding, second: { workerId: worker.workerId, verifyKey: worker.verifyKey } };
  }
  return founding;
}

/** The row of an entry; without `confirmed` in the signatures it waits for a second person. */
export function rowOfEntry(entry: RosterEntry, signatures: EntrySignatures): EntryRow {
  const { confirmed } = signatures;
  return {
    agency_id: entry.agencyId,
    worker_id: entry.workerId,
    number: entry.number,
    kind: entry.kind,
    recipient: entry.recipient,
    verify_key: entry.verifyKey,
    founding: writeFounding(entry.founding),
    own_signature: signatures.own,
    prepared_by: entry.preparedBy.workerId,
    prepared_entry: entry.preparedBy.number,
    prepared_signature: signatures.prepared,
    confirmed_by: confirmed?.by.workerId ?? null,
    confirmed_entry: confirmed?.by.number ?? null,
    confirmed_signature: confirmed?.signature ?? null,
    roster_signature: signatures.roster,
  };
}

/** The entry of a row; undefined if its founding is none. */
export function entryOfRow(row: EntryRow): { entry: RosterEntry; signatures: EntrySignatures } | undefined {
  const founding = readFounding(row.founding);
  if (!founding) return undefined;
  const { confirmed_by, confirmed_entry, confirmed_signature } = row;
  const isConfirmed = confirmed_by !== null && confirmed_entry !== null && confirmed_signature !== null;
  return {
    entry: {
      agencyId: row.agency_id,
      workerId: row.worker_id,
      number: row.number,
      kind: row.kind,
      recipient: row.recipient,
      verifyKey: row.verify_key,
      founding,
      preparedBy: { workerId: row.prepared_by, number: row.prepared_entry },
    },
    signatures: {
      own: row.own_signature,
      prepared: row.prepared_signature,
      roster: row.roster_signature,
      confirmed: isConfirmed
        ? { by: { workerId: confirmed_by, number: confirmed_entry }, signature: confirmed_signature }
        : undefined,
    },
  };
}

/** `under`: the entries that are being checked, so that two that rest on each other rest on nothing. */
type Checking = { transaction: Transaction<Schema>; pins: Pins; under: ReadonlySet<string> };

async function checkFrom(checking: Checking, row: EntryRow): Promise<RosterWorker | undefined> {
  const { pins, under } = checking;
  const known = proven.get(hashOf(pins, row));
  if (known) return known;
  const read = entryOfRow(row);
  const name = `${row.worker_id} ${row.number}`;
  if (!read || row.agency_id !== pins.agencyId || under.has(name)) return undefined;
  const { entry, signatures } = read;
  const below = { ...checking, under: new Set([...under, name]) };
  const prepared = entry.kind === 'founder' ? undefined : await signerAt(below, entry.preparedBy);
  const confirmed = signatures.confirmed && (await signerAt(below, signatures.confirmed.by));
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared, confirmed } });
  if (!checked.ok) return undefined;
  remember(hashOf(pins, row), checked.worker);
  return checked.worker;
}

async function signerAt(
  checking: Checking,
  { workerId, number }: EntryAt,
): Promise<RosterWorker | undefined> {
  const row = await checking.transaction
    .selectFrom('clew.roster_entry')
    .selectAll()
    .where('agency_id', '=', checking.pins.agencyId)
    .where('worker_id', '=', workerId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && checkFrom(checking, row);
}

/**
 * Entries that held, by a hash of all that was checked. A signature that held goes on holding, so nothing that was changed in
 * the database is missed; it saves most of the arithmetic of a request. Public keys and ids only.
 */
const proven = new Map<string, RosterWorker>();
const REMEMBERED = 10_000;

function remember(hash: string, worker: RosterWorker): void {
  if (proven.size >= REMEMBERED) proven.delete(proven.keys().next().value ?? '');
  proven.set(hash, worker);
}

function hashOf(pins: Pins, row: EntryRow): string {
  const { agencyId, rosterVerifyKey, founding } = pins;
  const pinned = [agencyId, rosterVerifyKey, writeFounding(founding)];
  const values = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([pinned, values]))
    .digest('base64');
}
