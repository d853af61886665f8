import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { may } from '../policy/index.ts';
import { seenOf } from '../proposals/seen.ts';
import {
  isConfirmed,
  isProposed,
  SIGNED_PROPOSAL_COLUMNS,
  type SignedProposal,
  signConfirmation,
  signProposal,
} from '../proposals/signed-proposal.ts';
import { DEMAND, Demand, type DemandDesk, openEntry, sealEntry, TOLD, ToldLater } from './demand.ts';

/** Why nothing was entered: `not-found`, `forbidden` by the policy, `changed`, answered by somebody else meanwhile, or
 * `other-content`: what is to be confirmed is not what the page showed. */
export type Refused = { ok: false; why: 'not-found' | 'forbidden' | 'changed' | 'other-content' };

/** A demand as the register shows it; `confirmedBy` is the second person, and without one it is open. */
export type RegisteredDemand = Demand & {
  demandId: string;
  registeredBy: string;
  registeredAt: Date;
  confirmedBy: string | undefined;
  confirmedAt: Date | undefined;
  toldLater: (ToldLater & { by: string }) | undefined;
  /** The hash of what stands there, which the form that confirms it carries. */
  seen: string;
};

/** An entry that nobody of the roster signed, or that does not open: it cannot be told whether it was ever made here. */
export type UnprovenEntry = { entryId: string; at: Date };
type Register = { ok: true; demands: RegisteredDemand[]; unproven: UnprovenEntry[] };

/** Enters a demand, which counts only once another person has confirmed it. */
export async function registerDemand(
  desk: DemandDesk,
  demand: Demand,
): Promise<{ ok: true; demandId: string } | Refused> {
  if (!may(desk.actor, 'demand.register', thingOf(desk)).may) return { ok: false, why: 'forbidden' };
  const demandId = randomUUID();
  const content = await sealEntry(desk, { proposalId: demandId, kind: DEMAND }, Demand.parse(demand));
  if (content === undefined) return { ok: false, why: 'forbidden' };
  await desk.door.write({ action: 'demand.register', thing: `demand ${demandId}` }, (transaction) =>
    transaction
      .insertInto('clew.proposal')
      .values(rowOf(desk, { proposalId: demandId, kind: DEMAND, demandId, content }))
      .execute(),
  );
  return { ok: true, demandId };
}

/** Confirms a demand as its second person. Whoever registered it cannot. */
export async function confirmDemand(
  desk: DemandDesk,
  { demandId, seen }: { demandId: string; seen: string },
): Promise<{ ok: true } | Refused> {
  const { agencyId } = desk.actor;
  const demand = await findDemand(desk, demandId);
  if (!demand) return { ok: false, why: 'not-found' };
  const decision = may(desk.actor, 'demand.confirm', { ...thingOf(desk), proposedBy: demand.proposed_by });
  if (!decision.may) return { ok: false, why: decision.how };
  if (seenOf(demand) !== seen) return { ok: false, why: 'other-content' };
  return changing(() =>
    desk.door.write({ action: 'demand.confirm', thing: `demand ${demandId}` }, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('clew.proposal')
        .set({ ...signConfirmation(desk.keys, demand), confirmed_at: desk.now() })
        .where('agency_id', '=', agencyId)
        .where('proposal_id', '=', demandId)
        .where('kind', '=', DEMAND)
        .where('content', '=', demand.content)
        .where('confirmed_by', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new Changed();
    }),
  );
}

/** Says that the person was told after all, once the court no longer forbids it or somebody could. */
export async function noteTold(
  desk: DemandDesk,
  demandId: string,
  told: ToldLater,
): Promise<{ ok: true } | Refused> {
  if (!may(desk.actor, 'demand.register', thingOf(desk)).may) return { ok: false, why: 'forbidden' };
  if (!(await findDemand(desk, demandId))) return { ok: false, why: 'not-found' };
  const proposalId = randomUUID();
  const content = await sealEntry(desk, { proposalId, kind: TOLD }, ToldLater.parse(told));
  if (content === undefined) return { ok: false, why: 'forbidden' };
  await desk.door.write({ action: 'demand.register', thing: `demand ${demandId} told` }, (transaction) =>
    transaction
      .insertInto('clew.proposal')
      .values(rowOf(desk, { proposalId, kind: TOLD, demandId, content }))
      .execute(),
  );
  return { ok: true };
}

/**
 * The register, the newest first. What does not open with the agency's key, or nobody signed, is `unproven`: of it is told only that
 * it stands there, as it may be a demand that somebody tampered with.
 */
export async function listDemands(desk: DemandDesk): Promise<Register | Refused> {
  if (!may(desk.actor, 'demand.read', thingOf(desk)).may) return { ok: false, why: 'not-found' };
  const { rows, unsigned } = await desk.door.readSealed(
    { action: 'demand.read', thing: 'demands' },
    async (transaction) => {
      const found = await transaction
        .selectFrom('clew.proposal')
        .selectAll()
        .where('agency_id', '=', desk.actor.agencyId)
        .where('kind', 'in', [DEMAND, TOLD])
        .orderBy('at', 'desc')
        .orderBy('proposal_id')
        .execute();
      const rows: (typeof found)[number][] = [];
      const unsigned: UnprovenEntry[] = [];
      for (const row of found) {
        const isTheirs = await isProposed(transaction, desk.keys.pins, row);
        if (isTheirs) rows.push(await asSigned(transaction, desk, row));
        else unsigned.push({ entryId: row.proposal_id, at: row.at });
      }
      return { rows, unsigned };
    },
  );
  const told = new Map<string, RegisteredDemand['toldLater']>();
  for (const row of rows.filter(({ kind }) => kind === TOLD)) {
    const later = await openEntry(desk, {
      proposalId: row.proposal_id,
      kind: TOLD,
      content: row.content,
      schema: ToldLater,
    });
    if (later) told.set(row.thing, { ...later, by: row.proposed_by });
  }
  const demands: RegisteredDemand[] = [];
  const unproven = [...unsigned];
  for (const row of rows.filter(({ kind }) => kind === DEMAND)) {
    const about = { proposalId: row.proposal_id, kind: DEMAND, content: row.content } as const;
    const demand = await openEntry(desk, { ...about, schema: Demand });
    if (demand)
      demands.push({ ...demand, ...factsOf(row), toldLater: told.get(row.thing), seen: seenOf(row) });
    else unproven.push({ entryId: row.proposal_id, at: row.at });
  }
  return { ok: true, demands, unproven };
}

/** The row without a second person who did not sign. */
async function asSigned<Found extends SignedProposal & { confirmed_at: Date | null }>(
  transaction: Transaction<Schema>,
  { keys }: DemandDesk,
  row: Found,
): Promise<Found> {
  const isTwo = await isConfirmed(transaction, keys.pins, row);
  return isTwo ? row : { ...row, confirmed_by: null, confirmed_at: null };
}

type Row = {
  proposal_id: string;
  proposed_by: string;
  at: Date;
  confirmed_by: string | null;
  confirmed_at: Date | null;
};

function factsOf(row: Row) {
  return {
    demandId: row.proposal_id,
    registeredBy: row.proposed_by,
    registeredAt: row.at,
    confirmedBy: row.confirmed_by ?? undefined,
    confirmedAt: row.confirmed_at ?? undefined,
  };
}

type Entering = { proposalId: string; kind: string; demandId: string; content: string };

function rowOf({ actor, now, keys }: DemandDesk, { proposalId, kind, demandId, content }: Entering) {
  const text = { proposal_id: proposalId, kind, thing: `demand ${demandId}`, content };
  return { agency_id: actor.agencyId, ...text, ...signProposal(keys, text), at: now() };
}

/** A demand that somebody of the roster registered. */
async function findDemand(
  { actor, door, keys }: DemandDesk,
  demandId: string,
): Promise<SignedProposal | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(demandId)) return undefined;
  return door.read(async (transaction) => {
    const row = await transaction
      .selectFrom('clew.proposal')
      .select(SIGNED_PROPOSAL_COLUMNS)
      .where('agency_id', '=', actor.agencyId)
      .where('proposal_id', '=', demandId)
      .where('kind', '=', DEMAND)
      .executeTakeFirst();
    return row && (await isProposed(transaction, keys.pins, row)) ? row : undefined;
  });
}

function thingOf({ actor }: DemandDesk) {
  return { kind: 'demand', agencyId: actor.agencyId } as const;
}

class Changed extends Error {}

async function changing(work: () => Promise<unknown>): Promise<{ ok: true } | Refused> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    if (error instanceof Changed) return { ok: false, why: 'changed' };
    throw error;
  }
}
