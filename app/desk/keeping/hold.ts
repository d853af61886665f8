import { z } from 'zod';
import type { FileDesk } from '../file/file-desk.ts';
import { readKeeping } from '../file/keeping-of-file.ts';
import { Refusal, type Refused } from '../file/refusal.ts';
import { type AskedSecond, confirmAtFile, proposeAtFile } from '../file/second-person.ts';
import { noteStanding } from '../file/standing.ts';

type Done = { ok: true } | Refused;

/**
 * Proposes that a file must not be erased for now, for as long as nobody takes it off: a court, a claim, an investigation may
 * need it. From now on nothing erases it, also before somebody confirms. `reviewOn` is the day on which somebody looks whether it is
 * still needed; `changed` if that day is over.
 */
export async function proposeHold(
  desk: FileDesk,
  { fileId, reviewOn, reason }: { fileId: string; reviewOn: string; reason: string },
): Promise<Done> {
  if (!z.iso.date().safeParse(reviewOn).success || reviewOn < dayOf(desk))
    return { ok: false, why: 'changed' };
  return proposeAtFile(desk, {
    fileId,
    kind: 'file.hold',
    content: async () => ({ kind: 'file.hold', reviewOn, reason }),
  });
}

/** Confirms it. A hold that stands is looked at on the new day. */
export async function confirmHold(desk: FileDesk, asked: AskedSecond): Promise<Done> {
  return confirmAtFile(
    desk,
    { ...asked, kind: 'file.hold' },
    async (transaction, { file, content, proposedBy }) => {
      const { reviewOn, reason: words } = content;
      await transaction
        .insertInto('clew.file_hold')
        .values({ agency_id: file.agency_id, file_id: file.file_id, review_on: reviewOn })
        .onConflict((conflict) =>
          conflict.columns(['agency_id', 'file_id']).doUpdateSet({ review_on: reviewOn }),
        )
        .execute();
      await noteStanding(transaction, desk, { file, is: 'held', reviewOn, words, proposedBy });
    },
  );
}

/** Proposes to take a hold off. `changed` if none stands. */
export async function proposeRelease(
  desk: FileDesk,
  { fileId, reason }: { fileId: string; reason: string },
): Promise<Done> {
  return proposeAtFile(desk, {
    fileId,
    kind: 'file.release',
    content: async () => ({ kind: 'file.release', reason }),
    check: async (transaction, file) => {
      if ((await readKeeping(transaction, desk, file.file_id)).heldUntil === undefined)
        throw new Refusal('changed');
    },
  });
}

/** Confirms it. */
export async function confirmRelease(desk: FileDesk, asked: AskedSecond): Promise<Done> {
  return confirmAtFile(
    desk,
    { ...asked, kind: 'file.release' },
    async (transaction, { file, content, proposedBy }) => {
      const taken = await transaction
        .deleteFrom('clew.file_hold')
        .where('agency_id', '=', file.agency_id)
        .where('file_id', '=', file.file_id)
        .executeTakeFirst();
      if (taken.numDeletedRows === 0n) throw new Refusal('changed');
      await noteStanding(transaction, desk, { file, is: 'released', words: content.reason, proposedBy });
    },
  );
}

function dayOf(desk: FileDesk): string {
  return desk.now().toISOString().slice(0, 10);
}
