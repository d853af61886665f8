import type { Door } from '../../store/index.ts';
import type { Keyring } from '../keys/keyring.ts';
import { AGENCY_KEY, openName } from './profiles.ts';

/** The names of an agency, opened as they are asked for while one request is answered. */
export type Names = {
  agency(): Promise<string>;
  /** Undefined where nobody has this id, or whoever has it was never let in. */
  worker(workerId: string): Promise<string | undefined>;
  team(teamId: string): Promise<string | undefined>;
};

/** The names that a worker's key opens. Each kind is read once, when first asked for. */
export function openNames(door: Door, keyring: Keyring): Names {
  const { agencyId } = keyring.me;
  const profiles = new Map<'worker' | 'team', Promise<Map<string, string>>>();
  const read = (table: 'worker' | 'team') => {
    const made = profiles.get(table) ?? readProfiles(door, agencyId, table);
    profiles.set(table, made);
    return made;
  };
  const nameOf = async (table: 'worker' | 'team', id: string) => {
    const profile = (await read(table)).get(id);
    const key = await keyring.open(AGENCY_KEY);
    return profile && key && openName(key, { agencyId, table, id }, profile);
  };
  return {
    worker: (id) => nameOf('worker', id),
    team: (id) => nameOf('team', id),
    agency: async () => {
      const key = await keyring.open(AGENCY_KEY);
      const row = await door.read((transaction) =>
        transaction
          .selectFrom('clew.agency')
          .select('profile')
          .where('agency_id', '=', agencyId)
          .executeTakeFirstOrThrow(),
      );
      return (key && openName(key, { agencyId, table: 'agency', id: agencyId }, row.profile)) ?? '';
    },
  };
}

async function readProfiles(
  door: Door,
  agencyId: string,
  table: 'worker' | 'team',
): Promise<Map<string, string>> {
  const rows = await door.read((transaction) =>
    table === 'worker'
      ? transaction
          .selectFrom('clew.worker')
          .select(['worker_id as id', 'profile'])
          .where('agency_id', '=', agencyId)
          .execute()
      : transaction
          .selectFrom('clew.team')
          .select(['team_id as id', 'profile'])
          .where('agency_id', '=', agencyId)
          .execute(),
  );
  return new Map(rows.map(({ id, profile }) => [id, profile]));
}
