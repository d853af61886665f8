import { sql } from 'kysely';
import { z } from 'zod';
import type { SignedIn } from '../pages/signed-in.ts';
import { type Content, openContent } from './entry-box.ts';
import { Listing } from './listing.ts';

/** A change that waits for a second person. */
export type WaitingChange = {
  changeId: string;
  proposedBy: string;
  at: Date;
  /** Undefined where it does not open. */
  content: Content | undefined;
};

/** Where an entry stands: `shown` to the public; `expired`: nobody confirmed it in time; `doubted` by its partner; else `hidden`. */
export type EntryState = 'shown' | 'expired' | 'doubted' | 'hidden';

/** An entry as colleagues see it. */
export type Entry = {
  entryId: string;
  state: EntryState;
  /** What two people agreed on last; undefined before. */
  content: Content | undefined;
  listing: Listing | undefined;
  confirmedAt: Date | null;
  expiresAt: Date | null;
  hasLink: boolean;
  change: WaitingChange | undefined;
};

type Keeper = Pick<SignedIn, 'actor' | 'door' | 'desk' | 'keys'>;

type Row = {
  entry_id: string;
  content: string | null;
  shown: string | null;
  confirmed_at: Date | null;
  expires_at: Date | null;
  doubted_at: Date | null;
  link_hash: Buffer | null;
  change_id: string | null;
  change_by: string | null;
  change_at: Date | null;
  change_content: string | null;
};

/** All entries of the agency, those with a waiting change first. A read of sealed matter: it leaves its entry in the journal. */
export async function listEntries(worker: Keeper): Promise<Entry[]> {
  const rows = await readRows(worker, undefined);
  return Promise.all(rows.map((row) => openEntry(worker, row)));
}

const Id = z.uuid().transform((id) => id.toLowerCase());

/** One entry by its id; undefined for what is not there. */
export async function findEntry(worker: Keeper, id: string | undefined): Promise<Entry | undefined> {
  const asked = Id.safeParse(id);
  if (!asked.success) return undefined;
  const [row] = await readRows(worker, asked.data);
  return row && openEntry(worker, row);
}

async function readRows({ actor, door }: Keeper, entryId: string | undefined): Promise<Row[]> {
  const thing = `directory ${entryId ?? 'list'}`;
  const one = entryId === undefined ? sql`true` : sql`e.entry_id = ${entryId}`;
  const { rows } = await door.readSealed({ action: 'directory.read', thing }, (transaction) =>
    sql<Row>`
      SELECT e.entry_id, e.content, e.shown, e.confirmed_at, e.expires_at, e.doubted_at, e.link_hash, c.change_id,
        c.proposed_by AS change_by, c.at AS change_at, c.content AS change_content
      FROM clew.directory_entry e
        LEFT JOIN clew.directory_change c ON c.agency_id = e.agency_id AND c.entry_id = e.entry_id
      WHERE e.agency_id = ${actor.agencyId} AND ${one}
      ORDER BY c.at IS NULL, e.made_at, e.entry_id
    `.execute(transaction),
  );
  return rows;
}

async function openEntry(worker: Keeper, row: Row): Promise<Entry> {
  const { entry_id: entryId, content, confirmed_at: confirmedAt, expires_at: expiresAt } = row;
  const shown = row.shown === null ? undefined : Listing.safeParse(JSON.parse(row.shown)).data;
  const state = stateOf(row, worker.desk.now());
  return {
    ...{ entryId, state, confirmedAt, expiresAt, hasLink: row.link_hash !== null },
    content:
      content === null
        ? undefined
        : await openContent(worker, { table: 'directory_entry', id: entryId }, content),
    listing: shown,
    change: await openChange(worker, row),
  };
}

function stateOf({ shown, expires_at: until, doubted_at: doubted }: Row, now: Date): EntryState {
  if (doubted !== null) return 'doubted';
  if (shown === null || until === null) return 'hidden';
  return until > now ? 'shown' : 'expired';
}

async function openChange(worker: Keeper, row: Row): Promise<WaitingChange | undefined> {
  const { change_id: changeId, change_by: proposedBy, change_at: at, change_content: content } = row;
  if (changeId === null || proposedBy === null || at === null || content === null) return undefined;
  const box = { table: 'directory_change', id: changeId } as const;
  return { changeId, proposedBy, at, content: await openContent(worker, box, content) };
}
