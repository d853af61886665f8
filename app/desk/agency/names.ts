import { sql } from 'kysely';
import type { Door } from '../../store/index.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openGenerations } from '../keys/renewal.ts';
import { AGENCY_KEY, openName } from './profiles.ts';

/** The names of an agency, opened as they are asked for while one request is answered. */
export type Names = {
  agency(): Promise<string>;
  /** Undefined where nobody has this id, or whoever has it was never let in. */
  worker(workerId: string): Promise<string | undefined>;
  team(teamId: string): Promise<string | undefined>;
};

/** The names that a worker's key opens. Those that are asked for together are read together. */
export function openNames(door: Door, keyring: Keyring): Names {
  const { agencyId } = keyring.me;
  const profiles = {
    worker: readTogether((ids) => readProfiles(door, { agencyId, table: 'worker', ids })),
    team: readTogether((ids) => readProfiles(door, { agencyId, table: 'team', ids })),
  };
  const nameOf = async (table: 'worker' | 'team', id: string) => {
    const [profile, keys] = await Promise.all([profiles[table](id), openGenerations(keyring, AGENCY_KEY)]);
    return profile && openName(keys, { agencyId, table, id }, profile);
  };
  return {
    worker: (id) => nameOf('worker', id),
    team: (id) => nameOf('team', id),
    agency: async () => {
      const row = await door.read((transaction) =>
        transaction
          .selectFrom('clew.agency')
          .select('profile')
          .where('agency_id', '=', agencyId)
          .executeTakeFirstOrThrow(),
      );
      const keys = await openGenerations(keyring, AGENCY_KEY);
      return openName(keys, { agencyId, table: 'agency', id: agencyId }, row.profile) ?? '';
    },
  };
}

type Read = (ids: readonly string[] | 'all') => Promise<ReadonlyMap<string, string>>;

/** After so many reads of some, all are read: a page that asks one by one asks for many. */
const READS_OF_SOME = 3;

/** Gives one of what `read` reads: what is asked for in the same moment comes of one read. */
function readTogether(read: Read): (id: string) => Promise<string | undefined> {
  const asked = new Map<string, Promise<ReadonlyMap<string, string>>>();
  let coming: { ids: string[]; found: ReturnType<Read> } | undefined;
  let all: ReturnType<Read> | undefined;
  let reads = 0;
  const next = () => {
    const ids: string[] = [];
    const found = Promise.resolve().then(() => {
      coming = undefined;
      return read(ids);
    });
    reads += 1;
    return { ids, found };
  };
  const join = (id: string) => {
    if (reads >= READS_OF_SOME && !coming) {
      all ??= read('all');
      return all;
    }
    coming ??= next();
    coming.ids.push(id);
    return coming.found;
  };
  return async (id) => {
    const found = asked.get(id) ?? join(id);
    asked.set(id, found);
    return (await found).get(id);
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Profiles = { agencyId: string; table: 'worker' | 'team'; ids: readonly string[] | 'all' };

async function readProfiles(
  door: Door,
  { agencyId, table, ids }: Profiles,
): Promise<ReadonlyMap<string, string>> {
  const [name, key] = [sql.table(`clew.${table}`), sql.ref(`${table}_id`)];
  // What the journal calls an actor may be no id of a worker.
  const some = ids === 'all' ? sql`true` : sql`${key} = ANY(${ids.filter((id) => UUID.test(id))}::uuid[])`;
  const { rows } = await door.read((transaction) =>
    sql<{ id: string; profile: string }>`
      SELECT ${key} AS id, profile FROM ${name} WHERE agency_id = ${agencyId} AND ${some}
    `.execute(transaction),
  );
  return new Map(rows.map(({ id, profile }) => [id, profile]));
}
