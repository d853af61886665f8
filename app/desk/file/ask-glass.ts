import { randomUUID } from 'node:crypto';
import type { RosterWorker } from '@clew/seal';
import { z } from 'zod';
import { COMPARTMENTS, type Compartment, may, mayAtAll } from '../policy/index.ts';
import { isTooMany } from '../proposals/open-limit.ts';
import { noteTry } from './at-file.ts';
import { agencyKeysOf, hashCodeName } from './code-name.ts';
import { loadColleagues, onRoster } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { isAnswerer } from './glass-people.ts';
import { GLASS, sealGlass } from './glass-proposal.ts';
import { FILE_COLUMNS, type LoadedFile, loadRelations } from './load-file.ts';
import type { Refused } from './refusal.ts';

/** For how many hours somebody can be let in. */
export const GLASS_HOURS = [1, 4, 12, 24] as const;

/** What somebody asks to be let into who has no way there: by the code name that they were told. */
export const AskedGlass = z.strictObject({
  codeName: z.string().trim().min(1).max(60),
  compartment: z.enum(COMPARTMENTS),
  hours: z.union(GLASS_HOURS.map((hours) => z.literal(hours))),
  reason: z.string().trim().min(1).max(2000),
});
export type AskedGlass = z.infer<typeof AskedGlass>;

/**
 * Asks to be let into one compartment of a file for some hours, with a reason that is sealed to those who could let the
 * worker in. The answer is the same whether there is such a file or not, and whether it bars the one who asks: it is `ok`, after
 * the same questions to the database, the same sealing and the same writes. What nobody is asked stands with a file that is none,
 * sealed to nobody; the journal alone tells what was looked for.
 * Refused: `too-many` if so much waits that this worker asked; `forbidden` if none of their roles may ask, or could open such a compartment in any file.
 */
export async function askGlass(desk: FileDesk, asked: AskedGlass): Promise<{ ok: true } | Refused> {
  const { agencyId, workerId } = desk.actor;
  const { codeName, compartment, ...said } = asked;
  const content = { ...said, askedAt: desk.now().toISOString() };
  const mayAsk = may(desk.actor, 'glass.ask', { kind: 'glass', agencyId }).may;
  if (!mayAsk || !mayAtAll(desk.actor, `file.reveal.${compartment}`)) {
    await noteTry(desk, 'glass glass.ask');
    return { ok: false, why: 'forbidden' };
  }
  const agencyKeys = await agencyKeysOf(desk);
  if (agencyKeys.length === 0) return { ok: false, why: 'no-key' };
  const kinds = [GLASS];
  if (
    await desk.door.read((transaction) => isTooMany(transaction, { ...desk.actor, kinds, now: desk.now() }))
  )
    return { ok: false, why: 'too-many' };
  const found = await desk.door.read((transaction) =>
    findByCode(transaction, desk, {
      hashes: agencyKeys.map((key) => hashCodeName(key, codeName)),
      compartment,
    }),
  );
  const about = { proposalId: randomUUID(), fileId: found.askedOf ?? randomUUID(), compartment };
  const sealed = await sealGlass(desk, { ...about, content, readers: found.readers });
  const thing = `file ${about.fileId} ${compartment}`;
  const tried = { action: 'file.tried', thing: `file ${found.met ?? 'unknown'} glass.ask` };
  const deed = found.askedOf === undefined ? tried : { action: 'glass.ask', thing };
  await desk.door.write(deed, (transaction) =>
    transaction
      .insertInto('clew.proposal')
      .values({
        agency_id: agencyId,
        proposal_id: about.proposalId,
        kind: GLASS,
        thing,
        content: sealed,
        proposed_by: workerId,
        at: desk.now(),
      })
      .execute(),
  );
  return { ok: true };
}

type Found = {
  /** The file that has this code name. */
  met: string | undefined;
  /** The same, unless it bars who asks. */
  askedOf: string | undefined;
  readers: RosterWorker[];
};

/** So many of those who could answer at all are looked up in the roster, whether there is a file or not. */
const LOOKED_AT = 32;

/** The file of a code name, and who is to read what is asked about it: nobody, if it is not there or bars who asks. */
async function findByCode(
  transaction: FileTransaction,
  desk: FileDesk,
  { hashes, compartment }: { hashes: readonly Buffer[]; compartment: Compartment },
): Promise<Found> {
  const { agencyId, workerId } = desk.actor;
  const rows = await transaction
    .selectFrom('clew.file')
    .select(FILE_COLUMNS)
    .where('agency_id', '=', agencyId)
    .where('code_hash', 'in', hashes)
    .execute();
  const [met] = await loadRelations(transaction, desk.keys.pins, rows);
  const colleagues = await loadColleagues(transaction, desk);
  const asked = {
    file: met ?? noFile(desk),
    row: { proposed_by: workerId, confirmed_by: null },
    compartment,
  };
  const able = colleagues.filter(
    ({ actor }) => mayAtAll(actor, 'glass.confirm') || mayAtAll(actor, 'glass.seal'),
  );
  const answerers = able.filter(({ actor }) => isAnswerer(desk, actor, asked));
  const others = able.filter((colleague) => !answerers.includes(colleague));
  const most = Math.max(LOOKED_AT, answerers.length);
  const readers: RosterWorker[] = [];
  for (const colleague of able.length <= LOOKED_AT ? able : [...answerers, ...others].slice(0, most)) {
    const worker = await onRoster(transaction, desk, colleague);
    if (worker && answerers.includes(colleague)) readers.push(worker);
  }
  const isBarred = met?.bars.some(({ worker_id }) => worker_id === workerId) === true;
  if (met === undefined || isBarred) return { met: met?.file_id, askedOf: undefined, readers: [] };
  return { met: met.file_id, askedOf: met.file_id, readers };
}

/** What stands in for a file that is not there, so that as much is asked of the policy. */
function noFile({ actor, now }: FileDesk): LoadedFile {
  const nobody = randomUUID();
  return {
    ...{ file_id: nobody, agency_id: actor.agencyId, owner_id: nobody, team_id: null },
    ...{ opened_month: now().toISOString().slice(0, 7), withdrawn: false, closed: false, code_name: '' },
    ...{ named: [], bars: [], admitted: [] },
  };
}
