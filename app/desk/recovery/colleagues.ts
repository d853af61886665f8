import type { SignedIn } from '../pages/signed-in.ts';

/** Somebody of the agency, with their name. */
export type Colleague = { workerId: string; name: string };

/** Everybody who is in, by name. */
export async function readColleagues({ door, names, actor }: SignedIn): Promise<Colleague[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select('worker_id')
      .where('agency_id', '=', actor.agencyId)
      .where('standing', '=', 'in')
      .execute(),
  );
  const found = rows.map(async ({ worker_id: workerId }) => ({
    workerId,
    name: (await names.worker(workerId)) ?? '',
  }));
  return (await Promise.all(found)).sort((one, other) => one.name.localeCompare(other.name));
}
