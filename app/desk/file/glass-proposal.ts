import { contextOf, openEnvelope, type RosterWorker, sealEnvelope, sign, verify } from '@clew/seal';
import { z } from 'zod';
import { COMPARTMENTS, type Compartment } from '../policy/index.ts';
import { findGiver } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

/** The kind of proposal that break-glass is. */
export const GLASS = 'glass.ask';

/** What is asked and why, which only those read who could confirm or do it. */
const Content = z.strictObject({ hours: z.number(), reason: z.string() });
export type GlassContent = z.infer<typeof Content>;

/** A proposal of break-glass, as its row tells it. */
export type GlassRow = {
  proposal_id: string;
  thing: string;
  content: string;
  proposed_by: string;
  confirmed_by: string | null;
  at: Date;
};

export const GLASS_COLUMNS = [
  'proposal_id',
  'thing',
  'content',
  'proposed_by',
  'confirmed_by',
  'at',
] as const;

/** The longest an asking is open. */
const OPEN_MS = 7 * 86_400_000;
/** An envelope tells its length, and so would a short reason. */
const PAD_TO = 4096;

type About = { proposalId: string; fileId: string; compartment: Compartment };

/** How a proposal names what it is about; undefined for what names no compartment of a file. */
export function readGlassThing(thing: string): { fileId: string; compartment: Compartment } | undefined {
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
  const text = JSON.stringify(content);
  const bytes = Buffer.from(text.padEnd(Math.ceil(text.length / PAD_TO) * PAD_TO));
  const recipients = readers.slice(0, 64).map(({ recipient }) => recipient);
  const envelope = await sealEnvelope({ content: bytes, recipients });
  const signature = sign({ signingKey: desk.keys.signingKey, context: signed(desk, about), bytes: envelope });
  return `${Buffer.from(envelope).toString('base64url')} ${signature}`;
}

/** Opens what was asked; undefined if it is not for the reader, or not by who is said to have asked. */
export async function openGlass(
  transaction: FileTransaction,
  desk: FileDesk,
  row: GlassRow,
): Promise<(About & GlassContent) | undefined> {
  const named = readGlassThing(row.thing);
  const asker = await findGiver(transaction, desk, row.proposed_by);
  const [box = '', signature = ''] = row.content.split(' ');
  if (named === undefined || asker === undefined) return undefined;
  const about = { proposalId: row.proposal_id, ...named };
  const envelope = Buffer.from(box, 'base64url');
  const context = signed(desk, about);
  if (!verify({ verifyKey: asker.verifyKey, context, bytes: envelope, signature })) return undefined;
  const opened = await openEnvelope({ envelope, identities: [desk.keys.identity] });
  if (!opened.ok) return undefined;
  const read = Content.safeParse(JSON.parse(Buffer.from(opened.content).toString('utf8')));
  return read.success ? { ...about, ...read.data } : undefined;
}

/** Whether an asking can still be answered. */
export function isOpenGlass(desk: FileDesk, { at }: { at: Date }): boolean {
  return desk.now().getTime() - at.getTime() < OPEN_MS;
}

function signed(desk: FileDesk, { proposalId, fileId, compartment }: About): string {
  return contextOf('clew glass', desk.actor.agencyId, proposalId, fileId, compartment);
}
