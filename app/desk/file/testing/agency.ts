import { randomBytes, randomUUID } from 'node:crypto';
import { makeKey, type RosterWorker, unwrapKey, wrapKey } from '@clew/seal';
import { type Database, type Door, openDoor } from '../../../store/index.ts';
import { giveMandates } from '../../demo/give-mandates.ts';
import { signSecond, writeStatement } from '../../keys/line.ts';
import { type Granter, signRights } from '../../keys/rights.ts';
import type { Signer } from '../../keys/statement.ts';
import { type Mandate, type RoleName, rolesOf } from '../../policy/index.ts';
import { type MadeRoster, type MadeWorker, makeRoster } from '../../testing/made-roster.ts';
import type { FileDesk, FileTransaction } from '../file-desk.ts';

/** A moment at which tests happen; nothing in them depends on the day they run on. */
export const NOW = new Date('2026-03-16T09:00:00Z');

/** A database of the test's own, as the application and as its owner. */
type TestDatabase = { app: Database; admin: Database };

/** A worker of a made-up agency, at their desk. */
export type TestWorker = FileDesk & { workerId: string };

/** A made-up agency with real keys and rows, as sign-in and invitations would leave them. */
export type TestAgency = {
  agencyId: string;
  teams: Readonly<Record<string, string>>;
  /** Who gives roles and teams in this agency, and who confirms it. */
  granter: Granter;
  confirmer: Signer;
  /** Adds a worker with roles, in a team or none, and signs them in. */
  join(roles: readonly RoleName[], team?: string): Promise<TestWorker>;
};

const random = (length: number) => Uint8Array.from(randomBytes(length));

type Making = { mandates?: readonly Mandate[]; teams?: readonly string[]; now?: () => Date };

/** Makes an agency with mandates (a shelter, unless told) and teams (`north`, `south`). */
export async function makeAgency(database: TestDatabase, making: Making = {}): Promise<TestAgency> {
  const { mandates = ['shelter'], teams: names = ['north', 'south'], now = () => NOW } = making;
  const agencyId = randomUUID();
  const roster = await makeRoster(agencyId, random);
  const agencyKey = makeKey(random);
  const teams = Object.fromEntries(names.map((name) => [name, randomUUID()]));
  const door = openDoor(database.app, { kind: 'worker', workerId: 'founder', agencyId });
  await insertAsOwner(database, agencyId, roster.pins.rosterVerifyKey);
  await write(door, async (transaction) => {
    // Both have left: they are nobody's colleagues, and their signatures stand.
    for (const one of [roster.founder, roster.second]) await insertWorker(transaction, one, 'left');
    for (const team_id of Object.values(teams))
      await transaction
        .insertInto('clew.team')
        .values({ agency_id: agencyId, team_id, profile: 'x' })
        .execute();
  });
  const second = signerOf(roster.second);
  await giveMandates({ door, first: { ...roster.granter, pins: roster.pins }, second, at: now() }, mandates);
  const agency = { agencyId, roster, agencyKey, mandates, teams, now, database };
  return {
    agencyId,
    teams,
    granter: roster.granter,
    confirmer: second,
    join: (roles, team) => join(agency, roles, team),
  };
}

type Inside = {
  agencyId: string;
  roster: MadeRoster;
  agencyKey: Uint8Array;
  mandates: readonly Mandate[];
  teams: Readonly<Record<string, string>>;
  now: () => Date;
  database: TestDatabase;
};

async function join(agency: Inside, roles: readonly RoleName[], team?: string): Promise<TestWorker> {
  const { agencyId, roster, database } = agency;
  const workerId = randomUUID();
  const made = await roster.add(workerId);
  const { keys, worker: me } = made;
  const teamIds = team === undefined ? [] : [agency.teams[team] ?? ''];
  const giver = { worker: me, signingKey: keys.secrets.signingKey };
  const about = { keyId: 'agency', generation: 1 };
  const wrapped = await wrapKey({ key: agency.agencyKey, about, recipient: me, giver });
  const rosterAbout = { keyId: 'roster', generation: 1 };
  const { rosterKey } = roster.granter;
  const wraps = [{ ...toRow(about), ...wrapped }];
  if (roles.includes('administrator')) {
    const given = await wrapKey({ key: rosterKey, about: rosterAbout, recipient: me, giver });
    wraps.push({ ...toRow(rosterAbout), ...given });
  }
  const door = openDoor(database.app, { kind: 'worker', workerId, agencyId });
  await write(door, async (transaction) => {
    await insertWorker(transaction, made, 'in');
    await transaction
      .insertInto('clew.key_wrap')
      .values(
        wraps.map((wrap) => ({ agency_id: agencyId, worker_id: workerId, given_by: workerId, ...wrap })),
      )
      .execute();
    const first = signRights(roster.granter, { workerId, rights: { roles, teams: teamIds } });
    const second = signSecond(signerOf(roster.second), first);
    await writeStatement(transaction, { agencyId, at: agency.now() }, { ...first, second });
  });
  const actor = {
    ...{ workerId, agencyId, roles: rolesOf(roles), mandates: agency.mandates },
    ...{ teams: teamIds, isDeputyFor: [] },
  };
  const { identity, signingKey } = keys.secrets;
  const open = (keyId: string) => openOwn(door, { keyId, me, identity });
  const { pins } = roster;
  return {
    workerId,
    actor,
    keys: { me, identity, signingKey, pins, open },
    door,
    now: agency.now,
    random,
  };
}

function signerOf({ worker, keys }: MadeWorker): Signer {
  return { me: worker, signingKey: keys.secrets.signingKey };
}

async function insertWorker(
  transaction: FileTransaction,
  { worker, row }: MadeWorker,
  standing: 'in' | 'left',
): Promise<void> {
  await transaction
    .insertInto('clew.worker')
    .values({
      ...{ agency_id: worker.agencyId, worker_id: worker.workerId, name_hash: randomBytes(32) },
      ...{ recipient: worker.recipient, verify_key: worker.verifyKey },
      ...{ standing, profile: 'x', secret_box: 'x', kdf: 'x', salt: 'x' },
    })
    .execute();
  await transaction.insertInto('clew.roster_entry').values(row).execute();
}

const toRow = (about: { keyId: string; generation: number }) => ({
  key_id: about.keyId,
  generation: about.generation,
});

type Own = { keyId: string; me: RosterWorker; identity: string };

async function openOwn(door: Door, { keyId, me, identity }: Own): Promise<{ key: Uint8Array } | undefined> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.key_wrap')
      .select(['generation', 'wrap', 'signature'])
      .where('key_id', '=', keyId)
      .where('worker_id', '=', me.workerId)
      .executeTakeFirst(),
  );
  if (row === undefined) return undefined;
  const about = { keyId, generation: row.generation };
  const opened = await unwrapKey({ wrapped: row, about, recipient: me, identity, giver: me });
  return opened.ok ? { key: opened.key } : undefined;
}

async function write(door: Door, work: Parameters<Door['tally']>[0]): Promise<void> {
  await door.tally(work);
}

async function insertAsOwner(database: TestDatabase, agencyId: string, rosterKey: string): Promise<void> {
  const letters = 'bcdfghjkmnpqrstvwxz23456789';
  const code = [...randomBytes(8)].map((byte) => letters[byte % letters.length]).join('');
  await database.admin
    .insertInto('clew.agency')
    .values({ agency_id: agencyId, code, profile: 'x', roster_key: rosterKey, backup_recipient: 'x' })
    .execute();
}
