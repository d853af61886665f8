import {
  bearsRosterKey,
  checkOwnKeys,
  checkRosterEntry,
  checkRosterSigner,
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
import { holdsOnce, knownWorker, nameOfCheck, rememberWorker } from './checked.ts';

/** What a worker holds colleagues against: pinned in their own sealed secrets when they joined. */
export type Pins = RosterPins & { agencyId: string };

/** An entry of the roster as it stands in the database, where nothing of it is to be believed unchecked. */
export type EntryRow = Selectable<Schema['clew.roster_entry']>;

/** What a worker pinned; undefined in secrets that hold no founding, which are of no agency of today. */
export function pinsOf(
  agencyId: string,
  { rosterVerifyKey, founding }: SecretBundle | { rosterVerifyKey: string; founding: string },
): Pins | undefined {
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
  return checkFrom({ transaction, pins, by: 'roster', looked: new Map() }, row);
}

/** A worker as one entry of theirs made them: whose signature it was, also if they changed keys since. Give no key to it. */
export async function findEntry(
  transaction: Transaction<Schema>,
  pins: Pins,
  at: EntryAt,
): Promise<RosterWorker | undefined> {
  return signerAt({ transaction, pins, by: 'roster', looked: new Map() }, at);
}

/** The same, whatever roster key signed the entry: whoever once signed a renewal of that key. Give nothing to this worker. */
export async function findSigner(
  transaction: Transaction<Schema>,
  pins: Pins,
  at: EntryAt,
): Promise<RosterWorker | undefined> {
  return signerAt({ transaction, pins, by: 'workers', looked: new Map() }, at);
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
    .where('prepared_by', '=', founding.founder.workerId)
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
    retired: entry.isRetired === true,
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
      isRetired: row.retired,
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

/**
 * `by`: whose signatures an entry must bear, the roster key's and those of workers, or these alone. `looked`: what came of the
 * entries that were looked at; of one that is being looked at nothing, so that two that rest on each other rest on nothing.
 */
type Checking = {
  transaction: Transaction<Schema>;
  pins: Pins;
  by: 'roster' | 'workers';
  looked: Map<string, RosterWorker | undefined>;
};

/** On more entries than this no entry rests. */
const MOST_LOOKED = 300;

async function checkFrom(checking: Checking, row: EntryRow): Promise<RosterWorker | undefined> {
  const { pins, by, looked } = checking;
  const name = nameOfRow(checking, row);
  const known = knownWorker(name);
  if (known) return known;
  const read = entryOfRow(row);
  const at = `${row.worker_id} ${row.number}`;
  if (!read || row.agency_id !== pins.agencyId) return undefined;
  if (looked.has(at) || looked.size >= MOST_LOOKED) return looked.get(at);
  looked.set(at, undefined);
  const { entry, signatures } = read;
  // Before anybody is looked up: a forged row costs one signature, and that once.
  const isItsOwn = () =>
    (by === 'workers' || bearsRosterKey({ pins, entry, signatures })) &&
    checkOwnKeys({ keys: entry, signature: signatures.own });
  if (!holdsOnce(`${name} alone`, isItsOwn)) return undefined;
  const prepared = entry.kind === 'founder' ? undefined : await signerAt(checking, entry.preparedBy);
  if (entry.kind !== 'founder' && !prepared) return undefined;
  const confirmed = signatures.confirmed && (await signerAt(checking, signatures.confirmed.by));
  const check = by === 'roster' ? checkRosterEntry : checkRosterSigner;
  const checked = check({ pins, entry, signatures, signers: { prepared, confirmed } });
  if (!checked.ok) return undefined;
  looked.set(at, checked.worker);
  return rememberWorker(name, checked.worker);
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

/** All that somebody pinned, as one text: what held for it holds for the same alone. */
export function pinsText({ agencyId, rosterVerifyKey, founding }: Pins): string {
  return JSON.stringify([agencyId, rosterVerifyKey, writeFounding(founding)]);
}

function nameOfRow({ pins, by }: Checking, row: EntryRow): string {
  const pinned = pinsText(by === 'roster' ? pins : { ...pins, rosterVerifyKey: by });
  const values = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  return nameOfCheck(['entry', pinned, values]);
}
