import { createHash, randomUUID } from 'node:crypto';
import {
  checkRosterEntry,
  makeKey,
  makeSigningKeys,
  makeWorkerKeys,
  prepareRosterEntry,
  type RosterEntry,
  type RosterWorker,
  type SigningKeys,
  signRosterEntry,
  wrapKey,
} from '@clew/seal';
import { sql } from 'kysely';
import { openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import { writeStatement } from '../keys/line.ts';
import { signRights } from '../keys/rights.ts';
import { rowOfEntry } from '../keys/roster.ts';
import { makeWorker, type Newcomer, type NewWorker } from './newcomer.ts';
import { AGENCY_KEY, ROSTER_KEY, sealName } from './profiles.ts';

/** Whether a link of the start line can still make an agency. */
export async function openingStands(desk: Desk, token: string): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`
    SELECT clew.opening_stands(${hashOf(token)}, ${desk.now()}) AS stands
  `.execute(desk.database);
  return rows[0]?.stands === true;
}

/**
 * Makes an agency and its first administrator, and uses the link up. The backup key's private half is returned here and
 * kept nowhere: whoever asked writes it down. Not ok if the link was used or has expired; nothing has happened then.
 */
export async function foundAgency(
  desk: Desk,
  { token, agencyName, newcomer }: { token: string; agencyName: string; newcomer: Newcomer },
): Promise<{ ok: true; agencyId: string; backupIdentity: string } | { ok: false }> {
  const agencyId = randomUUID();
  const rosterSeed = makeKey(desk.random);
  const roster = makeSigningKeys(() => rosterSeed);
  const backup = await makeWorkerKeys(desk.random);
  const told = { agencyId, rosterVerifyKey: roster.verifyKey };
  const made = await makeWorker(desk, { told, newcomer });
  const { row, secrets } = made;
  const { workerId } = newcomer;
  const { me, entryRow } = signFounder(made, roster);
  const granter = { me, signingKey: secrets.signingKey, rosterKey: rosterSeed };
  const agencyKey = { key: makeKey(desk.random), generation: 1 };
  const keys = { [AGENCY_KEY]: agencyKey.key, [ROSTER_KEY]: rosterSeed };
  const wraps = await wrapForSelf(keys, me, secrets.signingKey);
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  try {
    await door.write({ action: 'agency.found', thing: `agency ${agencyId}` }, async (transaction) => {
      const profile = sealName(desk, agencyKey, { agencyId, table: 'agency', id: agencyId }, agencyName);
      const { rows } = await sql<{ done: boolean }>`
        SELECT clew.open_agency(${hashOf(token)}, ${desk.now()}, ${agencyId}::uuid, ${newcomer.code}, ${profile},
          ${roster.verifyKey}, ${backup.recipient}) AS done
      `.execute(transaction);
      if (!rows[0]?.done) throw new LinkIsDead();
      const own = sealName(desk, agencyKey, { agencyId, table: 'worker', id: workerId }, newcomer.name);
      await transaction
        .insertInto('clew.worker')
        .values({ ...row, profile: own, standing: 'in' })
        .execute();
      await transaction.insertInto('clew.roster_entry').values(entryRow).execute();
      await transaction.insertInto('clew.key_wrap').values(wraps).execute();
      const rights = { roles: ['administrator'], teams: [] };
      await writeStatement(
        transaction,
        { agencyId, at: desk.now() },
        signRights(granter, { workerId, rights }),
      );
    });
  } catch (error) {
    if (error instanceof LinkIsDead) return { ok: false };
    throw error;
  }
  return { ok: true, agencyId, backupIdentity: backup.secrets.identity };
}

/** The founder's own entry: signed by nobody else, and pinned by everybody who comes. */
function signFounder({ keys, secrets, ownSignature: own }: NewWorker, roster: SigningKeys) {
  const { workerId, number } = keys;
  const entry: RosterEntry = { ...keys, kind: 'founder', preparedBy: { workerId, number } };
  const signatures = {
    own,
    prepared: prepareRosterEntry({ signingKey: secrets.signingKey, entry }),
    roster: signRosterEntry({ rosterKey: roster.signingKey, entry }),
  };
  const pins = { rosterVerifyKey: roster.verifyKey, founding: keys.founding };
  const checked = checkRosterEntry({ pins, entry, signatures, signers: {} });
  if (!checked.ok) throw new Error('A roster entry that was just signed does not hold.');
  return { me: checked.worker, entryRow: rowOfEntry(entry, signatures) };
}

/** Undoes the transaction, so that a dead link leaves no trace. */
class LinkIsDead extends Error {}

async function wrapForSelf(keys: Record<string, Uint8Array>, me: RosterWorker, signingKey: string) {
  const { agencyId: agency_id, workerId: worker_id } = me;
  const made = Object.entries(keys).map(async ([key_id, key]) => ({
    agency_id,
    key_id,
    generation: 1,
    worker_id,
    given_by: worker_id,
    ...(await wrapKey({
      key,
      about: { keyId: key_id, generation: 1 },
      recipient: me,
      giver: { worker: me, signingKey },
    })),
  }));
  return Promise.all(made);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
