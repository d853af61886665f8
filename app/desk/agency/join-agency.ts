import { contextOf, fingerprintOf, open, readFounding, seal, writeFounding } from '@clew/seal';
import { sql } from 'kysely';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { drawBelow } from '../sign-in/new-passphrase.ts';
import { hashName } from '../sign-in/sign-in-name.ts';
import { contextOfOffer, hashOfLink, keyOfLink, type Offer } from './invite-worker.ts';
import { makeWorker, type Newcomer } from './newcomer.ts';

/** An invitation that can still be accepted. */
export type OpenInvitation = {
  agencyId: string;
  invitationId: string;
  code: string;
  secret: Uint8Array;
  offer: Offer;
};

/** What a newcomer answers to an invitation, sealed with its link so that nobody else can have written it. */
export type Answer = {
  name: string;
  recipient: string;
  verifyKey: string;
  /** With whom the agency began, as the newcomer was told and pinned. */
  founding: string;
  ownSignature: string;
};

const LINK = /^([a-z0-9]{8})\.([\w-]{43})$/;

/** The invitation of a link; undefined if there is none, or none any more: why is not said. */
export async function findInvitation(desk: Desk, link: string): Promise<OpenInvitation | undefined> {
  const [, code, text] = LINK.exec(link) ?? [];
  if (code === undefined || text === undefined) return undefined;
  const { rows } = await sql<{ id: string | null }>`SELECT clew.agency_by_code(${code}) AS id`.execute(
    desk.database,
  );
  const agencyId = rows[0]?.id;
  if (!agencyId) return undefined;
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'invitation' });
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.invitation')
      .select(['invitation_id', 'offer'])
      .where('agency_id', '=', agencyId)
      .where('secret_hash', '=', hashOfLink(text))
      .where('worker_id', 'is', null)
      .where('expires_at', '>', desk.now())
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const secret = Buffer.from(text, 'base64url');
  const ids = { agencyId, invitationId: row.invitation_id };
  const opened = open({ key: keyOfLink(secret), context: contextOfOffer(ids), box: row.offer });
  return opened.ok ? { ...ids, code, secret, offer: JSON.parse(opened.text) as Offer } : undefined;
}

/**
 * What stands before the @ for a newcomer: what they wish for, and four digits, drawn until nobody has the name. Digits stand behind
 * every wish, so that no answer tells which names there are.
 */
export async function nameForNewcomer(
  desk: Desk,
  { agencyId, code }: Pick<OpenInvitation, 'agencyId' | 'code'>,
  wish: string,
): Promise<string> {
  for (;;) {
    const own = `${wish}-${String(1000 + drawBelow(9000, desk.random))}`;
    if (!(await isNameTaken(desk, agencyId, { own, code }))) return own;
  }
}

/** Whether somebody of the agency has this sign-in name, also if they have left: it is never given twice. */
async function isNameTaken(
  desk: Desk,
  agencyId: string,
  name: { own: string; code: string },
): Promise<boolean> {
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'invitation' });
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('name_hash', '=', hashName(name))
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/**
 * Accepts an invitation: the newcomer gets keys, a sign-in, and waits for two people to let them in. Returns the digits
 * of their keys, to be read to both. Undefined if the invitation was used, taken back or has expired; nothing has happened then.
 */
export async function joinAgency(
  desk: Desk,
  invitation: OpenInvitation,
  newcomer: Newcomer,
): Promise<string | undefined> {
  const { agencyId, invitationId, secret, offer } = invitation;
  const { workerId, name } = newcomer;
  const { rosterVerifyKey } = offer;
  const told = { agencyId, rosterVerifyKey, founding: readFounding(offer.founding) };
  if (!told.founding) return undefined;
  const { row, keys, ownSignature } = await makeWorker(desk, { told, newcomer });
  const { recipient, verifyKey } = keys;
  const answer: Answer = { name, recipient, verifyKey, founding: writeFounding(keys.founding), ownSignature };
  const profile = seal({
    key: keyOfLink(secret),
    random: desk.random,
    context: contextOfAnswer({ agencyId, workerId }),
    text: JSON.stringify(answer),
  });
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  try {
    await door.write(
      { action: 'invitation.accept', thing: `invitation ${invitationId}` },
      async (transaction) => {
        await transaction
          .insertInto('clew.worker')
          .values({ ...row, profile, standing: 'invited' })
          .execute();
        const { numUpdatedRows } = await transaction
          .updateTable('clew.invitation')
          .set({ worker_id: workerId })
          .where('agency_id', '=', agencyId)
          .where('invitation_id', '=', invitationId)
          .where('worker_id', 'is', null)
          .where('expires_at', '>', desk.now())
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) throw new InvitationIsOver();
      },
    );
    return fingerprintOf(recipient + verifyKey);
  } catch (error) {
    if (error instanceof InvitationIsOver) return undefined;
    throw error;
  }
}

/** Undoes the transaction, so that nobody joins by an invitation that is over. */
class InvitationIsOver extends Error {}

/** The answer of whoever joined by a link; undefined if it was not written with the link's secret. */
export function openAnswer(
  secret: Uint8Array,
  ids: { agencyId: string; workerId: string },
  profile: string,
): Answer | undefined {
  const opened = open({ key: keyOfLink(secret), context: contextOfAnswer(ids), box: profile });
  return opened.ok ? (JSON.parse(opened.text) as Answer) : undefined;
}

function contextOfAnswer({ agencyId, workerId }: { agencyId: string; workerId: string }): string {
  return contextOf(agencyId, 'worker', workerId, 'answer', 1);
}
