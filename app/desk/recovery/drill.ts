import { randomUUID } from 'node:crypto';
import { checkShareProof, checkShareSet, openShare, proveShare } from '@clew/seal';
import type { Desk } from '../desk.ts';
import type { AtDesk } from './arrange-recovery.ts';
import { openCustody } from './custody.ts';

/**
 * What a rehearsal shows of one worker. `none`: has arranged nothing, and a lost passphrase would lose their keys. `unsound`: what
 * stands there is not what they arranged. `short`: fewer custodians than needed have shown their share. `well`: enough have.
 */
export type DrillLine = {
  workerId: string;
  state: 'none' | 'unsound' | 'short' | 'well';
  needed: number;
  of: number;
  shown: number;
};

/** A rehearsal as it stands: when it was opened, and what it shows of each worker who is in. */
export type DrillReport = { openedAt: Date; lines: readonly DrillLine[] };

/** Opens a rehearsal: each custodian is asked to show that they hold their shares. Nothing is recovered and nothing revealed. */
export async function openDrill(desk: Desk, { door, keyring }: AtDesk): Promise<string> {
  const { agencyId, workerId } = keyring.me;
  const drillId = randomUUID();
  const challenge = Buffer.from(desk.random(32)).toString('base64url');
  await door.write({ action: 'keys.drill', thing: `drill ${drillId}` }, (transaction) =>
    transaction
      .insertInto('clew.drill')
      .values({
        agency_id: agencyId,
        drill_id: drillId,
        challenge,
        opened_by: workerId,
        opened_at: desk.now(),
      })
      .execute(),
  );
  return drillId;
}

type ProofRow = { agency_id: string; drill_id: string; worker_id: string; number: number; proof: string };

/** How a custodian did in a rehearsal: how many shares they hold, and how many of those they could open and show. */
type DrillAnswer = { held: number; shown: number };

/** Shows, in the newest rehearsal, that this worker holds their shares. Undefined if none was ever opened. */
export async function answerDrill({ door, keyring }: AtDesk): Promise<DrillAnswer | undefined> {
  const { agencyId, workerId: custodianId } = keyring.me;
  const drill = await readNewest({ door, keyring });
  if (!drill) return undefined;
  const rows = await readSets({ door, keyring }, custodianId);
  const proofs: ProofRow[] = [];
  for (const { worker_id, number, sealed, ...row } of rows) {
    const set = await openCustody(keyring, { agencyId, workerId: worker_id }, row);
    const opened = set && (await openShare({ set, number, sealed, identity: keyring.identity }));
    if (!set || !opened?.ok) continue;
    const proof = proveShare({ set, share: opened.share, challenge: challengeOf(drill) });
    proofs.push({ agency_id: agencyId, drill_id: drill.drill_id, worker_id, number, proof });
  }
  if (proofs.length > 0)
    await door.write({ action: 'recovery.give', thing: `drill ${drill.drill_id}` }, (transaction) =>
      transaction
        .insertInto('clew.drill_proof')
        .values(proofs)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  return { held: rows.length, shown: proofs.length };
}

/** What the newest rehearsal shows of everybody who is in. Undefined if none was ever opened. */
export async function readDrill({ door, keyring }: AtDesk): Promise<DrillReport | undefined> {
  const { agencyId } = keyring.me;
  const drill = await readNewest({ door, keyring });
  if (!drill) return undefined;
  const [workers, sets, proofs] = await door.read((transaction) =>
    Promise.all([
      transaction
        .selectFrom('clew.worker')
        .select('worker_id')
        .where('agency_id', '=', agencyId)
        .where('standing', '=', 'in')
        .orderBy('worker_id')
        .execute(),
      transaction
        .selectFrom('clew.recovery_set')
        .select(['worker_id', 'custody', 'generation'])
        .where('agency_id', '=', agencyId)
        .execute(),
      transaction
        .selectFrom('clew.drill_proof')
        .select(['worker_id', 'number', 'proof'])
        .where('agency_id', '=', agencyId)
        .where('drill_id', '=', drill.drill_id)
        .execute(),
    ]),
  );
  const lines: DrillLine[] = [];
  for (const { worker_id: workerId } of workers) {
    const row = sets.find((one) => one.worker_id === workerId);
    const own = proofs.filter((one) => one.worker_id === workerId);
    lines.push(
      await lineOf({ door, keyring }, { workerId, row, proofs: own, challenge: challengeOf(drill) }),
    );
  }
  return { openedAt: drill.opened_at, lines };
}

type OfWorker = {
  workerId: string;
  row: { custody: string; generation: number } | undefined;
  proofs: readonly { number: number; proof: string }[];
  challenge: Uint8Array;
};

async function lineOf(
  { keyring }: AtDesk,
  { workerId, row, proofs, challenge }: OfWorker,
): Promise<DrillLine> {
  const nothing = { workerId, needed: 0, of: 0, shown: 0 };
  if (!row) return { ...nothing, state: 'none' };
  const set = await openCustody(keyring, { agencyId: keyring.me.agencyId, workerId }, row);
  const owner = await keyring.colleague(workerId);
  if (!set || !owner || !checkShareSet({ set, verifyKey: owner.verifyKey }))
    return { ...nothing, state: 'unsound' };
  const good = proofs.filter(({ number, proof }) => checkShareProof({ set, number, challenge, proof }));
  const { needed, holders } = set;
  const state = good.length >= needed ? 'well' : 'short';
  return { workerId, state, needed, of: holders.length, shown: good.length };
}

function challengeOf({ challenge }: { challenge: string }): Uint8Array {
  return Uint8Array.from(Buffer.from(challenge, 'base64url'));
}

async function readNewest({ door, keyring }: AtDesk) {
  return door.read((transaction) =>
    transaction
      .selectFrom('clew.drill')
      .select(['drill_id', 'challenge', 'opened_at'])
      .where('agency_id', '=', keyring.me.agencyId)
      .orderBy('opened_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
}

/** The shares that a custodian holds, with the sets that they are of. */
export async function readSets({ door, keyring }: AtDesk, custodianId: string) {
  return door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_share as h')
      .innerJoin('clew.recovery_set as s', (join) =>
        join.onRef('s.agency_id', '=', 'h.agency_id').onRef('s.worker_id', '=', 'h.worker_id'),
      )
      .select(['h.worker_id', 'h.number', 'h.sealed', 's.custody', 's.generation'])
      .where('h.agency_id', '=', keyring.me.agencyId)
      .where('h.custodian_id', '=', custodianId)
      .orderBy('h.worker_id')
      .execute(),
  );
}
