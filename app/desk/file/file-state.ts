import { createHash } from 'node:crypto';
import type { FileTransaction } from './file-desk.ts';
import type { LoadedFile } from './load-file.ts';

/**
 * The hash of how a file stands: closed or withdrawn from, who is barred, every consent, and all that was written down of either. What
 * was proposed in the person's name holds only while it is the same: they may have wished otherwise since.
 */
export async function stateOf(transaction: FileTransaction, file: LoadedFile): Promise<string> {
  const grants = await transaction
    .selectFrom('clew.file_grant')
    .select(['grant_id', 'standing'])
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .orderBy('grant_id')
    .execute();
  const entries = await transaction
    .selectFrom('clew.file_entry')
    .select('entry_id')
    .where('agency_id', '=', file.agency_id)
    .where('file_id', '=', file.file_id)
    .where('compartment', 'in', ['consent', 'bars'])
    .orderBy('entry_id')
    .execute();
  const bars = file.bars.map(({ worker_id, kind }) => `${worker_id} ${kind}`).sort();
  const consents = grants.map(({ grant_id, standing }) => `${grant_id} ${standing}`);
  const ids = entries.map(({ entry_id }) => entry_id);
  return createHash('sha256')
    .update(JSON.stringify([file.withdrawn, file.closed, bars, consents, ids]))
    .digest('base64url');
}
