import { type Decision, may, type Refusal } from '../policy/index.ts';
import type { Proposer } from '../proposals/propose.ts';

/** Who stands in for whom, in a team that both belong to. Without a deputy nobody does any more. */
export type DeputyAsked = { teamId: string; absentId: string; deputyId: string | undefined };
export type NamingDeputy = { ok: true } | { ok: false; why: Refusal | 'gone' | 'oneself' };

/**
 * Names the one who looks after a colleague's files, from their next request on, or ends it. Each worker names their own;
 * for somebody of the team who cannot, whoever may do it for the team. A deputy's own roles decide what they open.
 */
export async function nameDeputy(worker: Proposer, asked: DeputyAsked): Promise<NamingDeputy> {
  const { actor, door } = worker;
  const { teamId, absentId, deputyId } = asked;
  const { agencyId } = actor;
  const decision = decide(worker, asked);
  if (!decision.may) return { ok: false, why: decision.why };
  if (deputyId === absentId) return { ok: false, why: 'oneself' };
  const members = await door.read((transaction) =>
    transaction
      .selectFrom('clew.team_member')
      .select('worker_id')
      .where('agency_id', '=', agencyId)
      .where('team_id', '=', teamId)
      .execute(),
  );
  const isMember = (id: string) => members.some(({ worker_id }) => worker_id === id);
  if (!isMember(absentId) || (deputyId !== undefined && !isMember(deputyId)))
    return { ok: false, why: 'gone' };
  const action = absentId === actor.workerId ? 'self.name-deputy' : 'team.name-deputy';
  await door.write({ action, thing: `worker ${absentId} team ${teamId}` }, async (transaction) => {
    const ofTeam = transaction
      .updateTable('clew.team_member')
      .where('agency_id', '=', agencyId)
      .where('team_id', '=', teamId);
    await ofTeam.set({ deputy_for: null }).where('deputy_for', '=', absentId).execute();
    if (deputyId !== undefined)
      await ofTeam.set({ deputy_for: absentId }).where('worker_id', '=', deputyId).execute();
  });
  return { ok: true };
}

function decide({ actor }: Proposer, { teamId, absentId }: DeputyAsked): Decision {
  const { agencyId, workerId } = actor;
  if (absentId === workerId)
    return may(actor, 'self.name-deputy', { kind: 'self', agencyId, ownerId: workerId });
  return may(actor, 'team.name-deputy', { kind: 'team', agencyId, teamId });
}
