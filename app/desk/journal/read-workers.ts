import type { Door } from '../../store/index.ts';
import type { Names } from '../agency/names.ts';

/** Somebody who works or worked at the agency. */
export type Colleague = { workerId: string; name: string };

type Reading = { door: Door; names: Names; agencyId: string };

/** All who were ever let in, by name; those who left too, for the journal goes on naming them. */
export async function readWorkers({ door, names, agencyId }: Reading): Promise<Colleague[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.worker')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('standing', 'in', ['in', 'left'])
      .execute(),
  );
  const found = await Promise.all(
    rows.map(async ({ worker_id: workerId }) => ({
      workerId,
      name: (await names.worker(workerId)) ?? workerId,
    })),
  );
  return found.toSorted((one, other) => one.name.localeCompare(other.name));
}
