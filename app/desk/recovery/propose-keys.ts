import {
  contextOf,
  fingerprintOf,
  lockSecrets,
  makeWorkerKeys,
  prepareRosterEntry,
  type RosterEntry,
  readFounding,
  signOwnKeys,
} from '@clew/seal';
import type { Desk } from '../desk.ts';
import { type Again, type NotProven, proveAgain } from '../sign-in/prove-again.ts';
import type { AtDesk } from './arrange-recovery.ts';

/** New keys of a worker, as anybody of the agency may see them. */
type NewKeys = { agencyId: string; workerId: string; recipient: string; verifyKey: string };

/**
 * Makes new keys for a worker who is signed in and proves again who they are. They take the place of the old ones once an
 * administrator has heard their fingerprint and signed them (`confirmKeys`), and the worker proves it once more
 * (`completeKeys`). Returns the fingerprint. What was proposed before is forgotten.
 */
export async function proposeKeys(
  desk: Desk,
  at: AtDesk,
  again: Again,
): Promise<{ ok: true; fingerprint: string } | { ok: false; why: NotProven }> {
  const { door, keyring } = at;
  const proven = await proveAgain(desk, at, again);
  if (!proven.ok) return proven;
  const { agencyId, workerId } = keyring.me;
  const { recipient, verifyKey, secrets } = await makeWorkerKeys(desk.random);
  const entry = nextEntry(keyring, { recipient, verifyKey });
  const ids = { agency_id: agencyId, worker_id: workerId };
  const secret_box = lockSecrets({
    key: proven.key,
    random: desk.random,
    context: contextOfNewKeys(entry),
    secrets: { ...proven.secrets, ...secrets },
  });
  const statement = prepareRosterEntry({ signingKey: keyring.signingKey, entry });
  const own_signature = signOwnKeys({ signingKey: secrets.signingKey, keys: entry });
  await door.write({ action: 'self.rotate-keys', thing: `worker ${workerId}` }, async (transaction) => {
    await transaction
      .deleteFrom('clew.key_change')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .execute();
    await transaction
      .insertInto('clew.key_change')
      .values({
        ...{ ...ids, recipient, verify_key: verifyKey, secret_box, statement, own_signature },
        ...{ number: entry.number, asked_at: desk.now() },
      })
      .execute();
  });
  return { ok: true, fingerprint: fingerprintOf(recipient + verifyKey) };
}

/** What new keys are signed and sealed for. */
export function contextOfNewKeys({ agencyId, workerId }: NewKeys): string {
  return contextOf('clew key change', agencyId, workerId);
}

/** The entry that a worker's new keys are to have: signed with the keys before, and one further on. */
function nextEntry(
  { me, pins }: AtDesk['keyring'],
  keys: { recipient: string; verifyKey: string },
): RosterEntry {
  const { agencyId, workerId, number } = me;
  const preparedBy = { workerId, number };
  const { founding } = pins;
  return { agencyId, workerId, number: number + 1, kind: 'changed', founding, preparedBy, ...keys };
}

/** The same as its row tells it, and the signatures that the worker put to it; undefined if there was no entry before. */
export async function readNewEntry(
  { door, keyring }: AtDesk,
  workerId: string,
  row: NewKeysRow,
): Promise<{ entry: RosterEntry; own: string; prepared: string } | undefined> {
  const { agencyId } = keyring.me;
  const before = await door.read((transaction) =>
    transaction
      .selectFrom('clew.roster_entry')
      .select('founding')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .where('number', '=', row.number - 1)
      .executeTakeFirst(),
  );
  const founding = readFounding(before?.founding ?? '');
  if (!founding) return undefined;
  const { recipient, verify_key: verifyKey, number, own_signature: own, statement: prepared } = row;
  const preparedBy = { workerId, number: number - 1 };
  const entry = {
    agencyId,
    workerId,
    number,
    kind: 'changed',
    founding,
    preparedBy,
    recipient,
    verifyKey,
  } as const;
  return { entry, own, prepared };
}

/** New keys as they stand in the database. */
type NewKeysRow = {
  recipient: string;
  verify_key: string;
  number: number;
  own_signature: string;
  statement: string;
};
