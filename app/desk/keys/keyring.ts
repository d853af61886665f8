import { makeSigningKeys, type RosterWorker, type SecretBundle, unwrapKey } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import { ROSTER_KEY } from '../agency/profiles.ts';
import { followRoster } from './follow-roster.ts';
import { findOnRoster, type Pins, pinsOf } from './roster.ts';

/** A key that was opened, and which generation of it this is. */
export type OpenKey = { key: Uint8Array; generation: number };

/** What a worker who is signed in can open and sign, while one request is answered. */
export type Keyring = {
  /** The worker, as the roster has them. */
  me: RosterWorker;
  identity: string;
  signingKey: string;
  /** The agency's roster key and founding, as this worker pinned them, and as the key was made anew since. */
  pins: Pins;
  /**
   * A key that was given to this worker, the newest generation unless told; undefined if none was, or if it is not sound. Of the
   * roster key the one that is in force.
   */
  open(keyId: string, generation?: number): Promise<OpenKey | undefined>;
  /** A colleague as the roster has them, to give keys to; undefined if two people have not let them in. */
  colleague(workerId: string): Promise<RosterWorker | undefined>;
};

type KeyringOf = { door: Door; agencyId: string; workerId: string; secrets: SecretBundle };

/** The keyring of a worker; undefined if the agency's roster does not have them, as before they are let in. */
export async function openKeyring({
  door,
  agencyId,
  workerId,
  secrets,
}: KeyringOf): Promise<Keyring | undefined> {
  const pinned = pinsOf(agencyId, secrets);
  if (!pinned) return undefined;
  const { identity, signingKey } = secrets;
  const { pins, me } = await door.read(async (transaction) => {
    const pins = await followRoster(transaction, pinned);
    return { pins, me: await findOnRoster(transaction, pins, workerId) };
  });
  if (!me) return undefined;
  const known = new Map<string, Promise<RosterWorker | undefined>>([[workerId, Promise.resolve(me)]]);
  const opened = new Map<string, Promise<OpenKey | undefined>>();
  const colleague = (id: string) =>
    remembered(known, id, () => door.read((transaction) => findOnRoster(transaction, pins, id)));
  const openOne = async (keyId: string, generation?: number): Promise<OpenKey | undefined> => {
    const { row, giver } = await door.read(async (transaction) => {
      const row = await readWrap(transaction, { agencyId, workerId }, { keyId, generation });
      if (!row) return { row };
      // In this transaction, and not what another may be waiting for: it would need a second connection.
      const giver = row.given_by === workerId ? me : await findOnRoster(transaction, pins, row.given_by);
      return { row, giver };
    });
    if (!row || !giver) return undefined;
    const about = { keyId, generation: row.generation };
    const unwrapped = await unwrapKey({ wrapped: row, about, recipient: me, identity, giver });
    return unwrapped.ok ? { key: unwrapped.key, generation: row.generation } : undefined;
  };
  /** The newest may be one that is only being prepared. */
  const openRosterKey = async (): Promise<OpenKey | undefined> => {
    const newest = await door.read((transaction) =>
      readWrap(transaction, { agencyId, workerId }, { keyId: ROSTER_KEY, generation: undefined }),
    );
    for (let generation = newest?.generation ?? 0; generation >= 1; generation--) {
      const found = await openOne(ROSTER_KEY, generation);
      if (found && makeSigningKeys(() => found.key).verifyKey === pins.rosterVerifyKey) return found;
    }
    return undefined;
  };
  const open = (keyId: string, generation?: number) =>
    keyId === ROSTER_KEY && generation === undefined ? openRosterKey() : openOne(keyId, generation);
  return {
    me,
    identity,
    signingKey,
    pins,
    colleague,
    open: async (keyId, generation) => {
      const found = await remembered(opened, `${keyId} ${generation ?? ''}`, () => open(keyId, generation));
      // The newest is then known by its number too.
      if (found) opened.set(`${keyId} ${found.generation}`, Promise.resolve(found));
      return found;
    },
  };
}

function remembered<Value>(
  map: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const made = map.get(key) ?? make();
  map.set(key, made);
  return made;
}

type WorkerId = { agencyId: string; workerId: string };

async function readWrap(
  transaction: Transaction<Schema>,
  { agencyId, workerId }: WorkerId,
  { keyId, generation }: { keyId: string; generation: number | undefined },
) {
  const wanted = transaction
    .selectFrom('clew.key_wrap')
    .select(['generation', 'wrap', 'signature', 'given_by'])
    .where('agency_id', '=', agencyId)
    .where('key_id', '=', keyId)
    .where('worker_id', '=', workerId)
    .orderBy('generation', 'desc')
    .limit(1);
  return (generation === undefined ? wanted : wanted.where('generation', '=', generation)).executeTakeFirst();
}
