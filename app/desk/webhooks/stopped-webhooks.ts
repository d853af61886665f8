import type { Door } from '../../store/index.ts';

type Asking = { door: Door; agencyId: string; workerId?: string };

/** The tokens with an address to which nothing is sent any more: of one worker, or of the agency. */
export async function readStopped({ door, agencyId, workerId }: Asking): Promise<Set<string>> {
  const rows = await door.read((transaction) => {
    const wanted = transaction
      .selectFrom('clew.webhook as h')
      .innerJoin('clew.api_token as t', (join) =>
        join.onRef('t.agency_id', '=', 'h.agency_id').onRef('t.token_id', '=', 'h.token_id'),
      )
      .select('h.token_id')
      .where('h.agency_id', '=', agencyId)
      .where('h.stopped_at', 'is not', null);
    return (workerId === undefined ? wanted : wanted.where('t.worker_id', '=', workerId)).execute();
  });
  return new Set(rows.map(({ token_id }) => token_id));
}
