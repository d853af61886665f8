import type { SignedIn } from './signed-in.ts';

/** Somebody who works here now. */
export type Colleague = { workerId: string; name: string; roles: string[] };

/** Everybody who works at the agency, by name. */
export async function readColleagues({
  door,
  names,
  actor,
}: Pick<SignedIn, 'door' | 'names' | 'actor'>): Promise<Colleague[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker as w')
      .leftJoin('clew.worker_role as r', (join) =>
        join.onRef('r.agency_id', '=', 'w.agency_id').onRef('r.worker_id', '=', 'w.worker_id'),
      )
      .select(['w.worker_id', 'r.role'])
      .where('w.agency_id', '=', actor.agencyId)
      .where('w.standing', '=', 'in')
      .orderBy('r.role')
      .execute(),
  );
  const ids = [...new Set(rows.map((row) => row.worker_id))];
  const colleagues = ids.map(async (workerId) => ({
    workerId,
    name: (await names.worker(workerId)) ?? '',
    roles: rows.filter((row) => row.worker_id === workerId).flatMap(({ role }) => role ?? []),
  }));
  return (await Promise.all(colleagues)).sort((one, other) => one.name.localeCompare(other.name));
}
