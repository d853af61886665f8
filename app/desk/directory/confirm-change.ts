import { attempt } from '../attempt.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may, type Refusal } from '../policy/index.ts';
import { Confirmed, sealContent } from './entry-box.ts';
import type { Entry } from './find-entries.ts';
import { listingOf } from './listing.ts';

/** So long an entry is shown after somebody said last that it is right. */
export const SHOWN_DAYS = 90;
const DAY_MS = 86_400_000;

/** Until when an entry is shown that is right at this moment. */
export function shownUntil(now: Date): Date {
  return new Date(now.getTime() + SHOWN_DAYS * DAY_MS);
}

/**
 * Why nothing was confirmed. `gone`: what the page showed is not what waits; `unreached`: nobody said by which way they asked;
 * `not-new-contact`: of what was never shown no contact is known from before; `unfit`: the public cannot be shown it.
 */
export type NotConfirmed = Refusal | 'gone' | 'unreached' | 'not-new-contact' | 'unfit' | 'no-key';

/**
 * Confirms, as the second person, a change as the page showed it: that somebody was asked on a contact that was known before, or on
 * one found independently of whoever proposed it. From then on the public is shown it. Throws StoreFault.
 */
export async function confirmChange(
  worker: Pick<SignedIn, 'actor' | 'door' | 'desk' | 'keys'>,
  { entryId, change, content: before }: Entry,
  asked: { changeId: string; confirmed: unknown },
): Promise<{ ok: true } | { ok: false; why: NotConfirmed }> {
  const { actor, door, desk } = worker;
  const { agencyId, workerId } = actor;
  if (change?.content === undefined || change.changeId !== asked.changeId) return { ok: false, why: 'gone' };
  const { proposedBy } = change;
  const decision = may(actor, 'directory.confirm', { kind: 'directory', agencyId, proposedBy });
  if (!decision.may) return { ok: false, why: decision.why };
  const confirmed = Confirmed.safeParse(asked.confirmed);
  if (!confirmed.success) return { ok: false, why: 'unreached' };
  if (before === undefined && confirmed.data.way === 'old-contact')
    return { ok: false, why: 'not-new-contact' };
  const { service } = change.content;
  const made = listingOf(service);
  if (!made.ok) return { ok: false, why: 'unfit' };
  const box = { table: 'directory_entry', id: entryId } as const;
  const content = await sealContent(worker, box, { service, confirmed: confirmed.data });
  if (content === undefined) return { ok: false, why: 'no-key' };
  const now = desk.now();
  return attempt<'gone'>((undo) =>
    door.write({ action: 'directory.confirm', thing: `directory ${entryId}` }, async (transaction) => {
      const taken = await transaction
        .deleteFrom('clew.directory_change')
        .where('agency_id', '=', agencyId)
        .where('entry_id', '=', entryId)
        .where('change_id', '=', asked.changeId)
        .executeTakeFirst();
      if (taken.numDeletedRows !== 1n) undo('gone');
      await transaction
        .updateTable('clew.directory_entry')
        .set({
          ...{ content, shown: JSON.stringify(made.listing), doubted_at: null },
          ...{
            proposed_by: proposedBy,
            confirmed_by: workerId,
            confirmed_at: now,
            expires_at: shownUntil(now),
          },
        })
        .where('agency_id', '=', agencyId)
        .where('entry_id', '=', entryId)
        .execute();
    }),
  );
}
