import type { Door } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import { IDLE_MS, LONGEST_MS } from './find-session.ts';

/** A session of a worker's own that still holds. */
export type OwnSession = { sessionId: string; madeAt: Date; seenAt: Date };

type Own = { agencyId: string; workerId: string };

/** The sessions of a worker that would open a page now, the newest first. Of a browser nothing is known: nothing of it is kept. */
export async function listOwnSessions(
  door: Door,
  { agencyId, workerId }: Own,
  now: Date,
): Promise<OwnSession[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.session')
      .innerJoin('clew.worker', (join) =>
        join
          .onRef('clew.worker.agency_id', '=', 'clew.session.agency_id')
          .onRef('clew.worker.worker_id', '=', 'clew.session.worker_id')
          .onRef('clew.worker.session_epoch', '=', 'clew.session.epoch'),
      )
      .select(['session_id', 'made_at', 'seen_at'])
      .where('clew.session.agency_id', '=', agencyId)
      .where('clew.session.worker_id', '=', workerId)
      .where('seen_at', '>=', new Date(now.getTime() - IDLE_MS))
      .where('made_at', '>=', new Date(now.getTime() - LONGEST_MS))
      .orderBy('made_at', 'desc')
      .execute(),
  );
  return rows.map(({ session_id, made_at, seen_at }) => ({
    sessionId: session_id,
    madeAt: made_at,
    seenAt: seen_at,
  }));
}

/** Ends one of a worker's own sessions, from its next request on; false if they have none with this id, a colleague's among others. */
export async function endOwnSession(
  door: Door,
  { agencyId, workerId }: Own,
  sessionId: string,
): Promise<boolean> {
  const ended = await attempt<'none'>((undo) =>
    door.write({ action: 'session.end', thing: `session ${sessionId}` }, async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('clew.session')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
      if (numDeletedRows !== 1n) undo('none');
    }),
  );
  return ended.ok;
}
