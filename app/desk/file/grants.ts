import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { CATEGORIES, type LiveGrant, MANDATES } from '../policy/index.ts';
import { writeAtFile } from './at-file.ts';
import {
  CAPACITIES,
  type GrantEntry,
  RECIPIENT_KINDS,
  type RefusalEntry,
  type StandingEntry,
} from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { openPart } from './read-part.ts';
import { stampOf } from './record.ts';
import { Refusal, type Refused } from './refusal.ts';
import { writeEntry } from './write-entry.ts';

const Words = z.string().trim().min(1).max(1000);

/** A consent as somebody writes it down. */
export const GivenGrant = z
  .strictObject({
    fileId: z.string(),
    recipientKind: z.enum(RECIPIENT_KINDS),
    recipient: Words,
    /** What the recipient is charged with, as far as it is known: the policy asks more of one that enforces. */
    mandates: z.array(z.enum(MANDATES)),
    purpose: Words,
    categories: z.array(z.enum(CATEGORIES)).min(1),
    expiresOn: z.iso.date(),
    /** SHA-256, in hexadecimal, of the words in which it was asked. */
    wording: z.string().regex(/^[0-9a-f]{64}$/),
    language: Words,
    capacity: z.enum(CAPACITIES),
    guardian: Words.optional(),
    personAsks: z.boolean(),
  })
  .refine(({ capacity, guardian }) => guardian !== undefined || !capacity.includes('guardian'), {
    path: ['guardian'],
  });
export type GivenGrant = z.infer<typeof GivenGrant>;

/** A consent as the page shows it: in force, over by its day, or withdrawn. */
export type GrantOfFile = GrantEntry & {
  grantId: string;
  state: 'live' | 'expired' | 'withdrawn';
  withdrawnAt: string | undefined;
};
export type GrantsOfFile = {
  grants: readonly GrantOfFile[];
  refusals: readonly RefusalEntry[];
  /** How the file came to be closed, withdrawn from and opened again. */
  standings: readonly StandingEntry[];
  /** Entries that did not open: no key was given, or they are not sound. */
  unopened: number;
};

type GrantGiven = { ok: true; grantId: string } | Refused | { ok: false; why: 'past' };

/**
 * Writes down a consent. What the node must enforce without opening it (kind of recipient, last day, whether it stands) is
 * readable; what was agreed to is sealed. `past` if its last day is over.
 */
export async function giveGrant(desk: FileDesk, given: GivenGrant): Promise<GrantGiven> {
  const { fileId, mandates, ...agreed } = given;
  if (agreed.expiresOn < dayOf(desk)) return { ok: false, why: 'past' };
  const grantId = randomUUID();
  const { recipient: to, categories, personAsks } = agreed;
  const beside = { giving: { to, mandates, categories, personAsks } };
  const doing = { action: 'grant.write', fileId, part: `grant ${grantId}`, beside } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    const entry: GrantEntry = { kind: 'grant', ...agreed, ...stampOf(desk) };
    await writeEntry(transaction, desk, { file, part: 'consent', entry, entryId: grantId });
    await transaction
      .insertInto('clew.file_grant')
      .values({
        agency_id: desk.actor.agencyId,
        file_id: file.file_id,
        grant_id: grantId,
        recipient_kind: agreed.recipientKind,
        expires_on: agreed.expiresOn,
        standing: 'live',
      })
      .execute();
    return { grantId };
  });
}

/** Writes down that the person takes a consent back. Nothing goes out on it from this moment. `changed` if there is none. */
export async function withdrawGrant(
  desk: FileDesk,
  { fileId, grantId }: { fileId: string; grantId: string },
): Promise<{ ok: true } | Refused> {
  if (!z.uuid().safeParse(grantId).success) return { ok: false, why: 'changed' };
  const doing = { action: 'grant.end', fileId, part: `grant ${grantId}` } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    const ended = await transaction
      .updateTable('clew.file_grant')
      .set({ standing: 'withdrawn' })
      .where('agency_id', '=', desk.actor.agencyId)
      .where('file_id', '=', file.file_id)
      .where('grant_id', '=', grantId)
      .where('standing', '=', 'live')
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) throw new Refusal('changed');
    const entry = { kind: 'withdrawal', grantId, ...stampOf(desk) } as const;
    await writeEntry(transaction, desk, { file, part: 'consent', entry });
    return {};
  });
}

/** Writes down that the person did not agree, so that nobody asks again. Nothing hangs on it. */
export async function recordRefusal(
  desk: FileDesk,
  { fileId, recipient, purpose }: { fileId: string; recipient: string; purpose: string },
): Promise<{ ok: true } | Refused> {
  const giving = { to: recipient, mandates: [], categories: ['do-not-remove'], personAsks: true } as const;
  const doing = { action: 'grant.write', fileId, part: 'refusal', beside: { giving } } as const;
  return writeAtFile(desk, doing, async (transaction, file) => {
    const entry: RefusalEntry = { kind: 'refusal', recipient, purpose, ...stampOf(desk) };
    await writeEntry(transaction, desk, { file, part: 'consent', entry });
    return {};
  });
}

/**
 * What the person agreed to, took back and refused. A consent counts as in force only if the readable row and the sealed
 * entries both say so: who can write to the database brings back none that was withdrawn, and lengthens none.
 */
export async function readGrants(
  transaction: FileTransaction,
  desk: FileDesk,
  fileId: string,
): Promise<GrantsOfFile> {
  const rows = await transaction
    .selectFrom('clew.file_grant')
    .select(['grant_id', 'standing'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .where(sql<boolean>`expires_on >= ${dayOf(desk)}::date`)
    .execute();
  const live = new Set(rows.filter(({ standing }) => standing === 'live').map(({ grant_id }) => grant_id));
  const { entries, shut, unsound } = await openPart(transaction, desk, { fileId, part: 'consent' });
  const withdrawals = new Map(
    entries.flatMap((entry) => (entry.kind === 'withdrawal' ? [[entry.grantId, entry.at] as const] : [])),
  );
  const grants = entries.flatMap((entry): GrantOfFile[] => {
    if (entry.kind !== 'grant') return [];
    const { entryId: grantId, ...agreed } = entry;
    const withdrawnAt = withdrawals.get(grantId);
    const isOver = agreed.expiresOn < dayOf(desk) || (withdrawnAt === undefined && !live.has(grantId));
    const state = withdrawnAt === undefined ? (isOver ? 'expired' : 'live') : 'withdrawn';
    return [{ ...agreed, grantId, state, withdrawnAt }];
  });
  const refusals = entries.flatMap((entry) => (entry.kind === 'refusal' ? [entry] : []));
  const standings = entries.flatMap((entry) => (entry.kind === 'standing' ? [entry] : []));
  return { grants, refusals, standings, unopened: shut + unsound };
}

/** The consents in force, as the policy asks about them before anything goes out. */
export function liveGrants({ grants }: GrantsOfFile): LiveGrant[] {
  return grants
    .filter(({ state }) => state === 'live')
    .map(({ recipient, categories, personAsks }) => ({ to: recipient, categories, personAsks }));
}

function dayOf(desk: FileDesk): string {
  return desk.now().toISOString().slice(0, 10);
}
