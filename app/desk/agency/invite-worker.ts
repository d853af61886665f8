import { createHash, randomUUID } from 'node:crypto';
import { contextOf, deriveSessionKey, open, seal } from '@clew/seal';
import type { Door } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import type { Keyring } from '../keys/keyring.ts';
import { AGENCY_KEY, openName, ROSTER_KEY } from './profiles.ts';

/** An invitation is good for three days: over a weekend, and not for ever in a mailbox. */
export const INVITATION_MS = 3 * 86_400_000;

/** Whoever administers, while one request is answered. */
export type Administrator = { door: Door; keyring: Keyring };

export type Invitation = { forName: string; roles: readonly string[]; teams: readonly string[] };

/** What the link of an invitation shows to whoever opens it. */
export type Offer = { agencyName: string; rosterVerifyKey: string; forName: string };

/**
 * Makes an invitation and returns what its link ends in: the agency's code and a secret that is kept nowhere in clear.
 * Undefined if this worker does not hold the keys of an administrator.
 */
export async function inviteWorker(
  desk: Desk,
  { door, keyring }: Administrator,
  { forName, roles, teams }: Invitation,
): Promise<{ link: string; expiresAt: Date } | undefined> {
  const { agencyId, workerId } = keyring.me;
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKey = await keyring.open(AGENCY_KEY);
  if (!roster || !agencyKey) return undefined;
  const invitationId = randomUUID();
  const secret = Uint8Array.from(desk.random(32));
  const text = Buffer.from(secret).toString('base64url');
  const expiresAt = new Date(desk.now().getTime() + INVITATION_MS);
  return door.write(
    { action: 'invitation.make', thing: `invitation ${invitationId}` },
    async (transaction) => {
      const agency = await transaction
        .selectFrom('clew.agency')
        .select(['code', 'profile'])
        .where('agency_id', '=', agencyId)
        .executeTakeFirstOrThrow();
      const agencyName =
        openName(agencyKey, { agencyId, table: 'agency', id: agencyId }, agency.profile) ?? '';
      const offer: Offer = { agencyName, rosterVerifyKey: keyring.rosterVerifyKey, forName };
      const ids = { agencyId, invitationId };
      await transaction
        .insertInto('clew.invitation')
        .values({
          agency_id: agencyId,
          invitation_id: invitationId,
          secret_hash: hashOfLink(text),
          roles: [...roles],
          teams: [...teams],
          offer: seal({
            key: keyOfLink(secret),
            random: desk.random,
            context: contextOfOffer(ids),
            text: JSON.stringify(offer),
          }),
          held: seal({
            key: keyOfHeld(roster.key),
            random: desk.random,
            context: contextOfHeld(ids),
            text: JSON.stringify({ secret: text, forName }),
          }),
          invited_by: workerId,
          expires_at: expiresAt,
          worker_id: null,
        })
        .execute();
      return { link: `${agency.code}.${text}`, expiresAt };
    },
  );
}

/** What administrators keep of an invitation: its secret and for whom it is. */
export function openHeld(
  rosterKey: Uint8Array,
  ids: { agencyId: string; invitationId: string },
  held: string,
): { secret: string; forName: string } | undefined {
  const opened = open({ key: keyOfHeld(rosterKey), context: contextOfHeld(ids), box: held });
  return opened.ok ? (JSON.parse(opened.text) as { secret: string; forName: string }) : undefined;
}

/** What the secret of a link seals: the offer, and what the newcomer answers. */
export function keyOfLink(secret: Uint8Array): Uint8Array {
  return deriveSessionKey(secret, 'invitation');
}

export function hashOfLink(secret: string): Buffer {
  return createHash('sha256').update(`clew invitation\0${secret}`).digest();
}

export function contextOfOffer({
  agencyId,
  invitationId,
}: {
  agencyId: string;
  invitationId: string;
}): string {
  return contextOf(agencyId, 'invitation', invitationId, 'offer', 1);
}

function contextOfHeld({ agencyId, invitationId }: { agencyId: string; invitationId: string }): string {
  return contextOf(agencyId, 'invitation', invitationId, 'held', 1);
}

function keyOfHeld(rosterKey: Uint8Array): Uint8Array {
  return deriveSessionKey(rosterKey, 'invitations held');
}
