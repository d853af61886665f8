import { createHash } from 'node:crypto';
import { contextOf, type RosterWorker, sign, verify } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { findEntry, type Pins } from './roster.ts';

/** Who signs, with the key that only they hold. */
export type Signer = { me: RosterWorker; signingKey: string };

/** Who signed, with the key of which of their roster entries, and what came out; columns that may be empty. */
export type Signed = { by: string | null; entry: number | null; signature: string | null };

/** What is signed: words and ids that say what it is, and content where there is any. */
export type Statement = { words: readonly string[]; content?: string };

/** Signs a statement as this worker, for their agency alone. */
export function signStatement({ me, signingKey }: Signer, { words, content = '' }: Statement): string {
  const context = contextOfStatement(me.agencyId, words, me);
  return sign({ signingKey, context, bytes: Buffer.from(content) });
}

/** Signs the same with the agency's roster key, which only administrators hold: it shows that one of them gave it. */
export function signAsAgency(
  rosterKey: Uint8Array,
  { agencyId, statement }: { agencyId: string; statement: Statement },
): string {
  const signingKey = `ed25519-secret:${Buffer.from(rosterKey).toString('base64url')}`;
  const context = contextOf('clew statement 1', agencyId, ...statement.words, 'roster');
  return sign({ signingKey, context, bytes: Buffer.from(statement.content ?? '') });
}

/** The worker of the roster who signed a statement; undefined if nobody did, or it was another statement. */
export async function whoSigned(
  transaction: Transaction<Schema>,
  pins: Pins,
  { statement, signed }: { statement: Statement; signed: Signed },
): Promise<RosterWorker | undefined> {
  const { by, entry, signature } = signed;
  if (by === null || entry === null || signature === null) return undefined;
  const { words, content = '' } = statement;
  const { agencyId, rosterVerifyKey, founding } = pins;
  const name = hashOf([agencyId, rosterVerifyKey, founding, words, content, by, entry, signature]);
  const known = proven.get(name);
  if (known) return known;
  const signer = await findEntry(transaction, pins, { workerId: by, number: entry });
  if (!signer) return undefined;
  const context = contextOfStatement(agencyId, words, signer);
  if (!verify({ verifyKey: signer.verifyKey, context, bytes: Buffer.from(content), signature }))
    return undefined;
  remember(name, signer);
  return signer;
}

/** Whether whoever holds the agency's roster key signed a statement. */
export function isByAgency(
  { agencyId, rosterVerifyKey: verifyKey }: Pins,
  { statement, signature }: { statement: Statement; signature: string | null },
): boolean {
  if (signature === null) return false;
  const { words, content = '' } = statement;
  const name = hashOf([agencyId, verifyKey, words, content, signature]);
  if (proven.has(name)) return true;
  const context = contextOf('clew statement 1', agencyId, ...words, 'roster');
  const isTrue = verify({ verifyKey, context, bytes: Buffer.from(content), signature });
  if (isTrue) remember(name, undefined);
  return isTrue;
}

function contextOfStatement(agencyId: string, words: readonly string[], by: RosterWorker): string {
  return contextOf('clew statement 1', agencyId, ...words, 'by', by.workerId, by.number);
}

/** Statements that were signed, by a hash of all that was checked, with who signed: what held once goes on holding. */
const proven = new Map<string, RosterWorker | undefined>();
const REMEMBERED = 20_000;

function remember(name: string, signer: RosterWorker | undefined): void {
  if (proven.size >= REMEMBERED) proven.delete(proven.keys().next().value ?? '');
  proven.set(name, signer);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
