import { createHash } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { holdsFirst } from '../keys/line.ts';
import { openGenerations } from '../keys/renewal.ts';
import type { EntryRow } from '../keys/roster.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { may } from '../policy/index.ts';
import { openProposal, type SealedProposal } from '../proposals/proposal-box.ts';
import type { RightsChange } from '../proposals/proposal-kinds.ts';
import { seenOf } from '../proposals/seen.ts';
import { isProposed, SIGNED_PROPOSAL_COLUMNS, type SignedProposal } from '../proposals/signed-proposal.ts';
import { AGENCY_KEY, openName } from './profiles.ts';

/** Somebody whom an administrator prepared and nobody has confirmed yet. */
export type PreparedWorker = {
  workerId: string;
  name: string;
  roles: readonly string[];
  teams: readonly string[];
  preparedBy: string;
  /** The hash of all that is shown here and will be signed, which the form that confirms it carries. */
  seen: string;
  /** Whether this worker is one who may confirm it. */
  mayConfirm: boolean;
};

/** Whoever may be the second person of somebody who comes. */
export type Confirmer = Pick<SignedIn, 'desk' | 'actor' | 'door' | 'keys'>;

/** What stands in the database of somebody who was prepared: their entry, and the roles and teams that were signed for them. */
type Prepared = { row: PreparedRow; rights: PreparedRights | undefined; seen: string };
export type PreparedRights = SealedProposal & { change: RightsChange; row: SignedProposal };
export type PreparedRow = EntryRow & Pick<Selectable<Schema['clew.worker']>, 'profile'>;

/** Who waits for a second person, for those who may be it, and for administrators. */
export async function listPrepared(confirmer: Confirmer): Promise<PreparedWorker[]> {
  const { actor, keys } = confirmer;
  const { agencyId } = actor;
  const isShown = actor.roles.some(
    ({ permissions }) => permissions.includes('worker.confirm') || permissions.includes('worker.admit'),
  );
  const agencyKeys = isShown ? await openGenerations(keys, AGENCY_KEY) : [];
  if (agencyKeys.length === 0) return [];
  return (await readPrepared(confirmer)).map(({ row, rights, seen }) => {
    const { worker_id: workerId, prepared_by: preparedBy } = row;
    const thing = { kind: 'worker', agencyId, ownerId: workerId, proposedBy: preparedBy } as const;
    return {
      workerId,
      name: openName(agencyKeys, { agencyId, table: 'worker', id: workerId }, row.profile) ?? '',
      roles: rights?.change.roles ?? [],
      teams: rights?.change.teams ?? [],
      preparedBy,
      seen,
      mayConfirm: rights !== undefined && may(actor, 'worker.confirm', thing).may,
    };
  });
}

/** All who were prepared, as the database has them. */
export async function readPrepared(confirmer: Confirmer): Promise<Prepared[]> {
  const { actor, door, keys } = confirmer;
  const rows = await door.read((transaction) => readRows(transaction, actor.agencyId));
  if (rows.length === 0) return [];
  // Outside the transactions that follow: each key that is opened there would need a second connection.
  await openGenerations(keys, AGENCY_KEY);
  const prepared: Prepared[] = [];
  for (const row of rows) {
    const rights = await door.read((transaction) => readProposedRights(transaction, keys, row));
    const signed = [row.own_signature, row.prepared_signature, row.roster_signature];
    const parts = [row.worker_id, row.profile, signed, rights ? seenOf(rights.row) : null];
    const seen = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
    prepared.push({ row, rights, seen });
  }
  return prepared;
}

async function readRows(transaction: Transaction<Schema>, agencyId: string): Promise<PreparedRow[]> {
  return transaction
    .selectFrom('clew.roster_entry as e')
    .innerJoin('clew.worker as w', (join) =>
      join.onRef('w.agency_id', '=', 'e.agency_id').onRef('w.worker_id', '=', 'e.worker_id'),
    )
    .selectAll('e')
    .select('w.profile')
    .where('e.agency_id', '=', agencyId)
    .where('e.number', '=', 1)
    .where('e.kind', '=', 'admitted')
    .where('e.confirmed_by', 'is', null)
    .where('w.standing', '=', 'invited')
    .orderBy('e.worker_id')
    .execute();
}

/**
 * The roles and teams that whoever prepared somebody signed for them; undefined if they did not, or with a roster key that was made
 * anew since. Whoever asks has opened the agency's keys before.
 */
export async function readProposedRights(
  transaction: Transaction<Schema>,
  keys: Confirmer['keys'],
  entry: Pick<EntryRow, 'agency_id' | 'worker_id' | 'prepared_by'>,
): Promise<PreparedRights | undefined> {
  const rows = await transaction
    .selectFrom('clew.proposal')
    .select(SIGNED_PROPOSAL_COLUMNS)
    .where('agency_id', '=', entry.agency_id)
    .where('kind', '=', 'rights')
    .where('thing', '=', `worker ${entry.worker_id}`)
    .where('proposed_by', '=', entry.prepared_by)
    .where('confirmed_by', 'is', null)
    .orderBy('at', 'desc')
    .execute();
  const { pins } = keys;
  for (const row of rows) {
    const isTheirs = await isProposed(transaction, pins, row);
    const opened = isTheirs ? await openProposal({ keys }, row) : undefined;
    if (opened?.proposed.kind !== 'rights' || opened.first.first_by !== entry.prepared_by) continue;
    const { change } = opened.proposed;
    const isAbout = change.workerId === entry.worker_id;
    if (isAbout && (await holdsFirst({ transaction, pins }, opened.first))) return { ...opened, change, row };
  }
  return undefined;
}
