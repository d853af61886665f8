import { readApprovedLaws } from '../keys/agency-rules.ts';
import { COMPARTMENTS, type Compartment, type Thing } from '../policy/index.ts';
import { readAtFile, refusalAt } from './at-file.ts';
import { agencyKeysOf } from './code-name.ts';
import { type Colleague, loadColleagues } from './colleagues.ts';
import type { StandingEntry } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type GrantsOfFile, readGrants } from './grants.ts';
import { readKeeping } from './keeping-of-file.ts';
import { type ListedFile, listed } from './list-files.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { isHolder, keyIdOf, type Part } from './parts.ts';
import type { Refused } from './refusal.ts';

/**
 * How a compartment stands to the reader: `empty`: nothing was written yet; `open`: they may open it and have its key;
 * `waiting`: they may, and nobody has given them the key yet; `not-yours`.
 */
export type CompartmentState = {
  compartment: Compartment;
  state: 'empty' | 'open' | 'waiting' | 'not-yours';
  mayWrite: boolean;
  /** Who has the key. */
  holders: readonly string[];
};

/** A file as its page shows it before anything is revealed. */
export type FileView = ListedFile & {
  withdrawn: boolean;
  /** The day on which its hold is to be looked at, where one stands. */
  heldUntil: string | undefined;
  /** Whether somebody asked to erase it. */
  erasureAsked: boolean;
  /** How it came to be closed, withdrawn from, opened again, the latest last; empty for who may not read that. */
  standings: readonly StandingEntry[];
  /** Hashes of the laws that two people of the agency approved. */
  approvedLaws: readonly string[];
  named: readonly string[];
  compartments: readonly CompartmentState[];
  /** Undefined for who may not read what the person agreed to. */
  grants: GrantsOfFile | undefined;
  /** Who must never see it; undefined for who may not say so. */
  bars: LoadedFile['bars'] | undefined;
  /** Colleagues who could be let in or to whom it could be handed over. */
  colleagues: readonly string[];
  /** Those of them who may open some part and were given no key to it. */
  waiting: readonly string[];
  mayHandOver: boolean;
  mayName: boolean;
  mayExclude: boolean;
  mayBringBack: boolean;
  mayWithdraw: boolean;
  mayClose: boolean;
  mayReopen: boolean;
  mayWriteGrant: boolean;
  mayEndGrant: boolean;
  maySeeHistory: boolean;
};

/**
 * Looks at a file, with one entry in the journal. Compartments stay shut. Who works at the agency is read only `withColleagues`:
 * without, there are none in what is given back.
 */
export async function lookAtFile(
  desk: FileDesk,
  fileId: string,
  { withColleagues = true }: { withColleagues?: boolean } = {},
): Promise<({ ok: true } & { file: FileView }) | Refused> {
  const agencyKeys = await agencyKeysOf(desk);
  if (agencyKeys.length === 0) return { ok: false, why: 'no-key' };
  return readAtFile(desk, { action: 'file.open', fileId }, async (transaction, file) => {
    const may = (action: Parameters<typeof refusalAt>[2]['action']) =>
      refusalAt(desk, desk.actor, { file, action }) === undefined;
    const grants = may('grant.read') ? await readGrants(transaction, desk, file.file_id) : undefined;
    const colleagues = withColleagues ? await loadColleagues(transaction, desk) : [];
    const compartments = await compartmentStates(transaction, desk, file);
    const keeping = await readKeeping(transaction, desk, file.file_id);
    const view: FileView = {
      ...listed(desk, agencyKeys, file),
      heldUntil: keeping.heldUntil,
      erasureAsked: keeping.erasureAsked !== undefined,
      withdrawn: file.withdrawn,
      standings: grants?.standings ?? [],
      approvedLaws: [...(await readApprovedLaws(transaction, desk.keys.pins)).keys()],
      named: file.named,
      compartments,
      grants,
      bars: may('file.exclude') ? file.bars : undefined,
      colleagues: colleagues.map(({ actor }) => actor.workerId),
      waiting: waitingFor(colleagues, compartments, thingOf(file, desk.now())),
      mayHandOver: may('file.hand-over'),
      mayName: may('file.name'),
      mayExclude: may('file.exclude'),
      mayBringBack: may('file.include-propose') && file.bars.length > 0,
      mayWithdraw: may('file.withdraw') && !file.withdrawn,
      mayClose: may('file.close') && !file.closed,
      mayReopen: may('file.reopen-propose') && (file.closed || file.withdrawn),
      mayWriteGrant: grants !== undefined && mayGrantAtAll(desk, file),
      mayEndGrant: may('grant.end'),
      maySeeHistory: may('file.history'),
    };
    return { file: view };
  });
}

function waitingFor(
  colleagues: readonly Colleague[],
  compartments: readonly CompartmentState[],
  thing: Thing,
): string[] {
  return colleagues
    .filter(({ actor }) =>
      compartments.some(
        ({ compartment, holders }) =>
          holders.length > 0 && !holders.includes(actor.workerId) && isHolder(actor, compartment, thing),
      ),
    )
    .map(({ actor }) => actor.workerId);
}

/** Whether any consent at all could be written: asked about the least that there is. */
function mayGrantAtAll(desk: FileDesk, file: LoadedFile): boolean {
  const giving = { to: 'anybody', mandates: [], categories: ['do-not-remove'], personAsks: true } as const;
  return refusalAt(desk, desk.actor, { file, action: 'grant.write', beside: { giving } }) === undefined;
}

async function compartmentStates(
  transaction: FileTransaction,
  desk: FileDesk,
  file: LoadedFile,
): Promise<CompartmentState[]> {
  const { agencyId, workerId } = desk.actor;
  const standing = await transaction
    .selectFrom('clew.file_compartment')
    .select('compartment')
    .where('agency_id', '=', agencyId)
    .where('file_id', '=', file.file_id)
    .execute();
  const wraps = await transaction
    .selectFrom('clew.key_wrap')
    .select(['key_id', 'worker_id'])
    .distinct()
    .where('agency_id', '=', agencyId)
    .where(
      'key_id',
      'in',
      COMPARTMENTS.map((name) => keyIdOf(file.file_id, name)),
    )
    .orderBy('worker_id')
    .execute();
  const thing = thingOf(file, desk.now());
  const there = (part: Part) => standing.some((row) => row.compartment === part);
  return COMPARTMENTS.map((compartment) => {
    const holders = wraps
      .filter(({ key_id }) => key_id === keyIdOf(file.file_id, compartment))
      .map(({ worker_id }) => worker_id);
    const isEmpty = !there(compartment);
    const isYours = isHolder(desk.actor, compartment, thing);
    const state = !isYours
      ? 'not-yours'
      : isEmpty
        ? 'empty'
        : holders.includes(workerId)
          ? 'open'
          : 'waiting';
    const mayWrite = refusalAt(desk, desk.actor, { file, action: `file.write.${compartment}` }) === undefined;
    return { compartment, state, mayWrite, holders };
  });
}
