import { createHash, randomUUID } from 'node:crypto';
import { contextOf, deriveSessionKey, open, seal, writeFounding } from '@clew/seal';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Door, Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import { readOwnRoles } from '../keys/agency-rules.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openGenerations } from '../keys/renewal.ts';
import { foundingNow } from '../keys/roster.ts';
import { isClash, rolesOf } from '../policy/index.ts';
import { lockAgency } from '../roles/administrators.ts';
import { AGENCY_KEY, openName, ROSTER_KEY } from './profiles.ts';

/** An invitation is good for three days: over a weekend, and not for ever in a mailbox. */
export const INVITATION_MS = 3 * 86_400_000;

/** Whoever administers, while one request is answered. */
export type Administrator = { door: Door; keyring: Keyring };

type Invitation = { forName: string; roles: readonly string[]; teams: readonly string[] };

/** What the link of an invitation shows to whoever opens it. */
export type Offer = { agencyName: string; rosterVerifyKey: string; founding: string; forName: string };

/** What administrators keep of an invitation, where nobody else can write: its secret, and what was meant by it. */
const Held = z.object({
  secret: z.string(),
  forName: z.string(),
  roles: z.array(z.string()),
  teams: z.array(z.string()),
});
export type Held = z.infer<typeof Held>;

/**
 * Why nobody was invited. `first-confirms`: the first colleague of a founder must be one who may confirm others; `first-alone`:
 * until that one is let in, one invitation at a time, as who comes later pins both.
 */
export type NotInvited = 'no-key' | 'clash' | 'first-confirms' | 'first-alone';

/**
 * Makes an invitation and returns what its link ends in: the agency's code and a secret that is kept nowhere in clear. Its
 * roles and teams are sealed for administrators: who can write into the database cannot change them.
 */
export async function inviteWorker(
  desk: Desk,
  { door, keyring }: Administrator,
  { forName, roles, teams }: Invitation,
): Promise<{ ok: true; link: string; expiresAt: Date } | { ok: false; why: NotInvited }> {
  const { agencyId, workerId } = keyring.me;
  const roster = await keyring.open(ROSTER_KEY);
  const agencyKeys = await openGenerations(keyring, AGENCY_KEY);
  if (!roster || agencyKeys.length === 0) return { ok: false, why: 'no-key' };
  const invitationId = randomUUID();
  const ids = { agencyId, invitationId };
  const secret = Uint8Array.from(desk.random(32));
  const text = Buffer.from(secret).toString('base64url');
  const expiresAt = new Date(desk.now().getTime() + INVITATION_MS);
  const held: Held = { secret: text, forName, roles: [...roles], teams: [...teams] };
  let code = '';
  const made = await attempt<NotInvited>((undo) =>
    door.write({ action: 'invitation.make', thing: `invitation ${invitationId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      if (!(await isRosterNow(transaction, keyring.pins))) undo('no-key');
      const why = await whyNot(transaction, { desk, keyring, roles });
      if (why !== undefined) undo(why);
      const agency = await transaction
        .selectFrom('clew.agency')
        .select(['code', 'profile'])
        .where('agency_id', '=', agencyId)
        .executeTakeFirstOrThrow();
      code = agency.code;
      const agencyName =
        openName(agencyKeys, { agencyId, table: 'agency', id: agencyId }, agency.profile) ?? '';
      const { rosterVerifyKey } = keyring.pins;
      const founding = writeFounding(await foundingNow(transaction, keyring.pins));
      const offer: Offer = { agencyName, rosterVerifyKey, founding, forName };
      await transaction
        .insertInto('clew.invitation')
        .values({
          agency_id: agencyId,
          invitation_id: invitationId,
          secret_hash: hashOfLink(text),
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
            text: JSON.stringify(held),
          }),
          invited_by: workerId,
          expires_at: expiresAt,
          worker_id: null,
        })
        .execute();
    }),
  );
  return made.ok ? { ok: true, link: `${code}.${text}`, expiresAt } : made;
}

type Wanted = { desk: Desk; keyring: Keyring; roles: readonly string[] };

async function whyNot(
  transaction: Transaction<Schema>,
  { desk, keyring, roles }: Wanted,
): Promise<NotInvited | undefined> {
  const { agencyId } = keyring.me;
  const own = await readOwnRoles(transaction, keyring.pins);
  if (isClash(roles, own)) return 'clash';
  if ((await foundingNow(transaction, keyring.pins)).second) return undefined;
  if (!rolesOf(roles, own).some(({ permissions }) => permissions.includes('worker.confirm')))
    return 'first-confirms';
  const open = await transaction
    .selectFrom('clew.invitation')
    .select('invitation_id')
    .where('agency_id', '=', agencyId)
    .where((row) => row.or([row('expires_at', '>', desk.now()), row('worker_id', 'is not', null)]))
    .executeTakeFirst();
  return open ? 'first-alone' : undefined;
}

/** What administrators keep of an invitation; undefined for a box that none of them sealed for it. */
export function openHeld(
  rosterKey: Uint8Array,
  ids: { agencyId: string; invitationId: string },
  held: string,
): Held | undefined {
  const opened = open({ key: keyOfHeld(rosterKey), context: contextOfHeld(ids), box: held });
  const read = opened.ok ? Held.safeParse(JSON.parse(opened.text)) : undefined;
  return read?.success ? read.data : undefined;
}

/**
 * An open invitation under another roster key, which its link tells from now on. Undefined for one that no administrator sealed:
 * it stays as it is, and leads nobody in.
 */
export function resealInvitation(
  desk: Desk,
  keys: { before: Uint8Array; after: Uint8Array; rosterVerifyKey: string },
  row: { agency_id: string; invitation_id: string; offer: string; held: string },
): { offer: string; held: string } | undefined {
  const ids = { agencyId: row.agency_id, invitationId: row.invitation_id };
  const held = openHeld(keys.before, ids, row.held);
  const key = held && keyOfLink(Buffer.from(held.secret, 'base64url'));
  const opened = key && open({ key, context: contextOfOffer(ids), box: row.offer });
  if (!held || !key || !opened?.ok) return undefined;
  const offer: Offer = { ...(JSON.parse(opened.text) as Offer), rosterVerifyKey: keys.rosterVerifyKey };
  const { random } = desk;
  return {
    offer: seal({ key, random, context: contextOfOffer(ids), text: JSON.stringify(offer) }),
    held: seal({
      ...{ key: keyOfHeld(keys.after), random },
      ...{ context: contextOfHeld(ids), text: JSON.stringify(held) },
    }),
  };
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
