import { lockSecrets, type SecretBundle, unlockSecrets } from '@clew/seal';
import type { Door } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import { type ProviderLink, readLink } from './agency-provider.ts';
import { checkNewPasskey } from './check-passkey.ts';
import { makeCodeSecret, stepOfCode } from './one-time-code.ts';
import { LONGEST_PASSKEY_NAME, MOST_PASSKEYS, type Passkey, readPasskeys, withPasskeys } from './passkey.ts';
import { useChallenge } from './passkey-challenge.ts';
import { secretsContext } from './prove-worker.ts';

/** A worker whose passphrase was given again: the key that it makes. */
export type WithPassphrase = { door: Door; agencyId: string; workerId: string; key: Uint8Array };

/** What a worker signs in with beside the passphrase. */
export type Factors = { hasCode: boolean; passkeys: readonly Passkey[]; isLinked: boolean };

/**
 * Why a second factor was not changed. `refused`: no passkey came that can be taken, or the code is not the new secret's; `last`:
 * it is the only one; `changed`: the secrets were changed meanwhile, by this worker elsewhere or by a withdrawal.
 */
export type NotChanged = 'refused' | 'name' | 'taken' | 'most' | 'last' | 'none' | 'changed';
type Changed = { ok: true } | { ok: false; why: NotChanged };

/** The second factors of a worker; undefined if the key opens nothing any more. */
export async function readFactors(at: WithPassphrase): Promise<Factors | undefined> {
  const opened = await openSecrets(at);
  if (!opened) return undefined;
  const { secrets } = opened;
  const isLinked = readLink(secrets) !== undefined;
  return { hasCode: Boolean(secrets.code), passkeys: readPasskeys(secrets), isLinked };
}

/** Adds a passkey that the worker's browser has just made for this challenge. */
export async function addPasskey(
  desk: Desk,
  at: WithPassphrase,
  given: { answer: string; challenge: string; name: string },
): Promise<Changed> {
  const { party } = desk;
  const name = given.name.normalize('NFKC').trim();
  if (name === '' || [...name].length > LONGEST_PASSKEY_NAME) return { ok: false, why: 'name' };
  const made = party && (await checkNewPasskey(given.answer, { party, challenge: given.challenge }));
  if (!made) return { ok: false, why: 'refused' };
  const since = desk.now().toISOString().slice(0, 10);
  return change(desk, at, {
    action: 'self.add-factor',
    challenge: given.challenge,
    alter: (secrets) => {
      const passkeys = readPasskeys(secrets);
      if (passkeys.some(({ id }) => id === made.id)) return 'taken';
      if (passkeys.length >= MOST_PASSKEYS) return 'most';
      return withPasskeys(secrets, [...passkeys, { ...made, name, since }]);
    },
  });
}

/** Takes a passkey away, by its id; never the last factor. */
export async function removePasskey(desk: Desk, at: WithPassphrase, id: string): Promise<Changed> {
  return change(desk, at, {
    action: 'self.remove-factor',
    alter: (secrets) => {
      const passkeys = readPasskeys(secrets);
      const left = passkeys.filter((one) => one.id !== id);
      if (left.length === passkeys.length) return 'none';
      return left.length === 0 && !secrets.code ? 'last' : withPasskeys(secrets, left);
    },
  });
}

/** Takes the one-time code away; never the last factor. */
export async function removeCode(desk: Desk, at: WithPassphrase): Promise<Changed> {
  return change(desk, at, {
    action: 'self.remove-factor',
    alter: ({ code, ...others }) => {
      if (!code) return 'none';
      const left = others as unknown as SecretBundle;
      return readPasskeys(left).length === 0 ? 'last' : left;
    },
  });
}

/** A new secret for codes, to be taken with its first code. */
export const newCodeSecret = makeCodeSecret;

/** Puts a secret for codes in the place of the one there was, if any, once the worker's app shows its code. */
export async function setCode(
  desk: Desk,
  at: WithPassphrase,
  { secret, code }: { secret: string; code: string },
): Promise<Changed> {
  if (stepOfCode(secret, code, desk.now()) === undefined) return { ok: false, why: 'refused' };
  return change(desk, at, {
    action: 'self.add-factor',
    alter: (secrets) => ({ ...secrets, code: secret }),
  });
}

type Alteration = {
  action: 'self.add-factor' | 'self.remove-factor';
  /** Used up with it. */
  challenge?: string;
  alter: (secrets: SecretBundle) => SecretBundle | NotChanged;
};

async function change(desk: Desk, at: WithPassphrase, alteration: Alteration): Promise<Changed> {
  const { door, agencyId, workerId, key } = at;
  const opened = await openSecrets(at);
  const altered = opened ? alteration.alter(opened.secrets) : 'changed';
  if (!opened || typeof altered === 'string')
    return { ok: false, why: typeof altered === 'string' ? altered : 'changed' };
  const ids = { agency_id: agencyId, worker_id: workerId };
  const context = secretsContext(ids);
  const secret_box = lockSecrets({ key, random: desk.random, context, secrets: altered });
  const { action, challenge } = alteration;
  return attempt<NotChanged>((undo) =>
    door.write({ action, thing: `worker ${workerId}` }, async (transaction) => {
      const now = desk.now();
      if (challenge !== undefined && !(await useChallenge(transaction, { agencyId, challenge, now })))
        undo('refused');
      const { numUpdatedRows } = await transaction
        .updateTable('clew.worker')
        .set({ secret_box })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('secret_box', '=', opened.box)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) undo('changed');
    }),
  );
}

async function openSecrets({
  door,
  agencyId,
  workerId,
  key,
}: WithPassphrase): Promise<{ secrets: SecretBundle; box: string } | undefined> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select('secret_box')
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  const box = row?.secret_box ?? '';
  const context = secretsContext({ agency_id: agencyId, worker_id: workerId });
  const unlocked = unlockSecrets({ key, context, box });
  return unlocked.ok ? { secrets: unlocked.secrets, box } : undefined;
}

/** Notes whom the agency's provider knows the worker as. Once: who is linked takes the link away first. */
export async function linkProvider(desk: Desk, at: WithPassphrase, link: ProviderLink): Promise<Changed> {
  return change(desk, at, {
    action: 'self.add-factor',
    alter: (secrets) => (readLink(secrets) ? 'taken' : { ...secrets, provider: JSON.stringify(link) }),
  });
}

/** Takes the link to the provider away. Code and passkeys stay, so nobody is shut out by it. */
export async function unlinkProvider(desk: Desk, at: WithPassphrase): Promise<Changed> {
  return change(desk, at, {
    action: 'self.remove-factor',
    alter: ({ provider, ...others }) => (provider ? (others as unknown as SecretBundle) : 'none'),
  });
}
