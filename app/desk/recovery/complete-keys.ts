import {
  checkRosterEntry,
  lockSecrets,
  openShare,
  type RosterWorker,
  resignWrap,
  type SecretBundle,
  sealShare,
  unlockSecrets,
  unwrapKey,
  wrapKey,
} from '@clew/seal';
import { type Selectable, sql } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import type { Desk } from '../desk.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type EntryRow, findEntry, rowOfEntry } from '../keys/roster.ts';
import { type Again, type NotProven, proveAgain } from '../sign-in/prove-again.ts';
import { secretsContext } from '../sign-in/prove-worker.ts';
import { type AtDesk, arrangementOf, forgetRecovery, prepareRecovery } from './arrange-recovery.ts';
import { openCustody } from './custody.ts';
import { readSets } from './drill.ts';
import { contextOfNewKeys, readNewEntry } from './propose-keys.ts';

/**
 * Why the change was not made. `none`: there are no new keys; `unconfirmed`: no administrator has signed them; `changed`: the
 * worker's keys were withdrawn, changed or added to while this was under way.
 */
export type NotCompleted = NotProven | 'none' | 'unconfirmed' | 'changed';

type Transaction = Parameters<Parameters<Door['write']>[1]>[0];
type Step = (transaction: Transaction) => Promise<unknown>;

/** What the change needs: the worker with the old keys, and with the new. */
type Change = { at: AtDesk; next: RosterWorker; secrets: SecretBundle };

/**
 * Puts a worker's new keys in the place of the old ones, all at once: every key that they hold is given to the new keys, every
 * wrap that they gave is signed anew, every share that they keep is sealed anew, their own recovery is arranged anew among
 * the same custodians, and all their sessions end. The old keys open and sign nothing of the node's any more.
 */
export async function completeKeys(
  desk: Desk,
  at: AtDesk,
  again: Again,
): Promise<{ ok: true } | { ok: false; why: NotCompleted }> {
  const proven = await proveAgain(desk, at, again);
  if (!proven.ok) return proven;
  const { agencyId, workerId } = at.keyring.me;
  const row = await at.door.read((transaction) =>
    transaction
      .selectFrom('clew.key_change')
      .selectAll()
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  if (!row) return { ok: false, why: 'none' };
  const signed = await readSigned(at, row);
  if (!signed) return { ok: false, why: 'unconfirmed' };
  const { entry, entryRow } = signed;
  const { key } = proven;
  const unlocked = unlockSecrets({ key, context: contextOfNewKeys(entry), box: row.secret_box });
  if (!unlocked.ok) return { ok: false, why: 'none' };
  // The second factors are those of now: one that was removed since the new keys were made must not come back.
  const { identity, signingKey } = unlocked.secrets;
  const secrets = { ...proven.secrets, identity, signingKey };
  const change = { at, next: signed.worker, secrets };
  const context = secretsContext({ agency_id: agencyId, worker_id: workerId });
  const secret_box = lockSecrets({ key, random: desk.random, context, secrets });
  return putNewKeys(desk, change, { entryRow, secret_box, before: proven.box });
}

/** The worker's new entry, with the signature of the administrator who heard its digits; undefined without it. */
async function readSigned(at: AtDesk, row: Selectable<Schema['clew.key_change']>) {
  const { me, pins } = at.keyring;
  const { confirmed_by: workerId, confirmed_entry: number, confirmed_signature: signature } = row;
  const next = await readNewEntry(at, me.workerId, row);
  if (!next || workerId === null || number === null || signature === null) return undefined;
  const { entry, own, prepared } = next;
  const by = { workerId, number };
  const signatures = { own, prepared, roster: row.roster_signature ?? '', confirmed: { by, signature } };
  const confirmed = await at.door.read((transaction) => findEntry(transaction, pins, by));
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared: me, confirmed } });
  return checked.ok ? { entry, worker: checked.worker, entryRow: rowOfEntry(entry, signatures) } : undefined;
}

/** Seals all that is sealed anew, and puts it in place if nothing about the worker's keys has changed since it was read. */
async function putNewKeys(
  desk: Desk,
  change: Change,
  { entryRow, secret_box, before }: { entryRow: EntryRow; secret_box: string; before: string },
): Promise<{ ok: true } | { ok: false; why: 'changed' }> {
  const { at, next } = change;
  const { agencyId, workerId, recipient, verifyKey } = next;
  const held = await readWraps(at, 'worker_id');
  // All sealing before the transaction, so that nothing waits for it.
  const steps = [
    ...(await takeAlong(change, held)),
    ...(await signAnew(change)),
    ...(await keepAnew(change)),
    ...(await arrangeAnew(desk, change)),
  ];
  const deed = { action: 'self.rotate-keys', thing: `worker ${workerId}` };
  return attempt<'changed'>((undo) =>
    at.door.write(deed, async (transaction) => {
      if (!(await isRosterNow(transaction, at.keyring.pins))) undo('changed');
      // Whoever gives, withdraws or changes a key of theirs meanwhile has been before, or waits and then finds the new ones.
      await transaction
        .selectFrom('clew.worker')
        .select('worker_id')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .forUpdate()
        .execute();
      const replaced = await transaction
        .updateTable('clew.worker')
        .set({
          recipient,
          verify_key: verifyKey,
          secret_box,
          session_epoch: sql`session_epoch + 1`,
        })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('standing', '=', 'in')
        .where('verify_key', '=', at.keyring.me.verifyKey)
        .where('secret_box', '=', before)
        .executeTakeFirst();
      const signed = await transaction
        .deleteFrom('clew.key_change')
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('recipient', '=', recipient)
        .where('roster_signature', '=', entryRow.roster_signature)
        .executeTakeFirst();
      // A withdrawal has taken the new keys away; a change that came first has other old ones.
      if (replaced.numUpdatedRows !== 1n || signed.numDeletedRows !== 1n) undo('changed');
      if (!isSame(held, await wrapsOf(transaction, next, 'worker_id'))) undo('changed');
      await transaction.insertInto('clew.roster_entry').values(entryRow).execute();
      for (const step of steps) await step(transaction);
    }),
  );
}

/** Whether a worker still holds exactly these wraps: one that came since is sealed to keys that are about to go. */
function isSame(before: readonly WrapRow[], now: readonly WrapRow[]): boolean {
  const signatures = new Set(before.map(({ signature }) => signature));
  return before.length === now.length && now.every(({ signature }) => signatures.has(signature));
}

/** Every key that the worker holds, whichever generation, given by themselves to their new keys. */
async function takeAlong({ at, next, secrets }: Change, held: readonly WrapRow[]): Promise<Step[]> {
  const { me, identity } = at.keyring;
  const giver = { worker: next, signingKey: secrets.signingKey };
  const steps: Step[] = [];
  for (const wrapped of held) {
    const from = await at.keyring.colleague(wrapped.given_by);
    const about = { keyId: wrapped.key_id, generation: wrapped.generation };
    if (!from) continue;
    const taken =
      (await taking({ wrapped, about, recipient: me, identity, giver: from })) ??
      // Given to the new keys already, to a worker whose old wraps were withdrawn.
      (await taking({ wrapped, about, recipient: next, identity: secrets.identity, giver: from }));
    if (!taken) continue;
    const given = await wrapKey({ key: taken, about, recipient: next, giver });
    steps.push(putInPlace(wrapped, { ...wrapped, given_by: next.workerId, ...given }));
  }
  return steps;
}

async function taking(given: Parameters<typeof unwrapKey>[0]): Promise<Uint8Array | undefined> {
  const taken = await unwrapKey(given);
  return taken.ok ? taken.key : undefined;
}

/** Every wrap that the worker gave to others, signed with the new key. */
async function signAnew({ at, next, secrets }: Change): Promise<Step[]> {
  const giver = { worker: next, signingKey: secrets.signingKey };
  const steps: Step[] = [];
  for (const wrapped of await readWraps(at, 'given_by')) {
    if (wrapped.worker_id === next.workerId) continue;
    const recipient = await at.keyring.colleague(wrapped.worker_id);
    const about = { keyId: wrapped.key_id, generation: wrapped.generation };
    const given = recipient && resignWrap({ wrapped, about, recipient, before: at.keyring.me, giver });
    if (given) steps.push(putInPlace(wrapped, { ...wrapped, ...given }));
  }
  return steps;
}

/** Every share of a colleague's secret that the worker keeps, sealed to the new keys. */
async function keepAnew({ at, next }: Change): Promise<Step[]> {
  const { agencyId, workerId } = at.keyring.me;
  const steps: Step[] = [];
  for (const { worker_id, number, sealed, ...row } of await readSets(at, workerId)) {
    const set = await openCustody(at.keyring, { agencyId, workerId: worker_id }, row);
    const opened = set && (await openShare({ set, number, sealed, identity: at.keyring.identity }));
    if (!set || !opened?.ok) continue;
    const anew = await sealShare({ set, share: opened.share, recipient: next.recipient });
    steps.push((transaction) =>
      transaction
        .updateTable('clew.recovery_share')
        .set({ sealed: anew })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', worker_id)
        .where('number', '=', number)
        .execute(),
    );
  }
  return steps;
}

/** The worker's own recovery, among the same custodians, with the new keys in it. */
async function arrangeAnew(desk: Desk, { at, next, secrets }: Change): Promise<Step[]> {
  const { agencyId, workerId } = at.keyring.me;
  const row = await at.door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_set')
      .select(['custody', 'generation'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  if (!row) return [];
  const forget: Step = (transaction) => forgetRecovery(transaction, { agencyId, workerId });
  const set = await openCustody(at.keyring, { agencyId, workerId }, row);
  const { identity, signingKey } = secrets;
  const keyring: Keyring = { ...at.keyring, me: next, identity, signingKey };
  const prepared = set && (await prepareRecovery(desk, keyring, arrangementOf(set)));
  // With the old keys in it, what was arranged would bring back somebody who opens nothing.
  return prepared?.ok ? [forget, prepared.insert] : [forget];
}

type WrapRow = {
  agency_id: string;
  key_id: string;
  generation: number;
  worker_id: string;
  wrap: string;
  given_by: string;
  signature: string;
};

function readWraps({ door, keyring }: AtDesk, by: 'worker_id' | 'given_by'): Promise<WrapRow[]> {
  return door.read((transaction) => wrapsOf(transaction, keyring.me, by));
}

function wrapsOf(
  transaction: Transaction,
  { agencyId, workerId }: RosterWorker,
  by: 'worker_id' | 'given_by',
): Promise<WrapRow[]> {
  return transaction
    .selectFrom('clew.key_wrap')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where(by, '=', workerId)
    .execute();
}

/** Takes the place of a wrap if that very one still stands: what was withdrawn or given anew meanwhile stays so. */
function putInPlace(before: WrapRow, row: WrapRow): Step {
  return async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('clew.key_wrap')
      .where('agency_id', '=', before.agency_id)
      .where('key_id', '=', before.key_id)
      .where('generation', '=', before.generation)
      .where('worker_id', '=', before.worker_id)
      .where('signature', '=', before.signature)
      .executeTakeFirst();
    if (numDeletedRows === 1n) await transaction.insertInto('clew.key_wrap').values(row).execute();
  };
}
