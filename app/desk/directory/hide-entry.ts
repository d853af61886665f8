import type { SignedIn } from '../pages/signed-in.ts';
import type { Entry } from './find-entries.ts';

type Keeper = Pick<SignedIn, 'actor' | 'door'>;

/** Takes an entry out of sight at once; one person is enough. To show it again it is proposed and confirmed anew. */
export async function hideEntry({ actor, door }: Keeper, { entryId }: Entry): Promise<void> {
  await door.write({ action: 'directory.hide', thing: `directory ${entryId}` }, (transaction) =>
    transaction
      .updateTable('clew.directory_entry')
      .set({ shown: null, expires_at: null, link_hash: null })
      .where('agency_id', '=', actor.agencyId)
      .where('entry_id', '=', entryId)
      .execute(),
  );
}

/** Takes back a change that waits. An entry that was never shown goes with it. */
export async function dropChange({ actor, door }: Keeper, { entryId, content }: Entry): Promise<void> {
  const { agencyId } = actor;
  await door.write({ action: 'directory.propose', thing: `directory ${entryId} drop` }, (transaction) =>
    transaction
      .deleteFrom(content === undefined ? 'clew.directory_entry' : 'clew.directory_change')
      .where('agency_id', '=', agencyId)
      .where('entry_id', '=', entryId)
      .execute(),
  );
}

/** Erases an entry with what waits for it and its link. */
export async function eraseEntry({ actor, door }: Keeper, { entryId }: Entry): Promise<void> {
  await door.write({ action: 'directory.hide', thing: `directory ${entryId} erase` }, (transaction) =>
    transaction
      .deleteFrom('clew.directory_entry')
      .where('agency_id', '=', actor.agencyId)
      .where('entry_id', '=', entryId)
      .execute(),
  );
}
