import { readDeputies } from '../keys/rights.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { readEverybody } from '../roles/administrators.ts';

/** A member of a team, with those whom they stand in for there. */
type TeamMember = { workerId: string; deputyFor: readonly string[] };
export type SeenTeam = { teamId: string; name: string; members: readonly TeamMember[] };

/** The teams of the agency by name, with the members whom somebody signed who may. */
export async function listTeams({
  actor,
  door,
  keys,
  names,
}: Pick<SignedIn, 'actor' | 'door' | 'keys' | 'names'>): Promise<SeenTeam[]> {
  const { pins } = keys;
  const { rows, everybody, deputies } = await door.read(async (transaction) => ({
    rows: await transaction
      .selectFrom('clew.team')
      .select('team_id')
      .where('agency_id', '=', actor.agencyId)
      .execute(),
    everybody: await readEverybody(transaction, pins),
    deputies: await readDeputies({ transaction, pins }),
  }));
  const teams = rows.map(async ({ team_id: teamId }) => ({
    teamId,
    name: (await names.team(teamId)) ?? '',
    members: [...everybody].flatMap(([workerId, { teams, deputyFor }]) => {
      if (!teams.includes(teamId)) return [];
      const named = deputies.filter((one) => one.teamId === teamId && one.deputyId === workerId);
      const absent = named.map(({ absentId }) => absentId).filter((id) => deputyFor.includes(id));
      return [{ workerId, deputyFor: absent }];
    }),
  }));
  return (await Promise.all(teams)).sort((one, other) => one.name.localeCompare(other.name));
}
