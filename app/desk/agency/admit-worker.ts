import { checkRosterEntry, type RosterWorker, signRosterEntry, wrapKey } from '@clew/seal';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type Administrator, openHeld } from './invite-worker.ts';
import { openAnswer } from './join-agency.ts';
import { AGENCY_KEY, ROSTER_KEY, sealName } from './profiles.ts';

/** An invitation as administrators see it. */
export type SeenInvitation = {
  invitationId: string;
  forName: string;
  roles: string[];
  expiresAt: Date;
  /** Who joined by it and waits to be let in, with the name they gave; undefined while nobody has. */
  waiting: { workerId: string; name: string } | undefined;
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
      .select(['i.invitation_id', 'i.held', 'i.roles', 'i.expires_at', 'w.worker_id', 'w.profile'])
      .where('i.agency_id', '=', agencyId)
      .orderBy('i.expires_at', 'desc')
      .execute(),
  );
  return rows.flatMap((row) => {
    const held = openHeld(roster.key, { agencyId, invitationId: row.invitation_id }, row.held);
    if (!held) return [];
    const secret = Buffer.from(held.secret, 'base64url');
    const workerId = row.worker_id;
    const answer = workerId && openAnswer(secret, { agencyId, workerId }, row.profile ?? '');
    const waiting = workerId && answer ? { workerId, name: answer.name } : undefined;
    const { invitation_id: invitationId, roles, expires_at: expiresAt } = row;
    return [{ invitationId, forName: held.forName, roles, expiresAt, waiting }];
  });
}

/**
 * Lets in who joined by an invitation: signs their keys into the roster, gives them the agency's key (and an administrator
 * the roster's), and their roles and teams. False if nobody waits there, if this worker does not hold an
 * administrator's keys, or if the keys in the database are not those that were sealed with the link.
 */
export async function admitWorker(
  desk: Desk,
  { door, keyring }: Administrator,
  invitationId: string,
): Promise<boolean> {
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKey = await keyring.open(AGENCY_KEY);
  const waiting = roster && (await readWaiting({ door, keyring }, roster.key, invitationId));
  if (!roster || !agencyKey || !waiting) return false;
  const { agencyId, workerId: givenBy } = keyring.me;
  const { workerId, recipient, verifyKey } = waiting;
  const entry = { agencyId, workerId, recipient, verifyKey };
  const rosterKey = `ed25519-secret:${Buffer.from(roster.key).toString('base64url')}`;
  const signature = signRosterEntry({ rosterKey, entry });
  const checked = checkRosterEntry({ rosterVerifyKey: keyring.rosterVerifyKey, entry, signature });
  if (!checked.ok) return false;
  const keys = [{ keyId: AGENCY_KEY, ...agencyKey }];
  if (waiting.roles.includes('administrator')) keys.push({ keyId: ROSTER_KEY, ...roster });
  const wraps = await Promise.all(keys.map((key) => giveKey(keyring, checked.worker, key)));
  await door.write({ action: 'worker.admit', thing: `worker ${workerId}` }, async (transaction) => {
    const ids = { agency_id: agencyId, worker_id: workerId };
    await transaction
      .updateTable('clew.worker')
      .set({
        standing: 'in',
        roster_signature: signature,
        profile: sealName(desk, agencyKey, { agencyId, table: 'worker', id: workerId }, waiting.name),
      })
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .where('standing', '=', 'invited')
      .execute();
    await transaction
      .insertInto('clew.key_wrap')
      .values(wraps.map((wrap) => ({ ...ids, given_by: givenBy, ...wrap })))
      .execute();
    if (waiting.roles.length > 0)
      await transaction
        .insertInto('clew.worker_role')
        .values(waiting.roles.map((role) => ({ ...ids, role })))
        .execute();
    if (waiting.teams.length > 0)
      await transaction
        .insertInto('clew.team_member')
        .values(waiting.teams.map((team_id) => ({ ...ids, team_id })))
        .execute();
    await transaction
      .deleteFrom('clew.invitation')
      .where('agency_id', '=', agencyId)
      .where('invitation_id', '=', invitationId)
      .execute();
  });
  return true;
}

/** Takes an invitation back. Whoever joined by it and waits is not let in. */
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
      if (gone?.worker_id)
        await transaction
          .updateTable('clew.worker')
          .set({ standing: 'left' })
          .where('agency_id', '=', agencyId)
          .where('worker_id', '=', gone.worker_id)
          .where('standing', '=', 'invited')
          .execute();
    },
  );
}

async function giveKey(
  keyring: Keyring,
  recipient: RosterWorker,
  { keyId, key, generation }: { keyId: string; key: Uint8Array; generation: number },
) {
  const giver = { worker: keyring.me, signingKey: keyring.signingKey };
  return {
    key_id: keyId,
    generation,
    ...(await wrapKey({ key, about: { keyId, generation }, recipient, giver })),
  };
}

async function readWaiting({ door, keyring }: Administrator, rosterKey: Uint8Array, invitationId: string) {
  const { agencyId } = keyring.me;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.invitation as i')
      .innerJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 'i.agency_id').onRef('w.worker_id', '=', 'i.worker_id'),
      )
      .select(['i.held', 'i.roles', 'i.teams', 'w.worker_id', 'w.profile', 'w.recipient', 'w.verify_key'])
      .where('i.agency_id', '=', agencyId)
      .where('i.invitation_id', '=', invitationId)
      .where('w.standing', '=', 'invited')
      .executeTakeFirst(),
  );
  const held = row && openHeld(rosterKey, { agencyId, invitationId }, row.held);
  if (!row || !held) return undefined;
  const { worker_id: workerId, roles, teams } = row;
  const answer = openAnswer(Buffer.from(held.secret, 'base64url'), { agencyId, workerId }, row.profile);
  const isTheirs = answer?.recipient === row.recipient && answer.verifyKey === row.verify_key;
  return isTheirs ? { ...answer, workerId, roles, teams } : undefined;
}
