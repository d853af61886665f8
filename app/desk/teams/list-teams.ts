import type { SignedIn } from '../pages/signed-in.ts';

export type TeamMember = { workerId: string; deputyFor: string | undefined };
export type SeenTeam = { teamId: string; name: string; members: readonly TeamMember[] };

/** The teams of the agency with their members, by name. */
export async function listTeams({
  actor,
  door,
  names,
}: Pick<SignedIn, 'actor' | 'door' | 'names'>): Promise<SeenTeam[]> {
  const rows = await door.read((transaction) =>
    transaction
      .selectFrom('clew.team as t')
      .leftJoin('clew.team_member as m', (join) =>
        join.onRef('m.agency_id', '=', 't.agency_id').onRef('m.team_id', '=', 't.team_id'),
      )
      .select(['t.team_id', 'm.worker_id', 'm.deputy_for'])
      .where('t.agency_id', '=', actor.agencyId)
      .execute(),
  );
  const teams = [...new Set(rows.map(({ team_id }) => team_id))].map(async (teamId) => ({
    teamId,
    name: (await names.team(teamId)) ?? '',
    members: rows.flatMap(({ team_id, worker_id, deputy_for }) =>
      team_id === teamId && worker_id ? [{ workerId: worker_id, deputyFor: deputy_for ?? undefined }] : [],
    ),
  }));
  return (await Promise.all(teams)).sort((one, other) => one.name.localeCompare(other.name));
}
