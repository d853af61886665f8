import { contextOf, open, type ShareSet, seal } from '@clew/seal';
import { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { Keyring, OpenKey } from '../keys/keyring.ts';

const SetText = z.object({
  setId: z.string(),
  context: z.string(),
  needed: z.int(),
  commitment: z.string(),
  holders: z.array(z.object({ custodianId: z.string(), body: z.string(), proofKey: z.string() })).max(255),
  signature: z.string(),
});

/** A set as text. Who the custodians are and of which bodies stands in it, so it is sealed wherever it is kept. */
export function writeSet(set: ShareSet): string {
  return JSON.stringify(set);
}

/** The set that `writeSet` wrote; undefined for any other text. */
export function readSet(text: string): ShareSet | undefined {
  try {
    return SetText.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

type OfWorker = { agencyId: string; workerId: string };

/** Seals a set under the agency's key: custodians read it, and nobody outside does. */
export function sealCustody(desk: Desk, agencyKey: OpenKey, worker: OfWorker, set: ShareSet): string {
  const { key, generation } = agencyKey;
  return seal({
    key,
    random: desk.random,
    context: contextOfCustody(worker, generation),
    text: writeSet(set),
    padTo: 1024,
  });
}

/** The set that a worker arranged; undefined if this worker's keys do not open it, or it is not whole. */
export async function openCustody(
  keyring: Keyring,
  worker: OfWorker,
  row: { custody: string; generation: number },
): Promise<ShareSet | undefined> {
  const agencyKey = await keyring.open('agency', row.generation);
  if (!agencyKey) return undefined;
  const { key, generation } = agencyKey;
  const opened = open({ key, context: contextOfCustody(worker, generation), box: row.custody });
  return opened.ok ? readSet(opened.text) : undefined;
}

/** What a worker's set is a set of. */
export function contextOfSet({ agencyId, workerId }: OfWorker): string {
  return contextOf(agencyId, 'recovery', workerId);
}

/** What the private keys are sealed for under the secret that is split. */
export function contextOfKept(worker: OfWorker, setId: string): string {
  return contextOf(worker.agencyId, 'recovery', worker.workerId, 'keys', setId);
}

function contextOfCustody({ agencyId, workerId }: OfWorker, generation: number): string {
  return contextOf(agencyId, 'recovery', workerId, 'custody', generation);
}
