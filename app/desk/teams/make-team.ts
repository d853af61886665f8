import { randomUUID } from 'node:crypto';
import { AGENCY_KEY, sealName } from '../agency/profiles.ts';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';

type MakingTeam = { ok: true; teamId: string } | { ok: false; why: Refusal | 'no-key' };

/** Makes a team, with a name that only the agency's people can read. */
export async function makeTeam(worker: Proposer, name: string): Promise<MakingTeam> {
  const { actor, door, desk, keys } = worker;
  const { agencyId } = actor;
  const decision = may(actor, 'team.make', { kind: 'team', agencyId });
  if (!decision.may) return { ok: false, why: decision.why };
  const key = await keys.open(AGENCY_KEY);
  if (!key) return { ok: false, why: 'no-key' };
  const teamId = randomUUID();
  const profile = sealName(desk, key, { agencyId, table: 'team', id: teamId }, name);
  await door.write({ action: 'team.make', thing: `team ${teamId}` }, (transaction) =>
    transaction.insertInto('clew.team').values({ agency_id: agencyId, team_id: teamId, profile }).execute(),
  );
  return { ok: true, teamId };
}
