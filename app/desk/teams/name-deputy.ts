import type { FileDesk } from '../file/file-desk.ts';
import { giveKeys } from '../file/who-may-open.ts';
import { NO_DEPUTY, signDeputy } from '../keys/rights.ts';
import { type Decision, may, mayAtAll, type Refusal } from '../policy/index.ts';

/** Who stands in for whom, in a team that both belong to. Without a deputy nobody does any more. */
export type DeputyAsked = { teamId: string; absentId: string; deputyId: string | undefined };
export type NamingDeputy = { ok: true } | { ok: false; why: Refusal | 'gone' | 'oneself' };

/**
 * Names the one who looks after a colleague's files, from their next request on, or ends it. Each worker names their own;
 * for somebody of the team who cannot, whoever may do it for the team. A deputy's own roles decide what they open, and they
 * are given those keys that the one who names them has.
 */
export async function nameDeputy(worker: FileDesk, asked: DeputyAsked): Promise<NamingDeputy> {
  const { actor, door } = worker;
  const { teamId, absentId, deputyId } = asked;
  const { agencyId } = actor;
  const decision = decide(worker, asked);
  if (!decision.may) return { ok: false, why: decision.why };
  // A supervisor who named herself would reach what a colleague has outside the team.
  if (deputyId === absentId || deputyId === actor.workerId) return { ok: false, why: 'oneself' };
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
    await ofTeam.set(NO_DEPUTY).where('deputy_for', '=', absentId).execute();
    if (deputyId !== undefined)
      await ofTeam
        .set({ deputy_for: absentId, ...signDeputy(worker.keys, { teamId, deputyId, absentId }) })
        .where('worker_id', '=', deputyId)
        .execute();
  });
  if (deputyId !== undefined) await giveDeputyKeys(worker, { teamId, absentId, deputyId });
  return { ok: true };
}

/** Keys to the files that the one who names may let colleagues into: their own, or those of the team. */
async function giveDeputyKeys(
  desk: FileDesk,
  { teamId, absentId, deputyId }: { teamId: string; absentId: string; deputyId: string },
): Promise<void> {
  const { actor, door } = desk;
  if (!mayAtAll(actor, 'file.name')) return;
  const rows = await door.read((transaction) => {
    const owned = transaction
      .selectFrom('clew.file')
      .select('file_id')
      .where('agency_id', '=', actor.agencyId)
      .where('owner_id', '=', absentId);
    return (absentId === actor.workerId ? owned : owned.where('team_id', '=', teamId)).execute();
  });
  for (const { file_id: fileId } of rows) await giveKeys(desk, { fileId, workerId: deputyId });
}

function decide({ actor }: FileDesk, { teamId, absentId }: DeputyAsked): Decision {
  const { agencyId, workerId } = actor;
  if (absentId === workerId)
    return may(actor, 'self.name-deputy', { kind: 'self', agencyId, ownerId: workerId });
  return may(actor, 'team.name-deputy', { kind: 'team', agencyId, teamId });
}
