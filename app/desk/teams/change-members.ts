import { ROSTER_KEY } from '../agency/profiles.ts';
import { attempt } from '../attempt.ts';
import { isRosterNow } from '../keys/follow-roster.ts';
import { NO_DEPUTY, signRight } from '../keys/rights.ts';
import { may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';

export type ChangingMembers = { ok: true } | { ok: false; why: Refusal | 'gone' | 'no-key' };
export type MembersAsked = { teamId: string; members: readonly string[] };

/** Makes exactly these workers the members of a team, from their next request on. Deputies who stay remain deputies. */
export async function changeMembers(
  { actor, door, keys }: Proposer,
  { teamId, members }: MembersAsked,
): Promise<ChangingMembers> {
  const { agencyId } = actor;
  const decision = may(actor, 'team.change', { kind: 'team', agencyId, teamId });
  if (!decision.may) return { ok: false, why: decision.why };
  const roster = await keys.open(ROSTER_KEY);
  if (!roster) return { ok: false, why: 'no-key' };
  const granter = { me: keys.me, signingKey: keys.signingKey, rosterKey: roster.key };
  const wanted = [...new Set(members)];
  const { isTeam, known, before } = await door.read(async (transaction) => {
    const [team, workers, now] = [
      await transaction
        .selectFrom('clew.team')
        .select('team_id')
        .where('agency_id', '=', agencyId)
        .where('team_id', '=', teamId)
        .executeTakeFirst(),
      await transaction
        .selectFrom('clew.worker')
        .select('worker_id')
        .where('agency_id', '=', agencyId)
        .where('standing', '=', 'in')
        .execute(),
      await transaction
        .selectFrom('clew.team_member')
        .select('worker_id')
        .where('agency_id', '=', agencyId)
        .where('team_id', '=', teamId)
        .execute(),
    ];
    const ids = (rows: { worker_id: string }[]) => rows.map(({ worker_id }) => worker_id);
    return { isTeam: team !== undefined, known: ids(workers), before: ids(now) };
  });
  if (!isTeam || !wanted.every((id) => known.includes(id))) return { ok: false, why: 'gone' };
  const out = before.filter((id) => !wanted.includes(id));
  const joining = wanted.filter((id) => !before.includes(id));
  return attempt<'gone'>((undo) =>
    door.write({ action: 'team.change', thing: `team ${teamId}` }, async (transaction) => {
      if (!(await isRosterNow(transaction, keys.pins))) undo('gone');
      if (out.length > 0) {
        await transaction
          .deleteFrom('clew.team_member')
          .where('agency_id', '=', agencyId)
          .where('team_id', '=', teamId)
          .where('worker_id', 'in', out)
          .execute();
        await transaction
          .updateTable('clew.team_member')
          .set(NO_DEPUTY)
          .where('agency_id', '=', agencyId)
          .where('team_id', '=', teamId)
          .where('deputy_for', 'in', out)
          .execute();
      }
      if (joining.length > 0)
        await transaction
          .insertInto('clew.team_member')
          .values(
            joining.map((worker_id) => ({
              ...{ agency_id: agencyId, team_id: teamId, worker_id },
              ...signRight(granter, { workerId: worker_id, teamId }),
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    }),
  );
}
