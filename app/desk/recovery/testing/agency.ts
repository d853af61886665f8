import { createHash, randomUUID } from 'node:crypto';
import type { Random } from '@clew/seal';
import { sql } from 'kysely';
import { type Database, openDoor } from '../../../store/index.ts';
import { admitWorker } from '../../agency/admit-worker.ts';
import { confirmWorker } from '../../agency/confirm-worker.ts';
import { foundAgency } from '../../agency/found-agency.ts';
import { listInvitations } from '../../agency/invitations.ts';
import { inviteWorker } from '../../agency/invite-worker.ts';
import { findInvitation, joinAgency } from '../../agency/join-agency.ts';
import { listPrepared } from '../../agency/prepared-workers.ts';
import { createDesk, type Desk } from '../../desk.ts';
import type { FileDesk } from '../../file/index.ts';
import { openKeyring } from '../../keys/keyring.ts';
import { type RoleName, rolesOf } from '../../policy/index.ts';
import { codeAt, makeCodeSecret } from '../../sign-in/one-time-code.ts';
import { deriveKey } from '../../sign-in/passphrase.ts';
import type { Again } from '../../sign-in/prove-again.ts';
import { proveWorker } from '../../sign-in/prove-worker.ts';
import type { AtDesk } from '../arrange-recovery.ts';
import { askRecovery } from '../ask-recovery.ts';
import { findAsked, giveShare } from '../give-share.ts';

/** So little memory that tests of other things do not wait for it. */
const QUICK_KDF = 'argon2id:8:1:1';

/** A database of its own, by the application's role and by its owner. */
type Databases = { app: Database; admin: Database };

/** A clock that a test sets. */
export type TestClock = { now: Date };

/** The desk of a test. */
export function makeTestDesk(database: Databases, clock: TestClock): Desk {
  let drawn = 0;
  const random: Random = (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`test ${drawn++}`).digest(),
    );
    return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
  };
  const settings = {
    database: database.app,
    now: () => clock.now,
    random,
    after: () => () => {},
    sealKey: new Uint8Array(32),
    isDemo: false,
    kdf: QUICK_KDF,
  };
  return createDesk(settings);
}

/** Somebody of a test's agency. */
export type TestWorker = {
  workerId: string;
  agencyId: string;
  signInName: string;
  passphrase: string;
  codeSecret: string;
};

const CODE = 'bcdfghjk';

async function newcomer(desk: Desk, own: string) {
  const passphrase = `the long passphrase of ${own}`;
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const key = await deriveKey(passphrase, { kdf: QUICK_KDF, salt });
  const codeSecret = makeCodeSecret(desk.random);
  const chosen = {
    workerId: randomUUID(),
    name: own,
    own,
    code: CODE,
    kdf: QUICK_KDF,
    salt,
    key: Buffer.from(key).toString('base64url'),
    codeSecret,
  };
  return { chosen, passphrase, codeSecret };
}

/** Founds an agency whose administrator is called `own`. */
export async function foundTestAgency(desk: Desk, database: Databases, own: string): Promise<TestWorker> {
  const token = Buffer.from(desk.random(32)).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  const ends = new Date(desk.now().getTime() + 60_000);
  await sql`INSERT INTO clew.opening (secret_hash, expires_at) VALUES (${hash}, ${ends})`.execute(
    database.admin,
  );
  const { chosen, passphrase, codeSecret } = await newcomer(desk, own);
  const founded = await foundAgency(desk, { token, agencyName: 'Harbour', newcomer: chosen });
  if (!founded.ok) throw new Error('The agency was not founded.');
  const { agencyId } = founded;
  return { workerId: chosen.workerId, agencyId, signInName: `${own}@${CODE}`, passphrase, codeSecret };
}

/** Who confirms whom the founder of an agency prepares: its first colleague, an administrator too. */
const confirmers = new Map<string, TestWorker>();

/** Lets somebody in by two people. The first time an administrator comes before, as there must be somebody who confirms. */
export async function addTestWorker(desk: Desk, admin: AtDesk, own: string): Promise<TestWorker> {
  const { agencyId } = admin.keyring.me;
  const known = confirmers.get(agencyId);
  if (!known)
    confirmers.set(agencyId, await prepareTestWorker(desk, admin, { own: 'second', role: 'administrator' }));
  const confirmer = confirmerOf(agencyId);
  const worker = await prepareTestWorker(desk, admin, { own, role: 'case-worker' });
  const at = await mustSitDown(desk, confirmer);
  const actor = {
    ...{ workerId: confirmer.workerId, agencyId, roles: rolesOf(['administrator']), mandates: [] },
    ...{ teams: [], isDeputyFor: [] },
  };
  const second = { desk, actor, door: at.door, keys: at.keyring };
  const { workerId, digits } = worker;
  const seen = (await listPrepared(second)).find((one) => one.workerId === workerId)?.seen ?? '';
  const done = await confirmWorker(second, { workerId, seen, digits });
  if (!done.ok) throw new Error('Nobody was let in.');
  return worker;
}

/** Who confirms in an agency. Throws while nobody was let in. */
export function confirmerOf(agencyId: string): TestWorker {
  const confirmer = confirmers.get(agencyId);
  if (!confirmer) throw new Error('Nobody was let in who could confirm.');
  return confirmer;
}

/** Somebody who joined by an invitation, and whom the administrator signed. */
export async function prepareTestWorker(
  desk: Desk,
  admin: AtDesk,
  { own, role }: { own: string; role: RoleName },
): Promise<TestWorker & { digits: string }> {
  const made = await inviteWorker(desk, admin, { forName: own, roles: [role], teams: [] });
  const invitation = made.ok ? await findInvitation(desk, made.link) : undefined;
  if (!invitation) throw new Error('The invitation opens nothing.');
  const { chosen, passphrase, codeSecret } = await newcomer(desk, own);
  const digits = (await joinAgency(desk, invitation, chosen)) ?? '';
  const { workerId } = chosen;
  const [waiting] = (await listInvitations(admin)).filter((one) => one.waiting?.workerId === workerId);
  const admitted = waiting && (await admitWorker(desk, admin, waiting.invitationId));
  if (!admitted?.ok) throw new Error('Nobody was prepared.');
  const { agencyId } = admin.keyring.me;
  return { workerId, agencyId, signInName: `${own}@${CODE}`, passphrase, codeSecret, digits };
}

/** A worker at the desk, by passphrase and code; undefined if they are refused, or open nothing. */
export async function sitDown(
  desk: Desk,
  { signInName, passphrase, codeSecret }: TestWorker,
): Promise<AtDesk | undefined> {
  const code = codeAt(codeSecret, desk.now());
  const proven = await proveWorker(desk, { name: signInName, passphrase, code });
  if (!proven.ok) return undefined;
  const { agency_id: agencyId, worker_id: workerId } = proven.worker;
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId });
  const keyring = await openKeyring({ door, agencyId, workerId, secrets: proven.secrets });
  return keyring && { door, keyring };
}

/** A worker at the desk. Throws if they are refused. */
export async function mustSitDown(desk: Desk, worker: TestWorker): Promise<AtDesk> {
  const at = await sitDown(desk, worker);
  if (!at) throw new Error(`${worker.signInName} is refused.`);
  return at;
}

/** What somebody gives again at a terminal, where a code was asked for a moment before. */
export function givenAgain(passphrase: string): Again {
  return { passphrase, second: 'at-sign-in' };
}

/** A case worker of a shelter at their files. */
export function atFiles(desk: Desk, { door, keyring }: AtDesk): FileDesk & { workerId: string } {
  const { agencyId, workerId } = keyring.me;
  const mandates = ['shelter'] as const;
  const actor = { workerId, agencyId, roles: rolesOf(['case-worker']), mandates, teams: [], isDeputyFor: [] };
  return { actor, workerId, keys: keyring, door, now: desk.now, random: desk.random };
}

/** Asks for the way back in somebody's name; throws if their turn did not come. */
export async function ask(desk: Desk, signInName: string) {
  const asked = await askRecovery(desk, signInName);
  if (!asked.ok) throw new Error(asked.why);
  return asked;
}

/** A custodian gives their share to whoever read them these digits, and confirms the body that was written. */
export async function giveAsked(desk: Desk, at: AtDesk, typed: string) {
  const found = await findAsked(desk, at, typed);
  return found.ok ? giveShare(desk, at, { typed, workerId: found.workerId, body: found.body }) : found;
}

/** What somebody chooses who comes back. */
export async function chooseAnew(desk: Desk, worker: TestWorker) {
  const passphrase = 'quite another long passphrase';
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const codeSecret = makeCodeSecret(desk.random);
  const next = {
    kdf: QUICK_KDF,
    salt,
    key: await deriveKey(passphrase, { kdf: QUICK_KDF, salt }),
    codeSecret,
  };
  return { next, after: { ...worker, passphrase, codeSecret } };
}
