import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openDoor } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { shownUntil } from './confirm-change.ts';
import type { Entry } from './find-entries.ts';
import { Listing } from './listing.ts';

/** The bytes of the secret in a partner's link. */
const SECRET_BYTES = 32;
const LINK = /^[\w-]{43}$/;

function hashOf(link: string): Buffer {
  return createHash('sha256').update(`directory ${link}`).digest();
}

/** Makes the link by which a partner says that their entry is right. One made before opens nothing any more. Shown once. */
export async function makeLink({ actor, door, desk }: SignedIn, { entryId }: Entry): Promise<string> {
  const link = Buffer.from(desk.random(SECRET_BYTES)).toString('base64url');
  await door.write({ action: 'directory.link', thing: `directory ${entryId}` }, (transaction) =>
    transaction
      .updateTable('clew.directory_entry')
      .set({ link_hash: hashOf(link) })
      .where('agency_id', '=', actor.agencyId)
      .where('entry_id', '=', entryId)
      .execute(),
  );
  return link;
}

/** What a partner's link leads to: what the public is shown, or was until its time was over. */
export type Linked = { agencyId: string; entryId: string; listing: Listing; seen: string; expiresAt: Date };

/** The entry of a link; undefined where there is none, where it was taken out of sight or doubted: which, is not said. */
export async function findLinked(desk: Desk, link: string): Promise<Linked | undefined> {
  if (!LINK.test(link)) return undefined;
  const { rows } = await sql<{ agency_id: string; entry_id: string }>`
    SELECT agency_id, entry_id FROM clew.directory_by_link(${hashOf(link)})`.execute(desk.database);
  const [found] = rows;
  if (!found) return undefined;
  const { agency_id: agencyId, entry_id: entryId } = found;
  const row = await openDoor(desk.database, { kind: 'node', agencyId }).read((transaction) =>
    transaction
      .selectFrom('clew.directory_entry')
      .select(['shown', 'expires_at', 'doubted_at'])
      .where('agency_id', '=', agencyId)
      .where('entry_id', '=', entryId)
      .executeTakeFirst(),
  );
  if (!row?.shown || !row.expires_at || row.doubted_at) return undefined;
  const listing = Listing.safeParse(JSON.parse(row.shown));
  if (!listing.success) return undefined;
  const seen = createHash('sha256').update(row.shown).digest('base64url');
  return { agencyId, entryId, listing: listing.data, seen, expiresAt: row.expires_at };
}

/**
 * What the partner answers. `right`: it is shown for as long again. `wrong`: it is out of sight from now on, until somebody proposes
 * what is right and another confirms it. False where the entry is another by now than the page showed. Throws StoreFault.
 */
export async function answerLink(
  desk: Desk,
  { agencyId, entryId, seen }: Linked,
  { answer, shownAs }: { answer: 'right' | 'wrong'; shownAs: string },
): Promise<boolean> {
  if (seen !== shownAs) return false;
  const now = desk.now();
  const set =
    answer === 'right'
      ? { confirmed_at: now, expires_at: shownUntil(now) }
      : { doubted_at: now, link_hash: null };
  const door = openDoor(desk.database, { kind: 'node', agencyId });
  const thing = `directory ${entryId} ${answer}`;
  const done = await attempt<'gone'>((undo) =>
    door.write({ action: 'directory.answer', thing }, async (transaction) => {
      const found = await transaction
        .updateTable('clew.directory_entry')
        .set(set)
        .where('agency_id', '=', agencyId)
        .where('entry_id', '=', entryId)
        .where('doubted_at', 'is', null)
        .where('shown', 'is not', null)
        .executeTakeFirst();
      if (found.numUpdatedRows !== 1n) undo('gone');
    }),
  );
  return done.ok;
}
