import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { writeStatement } from '../keys/line.ts';
import { type Granter, readRightsLine, signRights } from '../keys/rights.ts';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';
import { lockAgency, readEverybody } from '../roles/administrators.ts';

type ChangingMembers = { ok: true } | { ok: false; why: Refusal | 'gone' | 'no-key' | 'broken' | 'oneself' };
type MembersAsked = { teamId: string; members: readonly string[] };

/** Makes exactly these workers the members of a team, from their next request on. Deputies who stay remain deputies. */
export async function changeMembers(
  { actor, door, keys, desk }: Proposer,
  { teamId, members }: MembersAsked,
): Promise<ChangingMembers> {
  const { agencyId } = actor;
  const decision = may(actor, 'team.change', { kind: 'team', agencyId, teamId });
  if (!decision.may) return { ok: false, why: decision.why };
  const roster = await keys.open(ROSTER_KEY);
  if (!roster) return { ok: false, why: 'no-key' };
  const granter: Granter = { me: keys.me, signingKey: keys.signingKey, rosterKey: roster.key };
  const wanted = [...new Set(members)];
  return attempt<'gone' | 'broken' | 'oneself'>((undo) =>
    // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: what is looked at before anything is written stands in its order
    door.write({ action: 'team.change', thing: `team ${teamId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      const everybody = await readEverybody(transaction, keys.pins);
      if (!(await isTeam(transaction, agencyId, teamId))) undo('gone');
      if (!wanted.every((id) => everybody.has(id))) undo('gone');
      for (const [workerId, { teams }] of everybody) {
        const isWanted = wanted.includes(workerId);
        if (teams.includes(teamId) === isWanted) continue;
        // Nobody puts themselves into a team; another administrator does.
        if (isWanted && workerId === actor.workerId) undo('oneself');
        const line = await readRightsLine({ transaction, pins: keys.pins }, workerId);
        if (!line) return undo('broken');
        const after = isWanted ? [...line.now.teams, teamId] : line.now.teams.filter((id) => id !== teamId);
        const rights = { roles: line.now.roles, teams: after };
        const said = signRights(granter, { workerId, head: line.head, rights });
        await writeStatement(transaction, { agencyId, at: desk.now() }, said);
      }
    }),
  );
}

async function isTeam(transaction: Transaction<Schema>, agencyId: string, teamId: string): Promise<boolean> {
  const team = await transaction
    .selectFrom('clew.team')
    .select('team_id')
    .where('agency_id', '=', agencyId)
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  return team !== undefined;
}
