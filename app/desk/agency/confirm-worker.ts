import { createHash } from 'node:crypto';
import { checkRosterEntry, confirmRosterEntry, fingerprintOf, writeFounding } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import type { OpenKey } from '../keys/keyring.ts';
import { headOf, holdsFirst, NO_LINE, readLine, signSecond, writeStatement } from '../keys/line.ts';
import { openGenerations } from '../keys/renewal.ts';
import { rightsLine } from '../keys/rights.ts';
import { entryOfRow, findEntry, foundingNow } from '../keys/roster.ts';
import { may, type Refusal } from '../policy/index.ts';
import { signConfirmation } from '../proposals/signed-proposal.ts';
import { digitsOf } from '../recovery/digits.ts';
import { lockAgency } from '../roles/administrators.ts';
import { spendGuess } from '../sign-in/guess-budget.ts';
import { type EntryWrap, giveEntryKeys, putIn } from './enter-worker.ts';
import { type Confirmer, type PreparedRights, type PreparedRow, readPrepared } from './prepared-workers.ts';
import { AGENCY_KEY, ROSTER_KEY } from './profiles.ts';

/**
 * Why nobody was let in. `gone`: it is not there any more, or what stands there is not signed as it must be; `founding`: the
 * newcomer was told of another beginning of the agency than this worker knows. `other-content`: what stands there is not what
 * the page showed. `digits`: those that were typed are not of the keys that stand there; `too-often`: wrong ones too often.
 */
type NotConfirmed = Refusal | 'no-key' | 'gone' | 'founding' | 'other-content' | 'digits' | 'too-often';

/** Whom, as the page showed them, and the digits that the confirmer heard from them and typed. */
type Confirming = { workerId: string; seen: string; digits: string };

/**
 * Confirms, with this worker's own key, whom an administrator prepared, and the roles and teams that were signed for them; and
 * gives them the agency's key. From then on they are in. The digits of the newcomer's keys are not shown to whoever confirms: they
 * hear and type them, so that nobody confirms keys without having spoken to whose they are. An administrator who confirms
 * gives another one the roster key too; else an administrator gives it later.
 */
export async function confirmWorker(
  confirmer: Confirmer,
  { workerId, seen, digits }: Confirming,
): Promise<{ ok: true } | { ok: false; why: NotConfirmed }> {
  const { actor, door, keys, desk } = confirmer;
  const { agencyId, workerId: me } = actor;
  const prepared = (await readPrepared(confirmer)).find(({ row }) => row.worker_id === workerId);
  if (!prepared?.rights) return { ok: false, why: 'gone' };
  const { row, rights } = prepared;
  const thing = { kind: 'worker', agencyId, ownerId: workerId, proposedBy: row.prepared_by } as const;
  const decision = may(actor, 'worker.confirm', thing);
  if (!decision.may) return { ok: false, why: decision.why };
  const heard = await checkDigits(confirmer, row, digits);
  if (heard !== undefined) return { ok: false, why: heard };
  if (prepared.seen !== seen) return { ok: false, why: 'other-content' };
  const signed = await door.read((transaction) => sign(transaction, keys, row));
  if (typeof signed === 'string') return { ok: false, why: signed };
  const wraps = await sealKeys(keys, signed.worker, rights);
  if (!wraps) return { ok: false, why: 'no-key' };
  const at = desk.now();
  return attempt<'gone'>((undo) =>
    door.write({ action: 'worker.confirm', thing: `worker ${workerId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      if (!(await isFirstOfLine(transaction, keys, rights))) undo('gone');
      const { numUpdatedRows } = await transaction
        .updateTable('clew.roster_entry')
        .set({
          confirmed_by: me,
          confirmed_entry: keys.me.number,
          confirmed_signature: signed.signature,
        })
        .where('agency_id', '=', agencyId)
        .where('worker_id', '=', workerId)
        .where('number', '=', 1)
        .where('prepared_signature', '=', row.prepared_signature)
        .where('confirmed_by', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) undo('gone');
      if (!(await putIn(transaction, { agencyId, workerId, givenBy: me }, wraps))) undo('gone');
      await transaction
        .updateTable('clew.proposal')
        .set({ ...signConfirmation(keys, rights.row), confirmed_at: at })
        .where('agency_id', '=', agencyId)
        .where('proposal_id', '=', rights.row.proposal_id)
        .execute();
      const { first } = rights;
      await writeStatement(transaction, { agencyId, at }, { ...first, second: signSecond(keys, first) });
    }),
  );
}

/** Why the digits that were typed are not taken; undefined for those of the keys that stand there. Wrong ones are counted and told. */
async function checkDigits(
  { actor, door, desk }: Confirmer,
  { recipient, verify_key, worker_id: workerId }: PreparedRow,
  typed: string,
): Promise<'digits' | 'too-often' | undefined> {
  const { agencyId, workerId: me } = actor;
  const budget = createHash('sha256').update(`clew confirm\0${me}\0${workerId}`).digest();
  if ((await spendGuess(door, { agencyId, budget }, desk.now())) !== undefined) return 'too-often';
  if (digitsOf(fingerprintOf(recipient + verify_key)) === digitsOf(typed)) return undefined;
  await door.write({ action: 'worker.misheard', thing: `worker ${workerId}` }, async () => undefined);
  return 'digits';
}

async function isFirstOfLine(
  transaction: Transaction<Schema>,
  { pins }: Confirmer['keys'],
  { first }: PreparedRights,
): Promise<boolean> {
  const reading = { transaction, pins };
  const head = headOf(await readLine(reading, rightsLine(reading), first.thing));
  const isFirst = head?.number === NO_LINE.number && first.number === 1 && first.before === NO_LINE.hash;
  return isFirst && holdsFirst(reading, first);
}

/** This worker's signature, once all others hold, and the newcomer pinned what this worker pinned. */
async function sign(transaction: Transaction<Schema>, keys: Confirmer['keys'], row: PreparedRow) {
  const { profile: _name, ...entryRow } = row;
  const read = entryOfRow(entryRow);
  const { me, pins, signingKey } = keys;
  if (!read) return 'gone';
  const { entry } = read;
  if (writeFounding(await foundingNow(transaction, pins)) !== writeFounding(entry.founding))
    return 'founding';
  const prepared = await findEntry(transaction, pins, entry.preparedBy);
  const by = { workerId: me.workerId, number: me.number };
  const signature = confirmRosterEntry({ signingKey, entry, by });
  const signatures = { ...read.signatures, confirmed: { by, signature } };
  const checked = checkRosterEntry({ pins, entry, signatures, signers: { prepared, confirmed: me } });
  return checked.ok ? { worker: checked.worker, signature } : 'gone';
}

async function sealKeys(
  keys: Confirmer['keys'],
  newcomer: Parameters<typeof giveEntryKeys>[1],
  { change }: PreparedRights,
): Promise<EntryWrap[] | undefined> {
  const agencyKeys = await openGenerations(keys, AGENCY_KEY);
  if (agencyKeys.length === 0) return undefined;
  const given: (OpenKey & { keyId: string })[] = agencyKeys.map((key) => ({ keyId: AGENCY_KEY, ...key }));
  const roster = change.roles.includes('administrator') ? await keys.open(ROSTER_KEY) : undefined;
  if (roster) given.push({ keyId: ROSTER_KEY, ...roster });
  return giveEntryKeys(keys, newcomer, given);
}
