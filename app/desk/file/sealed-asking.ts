import {
  contextOf,
  makeWorkerKeys,
  openEnvelope,
  type RosterWorker,
  sealEnvelope,
  sign,
  verify,
} from '@clew/seal';
import { findGiver } from './colleagues.ts';
import type { FileDesk, FileTransaction } from './file-desk.ts';

// What one worker asks of others at a file: sealed to those who could answer, and signed by who asks.

/** What an asking is about, and in which label's name it is signed: so that none can be shown as another. */
type AskingAbout = { label: string; proposalId: string; thing: string };
/** An asking as its row tells it. */
export type AskingRow = { proposal_id: string; thing: string; content: string; proposed_by: string };

/** An envelope tells its length, and so would a short reason. */
const PAD_TO = 4096;
/** It tells for how many it is, too: the number is filled up to the next of these with recipients that nobody is. */
const SEATS = 8;
const MOST = 64;

/** Seals what is asked to these colleagues, none of them if need be. The work and the length are the same for any few. */
export async function sealAsking(
  desk: FileDesk,
  about: AskingAbout,
  { content, readers }: { content: object; readers: readonly RosterWorker[] },
): Promise<string> {
  const text = Buffer.from(JSON.stringify(content));
  const bytes = Buffer.alloc(Math.ceil(text.length / PAD_TO) * PAD_TO, ' ');
  text.copy(bytes);
  const { recipient: nobody } = await makeWorkerKeys(desk.random);
  const named = readers.slice(0, MOST).map(({ recipient }) => recipient);
  const seats = Math.max(SEATS, Math.ceil(named.length / SEATS) * SEATS);
  const recipients = [...named, ...Array<string>(seats - named.length).fill(nobody)];
  const envelope = await sealEnvelope({ content: bytes, recipients });
  const context = contextFor(desk, about);
  const signature = sign({ signingKey: desk.keys.signingKey, context, bytes: envelope });
  return `${Buffer.from(envelope).toString('base64url')} ${signature}`;
}

/** Opens what was asked; undefined if it is not for the reader, or not by who is said to have asked. */
export async function openAsking(
  transaction: FileTransaction,
  desk: FileDesk,
  { label, row }: { label: string; row: AskingRow },
): Promise<unknown> {
  const asker = await findGiver(transaction, desk, row.proposed_by);
  if (asker === undefined) return undefined;
  const [box = '', signature = ''] = row.content.split(' ');
  const envelope = Buffer.from(box, 'base64url');
  const context = contextFor(desk, { label, proposalId: row.proposal_id, thing: row.thing });
  if (!verify({ verifyKey: asker.verifyKey, context, bytes: envelope, signature })) return undefined;
  const opened = await openEnvelope({ envelope, identities: [desk.keys.identity] });
  return opened.ok ? JSON.parse(Buffer.from(opened.content).toString('utf8')) : undefined;
}

function contextFor(desk: FileDesk, { label, proposalId, thing }: AskingAbout): string {
  return contextOf(label, desk.actor.agencyId, proposalId, ...thing.split(' ').slice(1));
}
