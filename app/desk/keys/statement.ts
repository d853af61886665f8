import { contextOf, type RosterWorker, sign, verify } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Schema } from '../../store/index.ts';
import { holdsOnce, knownWorker, nameOfCheck, rememberWorker } from './checked.ts';
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

/**
 * The worker of the roster who signed a statement; undefined if nobody did, or it was another statement. One who `isRetired`
 * tells what was: let nothing that gives a right now rest on it.
 */
export async function whoSigned(
  transaction: Transaction<Schema>,
  pins: Pins,
  { statement, signed }: { statement: Statement; signed: Signed },
): Promise<RosterWorker | undefined> {
  const { by, entry, signature } = signed;
  if (by === null || entry === null || signature === null) return undefined;
  const { words, content = '' } = statement;
  const { agencyId, rosterVerifyKey, founding } = pins;
  const parts = ['statement', agencyId, rosterVerifyKey, founding, words, content, by, entry, signature];
  const name = nameOfCheck(parts);
  const known = knownWorker(name);
  if (known) return known;
  const signer = await findEntry(transaction, pins, { workerId: by, number: entry });
  if (!signer) return undefined;
  const { verifyKey } = signer;
  const context = contextOfStatement(agencyId, words, signer);
  const bytes = Buffer.from(content);
  const isTheirs = holdsOnce(nameOfCheck([...parts, verifyKey]), () =>
    verify({ verifyKey, context, bytes, signature }),
  );
  return isTheirs ? rememberWorker(name, signer) : undefined;
}

/** Whether whoever holds the agency's roster key signed a statement. */
export function isByAgency(
  { agencyId, rosterVerifyKey: verifyKey }: Pins,
  { statement, signature }: { statement: Statement; signature: string | null },
): boolean {
  if (signature === null) return false;
  const { words, content = '' } = statement;
  const context = contextOf('clew statement 1', agencyId, ...words, 'roster');
  return holdsOnce(nameOfCheck(['agency', agencyId, verifyKey, words, content, signature]), () =>
    verify({ verifyKey, context, bytes: Buffer.from(content), signature }),
  );
}

function contextOfStatement(agencyId: string, words: readonly string[], by: RosterWorker): string {
  return contextOf('clew statement 1', agencyId, ...words, 'by', by.workerId, by.number);
}
