import { fingerprintOf } from '@clew/seal';
import { type Administrator, openHeld } from './invite-worker.ts';
import { openAnswer } from './join-agency.ts';
import { ROSTER_KEY } from './profiles.ts';

/** Who joined by an invitation and waits for an administrator, with the name they gave and the digits of their keys. */
type Joined = { workerId: string; name: string; digits: string };

/** An invitation as administrators see it. */
export type SeenInvitation = {
  invitationId: string;
  forName: string;
  roles: string[];
  teams: string[];
  expiresAt: Date;
  /** Undefined while nobody has joined. */
  waiting: Joined | undefined;
  /** Whether an administrator prepared who joined, who now waits for a second person. */
  preparedId: string | undefined;
};

/** The invitations of the agency, the last to end first. Empty for whoever does not hold an administrator's keys. */
export async function listInvitations({ door, keyring }: Administrator): Promise<SeenInvitation[]> {
  const roster = await keyring.open(ROSTER_KEY);
  if (!roster) return [];
  const { agencyId } = keyring.me;
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.invitation as i')
      .leftJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 'i.agency_id').onRef('w.worker_id', '=', 'i.worker_id'),
      )
      .leftJoin('clew.roster_entry as e', (join) =>
        join.onRef('e.agency_id', '=', 'i.agency_id').onRef('e.worker_id', '=', 'i.worker_id'),
      )
      .select(['i.invitation_id', 'i.held', 'i.expires_at', 'w.worker_id', 'w.profile', 'e.number'])
      .where('i.agency_id', '=', agencyId)
      .orderBy('i.expires_at', 'desc')
      .execute(),
  );
  return rows.flatMap((row) => {
    const { invitation_id: invitationId, expires_at: expiresAt, worker_id: workerId } = row;
    const held = openHeld(roster.key, { agencyId, invitationId }, row.held);
    if (!held) return [];
    const { forName, roles, teams } = held;
    const preparedId = row.number === null ? undefined : (workerId ?? undefined);
    const secret = Buffer.from(held.secret, 'base64url');
    const answer =
      workerId && !preparedId ? openAnswer(secret, { agencyId, workerId }, row.profile ?? '') : undefined;
    const digits = answer ? fingerprintOf(answer.recipient + answer.verifyKey) : '';
    const waiting = workerId && answer ? { workerId, name: answer.name, digits } : undefined;
    return [{ invitationId, forName, roles, teams, expiresAt, waiting, preparedId }];
  });
}

/** Takes an invitation back. Whoever joined by it and waits is not let in, also if an administrator had prepared it. */
export async function withdrawInvitation(
  { door, keyring }: Administrator,
  invitationId: string,
): Promise<void> {
  const { agencyId } = keyring.me;
  await door.write(
    { action: 'invitation.withdraw', thing: `invitation ${invitationId}` },
    async (transaction) => {
      const gone = await transaction
        .deleteFrom('clew.invitation')
        .where('agency_id', '=', agencyId)
        .where('invitation_id', '=', invitationId)
        .returning('worker_id')
        .executeTakeFirst();
      if (!gone?.worker_id) return;
      const left = await transaction
        .updateTable('clew.worker')
        .set({ standing: 'left' })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', gone.worker_id)
        .where('standing', '=', 'invited')
        .executeTakeFirst();
      if (left.numUpdatedRows !== 1n) return;
      await transaction
        .deleteFrom('clew.roster_entry')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', gone.worker_id)
        .execute();
    },
  );
}
