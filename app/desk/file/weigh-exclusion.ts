import { COMPARTMENTS, may, type Thing } from '../policy/index.ts';
import { type Colleague, loadColleagues } from './colleagues.ts';
import type { WISHES } from './entry.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { isHolder, keyIdOf } from './parts.ts';

type Exclusion = { workerId: string; wish: (typeof WISHES)[number] };

/** How an exclusion weighs: whether it takes two people, and whether it shuts out who answers for the file. */
export type Weight = { takesTwo: boolean; isOfAnswerer: boolean };

/**
 * Weighs an exclusion ([0030](../../../docs/decisions/0030-shut-out-and-back.md)). Where the agency wishes it, it takes two people to
 * shut out the owner, one who watches over the file from their team or agency, and whoever but the two of them alone has the
 * key of a compartment. What the person wishes is one deed, unless nobody would be left who could undo it.
 */
export async function weighExclusion(
  transaction: FileTransaction,
  desk: FileDesk,
  { file, workerId, wish }: Exclusion & { file: LoadedFile },
): Promise<Weight> {
  const colleagues = await loadColleagues(transaction, desk);
  const whom = colleagues.find(({ actor }) => actor.workerId === workerId);
  if (whom === undefined) return { takesTwo: false, isOfAnswerer: false };
  const thing: Thing = { ...thingOf(file, desk.now()), withdrawn: false };
  const isOfAnswerer = file.owner_id === workerId || watchesOver(whom, thing);
  const after: Thing = { ...thing, excluded: [...(thing.excluded ?? []), workerId] };
  const others = colleagues.filter(({ actor }) => ![workerId, desk.actor.workerId].includes(actor.workerId));
  const wraps = await readHolders(transaction, desk, file.file_id);
  const leavesNobody = COMPARTMENTS.some((part) => {
    const holds = ({ actor }: Colleague, at: Thing) =>
      isHolder(actor, part, at) && wraps.has(`${part} ${actor.workerId}`);
    return holds(whom, thing) && !others.some((colleague) => holds(colleague, after));
  });
  if (wish === 'agency') return { takesTwo: isOfAnswerer || leavesNobody, isOfAnswerer };
  const isMerelyNamed = !COMPARTMENTS.some((part) => isHolder(whom.actor, part, { ...thing, named: [] }));
  const canBeUndone = others.some(({ actor }) => may(actor, 'file.include-propose', after).may);
  const isIrreversible = !canBeUndone || leavesNobody;
  return { takesTwo: isIrreversible && (isOfAnswerer || !isMerelyNamed), isOfAnswerer };
}

/** Whether somebody sees the file by their place at the agency, being neither owner, deputy nor named. */
function watchesOver({ actor }: Colleague, { ownerId: _, ...thing }: Thing): boolean {
  return may(actor, 'file.exclude', { ...thing, named: [] }).may;
}

/** Who has the newest key of which compartment, as `compartment worker`. */
async function readHolders(
  transaction: FileTransaction,
  desk: FileDesk,
  fileId: string,
): Promise<ReadonlySet<string>> {
  const parts = await transaction
    .selectFrom('clew.file_compartment')
    .select(['compartment', 'generation'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where('file_id', '=', fileId)
    .execute();
  const wraps = await transaction
    .selectFrom('clew.key_wrap')
    .select(['key_id', 'generation', 'worker_id'])
    .where('agency_id', '=', desk.actor.agencyId)
    .where(
      'key_id',
      'in',
      COMPARTMENTS.map((part) => keyIdOf(fileId, part)),
    )
    .execute();
  return new Set(
    wraps.flatMap(({ key_id, generation, worker_id }) => {
      const part = parts.find(({ compartment }) => `file:${fileId}:${compartment}` === key_id);
      return part?.generation === generation ? [`${part.compartment} ${worker_id}`] : [];
    }),
  );
}
