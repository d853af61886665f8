import { attempt } from '../attempt.ts';
import type { FileDesk, FileTransaction } from '../file/file-desk.ts';
import { giveKeys } from '../file/who-may-open.ts';
import { writeStatement } from '../keys/line.ts';
import { readRights, signDeputy } from '../keys/rights.ts';
import { type Decision, may, mayAtAll, type Refusal } from '../policy/index.ts';
import { lockAgency } from '../roles/administrators.ts';

/** Who stands in for whom, in a team that both belong to. Without a deputy nobody does any more. */
type DeputyAsked = { teamId: string; absentId: string; deputyId: string | undefined };
type NamingDeputy = { ok: true } | { ok: false; why: Refusal | 'gone' | 'oneself' | 'broken' };

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
  const action = absentId === actor.workerId ? 'self.name-deputy' : 'team.name-deputy';
  const reading = (transaction: FileTransaction) => ({ transaction, pins: worker.keys.pins });
  const named = await attempt<'gone' | 'broken'>((undo) =>
    door.write({ action, thing: `worker ${absentId} team ${teamId}` }, async (transaction) => {
      await lockAgency(transaction, agencyId);
      const both = deputyId === undefined ? [absentId] : [absentId, deputyId];
      const rights = await readRights(transaction, worker.keys.pins, both);
      if (!both.every((id) => rights.get(id)?.teams.includes(teamId))) undo('gone');
      const said = await signDeputy(reading(transaction), worker.keys, { teamId, absentId, deputyId });
      if (!said) return undo('broken');
      await writeStatement(transaction, { agencyId, at: worker.now() }, said);
    }),
  );
  if (!named.ok) return named;
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
