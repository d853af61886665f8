import type { RosterWorker } from '@clew/seal';
import { z } from 'zod';
import { COMPARTMENTS, type Compartment } from '../policy/index.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';
import { type AskingRow, openAsking, sealAsking } from './sealed-asking.ts';

/** The kind of proposal that break-glass is. */
export const GLASS = 'glass.ask';
const LABEL = 'clew glass';

/** What is asked, when and why, which only those read who could confirm or do it. The day is signed: an old asking stays old. */
const Content = z.strictObject({ hours: z.number(), reason: z.string(), askedAt: z.iso.datetime() });
type GlassContent = z.infer<typeof Content>;

/** A proposal of break-glass, as its row tells it. */
export type GlassRow = AskingRow & {
  confirmed_by: string | null;
  confirmed_entry: number | null;
  confirmed_signature: string | null;
  at: Date;
};

export const GLASS_COLUMNS = [
  'proposal_id',
  'thing',
  'content',
  'proposed_by',
  'confirmed_by',
  'confirmed_entry',
  'confirmed_signature',
  'at',
] as const;

/** The longest an asking is open. */
const OPEN_MS = 7 * 86_400_000;

type About = { proposalId: string; fileId: string; compartment: Compartment };

/** How a proposal names what it is about; undefined for what names no compartment of a file. */
function readGlassThing(thing: string): { fileId: string; compartment: Compartment } | undefined {
  const [kind, fileId, name, ...more] = thing.split(' ');
  const compartment = COMPARTMENTS.find((one) => one === name);
  if (kind !== 'file' || fileId === undefined || compartment === undefined || more.length > 0)
    return undefined;
  return { fileId, compartment };
}

/** Seals what is asked to these colleagues, signed by the one who asks, for this proposal alone. */
export async function sealGlass(
  desk: FileDesk,
  { content, readers, ...about }: About & { content: GlassContent; readers: readonly RosterWorker[] },
): Promise<string> {
  const { proposalId, fileId, compartment } = about;
  const thing = `file ${fileId} ${compartment}`;
  return sealAsking(desk, { label: LABEL, proposalId, thing }, { content, readers });
}

/** Opens what was asked; undefined if it is not for the reader, or not by who is said to have asked. */
export async function openGlass(
  transaction: FileTransaction,
  desk: FileDesk,
  row: GlassRow,
): Promise<(About & GlassContent) | undefined> {
  const named = readGlassThing(row.thing);
  if (named === undefined) return undefined;
  const read = Content.safeParse(await openAsking(transaction, desk, { label: LABEL, row }));
  return read.success ? { proposalId: row.proposal_id, ...named, ...read.data } : undefined;
}

/** Whether an asking can still be answered, by the day that who asked signed. */
export function isOpenGlass(desk: FileDesk, { askedAt }: Pick<GlassContent, 'askedAt'>): boolean {
  return desk.now().getTime() - Date.parse(askedAt) < OPEN_MS;
}

/** Before this nothing was asked that can still be answered. */
export function openGlassSince(desk: FileDesk): Date {
  return new Date(desk.now().getTime() - OPEN_MS);
}
