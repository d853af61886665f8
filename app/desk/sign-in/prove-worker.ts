import { createHash } from 'node:crypto';
import { lockSecrets, type SecretBundle, unlockSecrets } from '@clew/seal';
import { sql } from 'kysely';
import { type Door, openDoor } from '../../store/index.ts';
import type { Desk } from '../desk.ts';
import type { DeskEvent } from '../events.ts';
import { followRoster } from '../keys/follow-roster.ts';
import { pinsOf } from '../keys/roster.ts';
import { type DeviceOwner, findDevice } from './device.ts';
import { spendGuess } from './guess-budget.ts';
import { type Derivation, deriveKey, isBearable, isWeaker } from './passphrase.ts';
import { proveFactor, secretsAfter } from './second-factor.ts';
import { hashName, readSignInName } from './sign-in-name.ts';

export type SignInAttempt = {
  name: string;
  passphrase: string;
  code: string;
  /** What a passkey answered, and to what; in place of a code. */
  passkey?: { answer: string; challenge: string } | undefined;
  /** True for whoever goes on to the agency's provider, which may stand in for a code: only `setOut` sets it. */
  isOnTheWay?: boolean;
  /** The cookie that tells which workers signed in by this browser before. */
  devices?: string | undefined;
};

/**
 * What a worker proved to be one by beside the passphrase, and what must be noted so that it is not used again: the half minute
 * of a code; nothing of one that was used up on the way to a provider; the provider's word, which is taken once by itself; the challenge that a passkey answered, and the secrets with its new counter where it counts, sealed and open.
 */
export type Factor =
  | { kind: 'code'; step: number }
  | { kind: 'provider' }
  | { kind: 'spent' }
  | { kind: 'passkey'; challenge: string; counted: { secrets: SecretBundle; secretBox: string } | undefined };

/** Who proved to be a worker, and what only they hold. */
export type Proven = {
  worker: WorkerRow;
  secrets: SecretBundle;
  factor: Factor;
  /** On what wrong attempts were counted, in hexadecimal: forgotten once somebody is in. */
  guessedAs: string;
  /**
   * The same secrets sealed anew, if there is a reason: under a key that costs what one costs today where theirs cost less, with the
   * roster key that is in force where another was pinned. Whoever opens the session puts it there.
   */
  stronger?: Stronger | undefined;
};

/** A worker's secrets, sealed anew under the same passphrase. */
export type Stronger = Derivation & { secret_box: string };

/**
 * Why somebody is not signed in. `wrong` says nothing of what was wrong; `wait` comes after too many wrong attempts;
 * `busy` when the turn did not come.
 */
export type SignInRefusal = { ok: false; why: 'wrong' | 'busy' } | { ok: false; why: 'wait'; until: Date };

export type WorkerRow = {
  agency_id: string;
  worker_id: string;
  verify_key: string;
  secret_box: string;
  kdf: string;
  salt: string;
  session_epoch: number;
  standing: 'invited' | 'in' | 'left';
};

/**
 * Checks name, passphrase and second factor, in this order, and takes one from the budget of guesses. The factor is not used up
 * yet: `useFactor`.
 */
export async function proveWorker(
  desk: Desk,
  attempt: SignInAttempt,
): Promise<({ ok: true } & Proven) | SignInRefusal> {
  const result = await prove(desk, attempt);
  if (!result.ok) desk.note(REFUSAL_EVENTS[result.why]);
  return result;
}

const REFUSAL_EVENTS: Readonly<Record<SignInRefusal['why'], DeskEvent>> = {
  wrong: 'sign-in.wrong',
  wait: 'sign-in.spent',
  busy: 'sign-in.turned-away',
};

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the order of the steps is the protection: as much work for nobody as for somebody
async function prove(desk: Desk, attempt: SignInAttempt): Promise<({ ok: true } & Proven) | SignInRefusal> {
  const name = readSignInName(attempt.name);
  const { agencyId, isThere } = await findAgency(desk, name.code);
  const nameHash = hashName(name);
  // Not a worker yet: the door only counts and looks, and leaves nothing in the journal.
  const door = openDoor(desk.database, { kind: 'worker', agencyId, workerId: 'sign-in' });
  const found = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select([
        'agency_id',
        'worker_id',
        'verify_key',
        'secret_box',
        'kdf',
        'salt',
        'session_epoch',
        'standing',
      ])
      .where('agency_id', '=', agencyId)
      .where('name_hash', '=', nameHash)
      .where('standing', '<>', 'left')
      .executeTakeFirst(),
  );
  // Asked for somebody too, so that it is as much work.
  const none = await nobody(desk, { agencyId, nameHash });
  const worker = found ?? none;
  const device = findDevice(attempt.devices, ownerOf(worker));
  const budget = {
    agencyId,
    budget: device ?? createHash('sha256').update('clew name').update(nameHash).digest(),
  };
  const turn = {
    isKnownDevice: device !== undefined,
    // By the code alone: whether the name is somebody's must not decide on the place in the line.
    agency: isThere ? agencyId : 'nobody',
    name: nameHash.toString('hex'),
  };
  // Where what is kept beside the box was tampered with, the usual work is done for nobody.
  const isSound = found !== undefined && isBearable(found, desk);
  const derivation = isSound ? found : none;
  // Counted when its turn has come, so that a flood writes no faster than passphrases are made keys.
  const tried = await desk.line.run(turn, async () => {
    const until = await spendGuess(door, budget, desk.now());
    return until ?? (await deriveKey(attempt.passphrase, derivation));
  });
  if (!tried.ok) return { ok: false, why: 'busy' };
  if (tried.value instanceof Date) return { ok: false, why: 'wait', until: tried.value };
  const context = secretsContext(worker);
  const unlocked = unlockSecrets({ key: tried.value, context, box: worker.secret_box });
  if (!isSound || !unlocked.ok) return { ok: false, why: 'wrong' };
  const { secrets } = unlocked;
  const factor = await proveFactor(desk, attempt, { worker: found, secrets, key: tried.value, context });
  if (factor === undefined) return { ok: false, why: 'wrong' };
  const guessedAs = budget.budget.toString('hex');
  // A provider has said nothing yet: forgotten here, guesses at the code would begin anew with each way to it.
  if (factor.kind !== 'provider') await forgetGuesses(door, { agencyId, guessedAs });
  // Where its turn does not come, the next sign-in does it.
  const pinned = await pinRosterNow(door, agencyId, secrets);
  const kept = { worker: found, secrets: { ...secretsAfter(secrets, factor), ...pinned } };
  const anew = isWeaker(found, desk)
    ? await desk.line.run(turn, () => sealAnew(desk, kept, attempt.passphrase))
    : pinned && { ok: true as const, value: sealAgain(desk, kept, tried.value) };
  return {
    ok: true,
    worker: found,
    secrets: { ...secrets, ...pinned },
    factor,
    guessedAs,
    ...(anew?.ok ? { stronger: anew.value } : {}),
  };
}

/** Forgets the wrong attempts of who came in at last, by the name of what they were counted on. */
export async function forgetGuesses(
  door: Door,
  { agencyId, guessedAs }: { agencyId: string; guessedAs: string },
): Promise<void> {
  await door.tally((transaction) =>
    transaction
      .deleteFrom('clew.guess')
      .where('agency_id', '=', agencyId)
      .where('budget', '=', Buffer.from(guessedAs, 'hex'))
      .execute(),
  );
}

/**
 * The roster key that took the place of the pinned one, to be pinned from now on: whoever has an older one deceives nobody then, by
 * whatever is put back into the database. Undefined where it is the same.
 */
async function pinRosterNow(
  door: Door,
  agencyId: string,
  secrets: SecretBundle,
): Promise<{ rosterVerifyKey: string } | undefined> {
  const pins = pinsOf(agencyId, secrets);
  const now = pins && (await door.read((transaction) => followRoster(transaction, pins)));
  return now && now.rosterVerifyKey !== pins.rosterVerifyKey
    ? { rosterVerifyKey: now.rosterVerifyKey }
    : undefined;
}

/** Seals a worker's secrets under the same key as before. */
function sealAgain(
  desk: Desk,
  { worker, secrets }: { worker: WorkerRow; secrets: SecretBundle },
  key: Uint8Array,
): Stronger {
  const { kdf, salt } = worker;
  const context = secretsContext(worker);
  return { kdf, salt, secret_box: lockSecrets({ key, random: desk.random, context, secrets }) };
}

/** Seals a worker's secrets under a key that costs what one costs today. */
async function sealAnew(
  desk: Desk,
  { worker, secrets }: { worker: WorkerRow; secrets: SecretBundle },
  passphrase: string,
): Promise<Stronger> {
  const { kdf } = desk;
  const salt = Buffer.from(desk.random(16)).toString('base64url');
  const key = await deriveKey(passphrase, { kdf, salt });
  const secret_box = lockSecrets({ key, random: desk.random, context: secretsContext(worker), secrets });
  return { kdf, salt, secret_box };
}

/** What a worker's secrets are sealed for. */
export function secretsContext(worker: { agency_id: string; worker_id: string }): string {
  return `${worker.agency_id}/worker/${worker.worker_id}`;
}

/** The agency with a code; an id that no agency has where there is none, so that all that follows is the same. */
export async function agencyOf(desk: Desk, code: string): Promise<string> {
  return (await findAgency(desk, code)).agencyId;
}

async function findAgency(desk: Desk, code: string): Promise<{ agencyId: string; isThere: boolean }> {
  const { rows } = await sql<{ id: string | null }>`SELECT clew.agency_by_code(${code}) AS id`.execute(
    desk.database,
  );
  if (rows[0]?.id) return { agencyId: rows[0].id, isThere: true };
  const hash = createHash('sha256').update(`clew no agency\0${code}`).digest('hex');
  const agencyId = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  return { agencyId, isThere: false };
}

/**
 * A worker who is nobody: what is done for somebody is done for them too, and fails at the end. Their passphrase is made a key as that of
 * the worker is whose id is next, which may be in an older way.
 */
export async function nobody(
  desk: Desk,
  { agencyId, nameHash }: { agencyId: string; nameHash: Buffer },
): Promise<WorkerRow> {
  const id = nameHash.toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  const { rows } = await sql<{ kdf: string | null }>`
    SELECT clew.kdf_like(${agencyId}::uuid, ${id}::uuid) AS kdf
  `.execute(desk.database);
  const salt = nameHash.subarray(0, 16).toString('base64url');
  const like = { kdf: rows[0]?.kdf ?? desk.kdf, salt };
  return {
    agency_id: agencyId,
    worker_id: id,
    verify_key: NOBODYS_KEY,
    secret_box: NOBODYS_BOX,
    kdf: isBearable(like, desk) ? like.kdf : desk.kdf,
    salt,
    session_epoch: 1,
    standing: 'in',
  };
}

const NOBODYS_KEY = 'ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const NOBODYS_BOX = Buffer.concat([Buffer.of(1), Buffer.alloc(24 + 4096 + 16)]).toString('base64url');

/** A worker as far as a browser's tokens are concerned. */
export function ownerOf(worker: WorkerRow): DeviceOwner {
  const { agency_id: agencyId, worker_id: workerId, session_epoch: epoch, verify_key: verifyKey } = worker;
  return { agencyId, workerId, epoch, verifyKey };
}
