import { type Day, type Law, type Problem, proveReforms, readReforms } from '@clew/rules';
import { sha256 } from '../../content-files.ts';
import type { AnyDecision } from '../../library/index.ts';
import { type Effect, effectOf } from './effect.ts';

/** What the proofs say of a reform: what does not hold, or what it would change. */
export type ProvedReform = { problems: readonly Problem[]; effect?: Effect };

export type ToProve = { path: string; text: string; today: Day };

/** Proves one file of reforms beside a law, as reading them together would, and says what its first reform would change. */
export function proveReform(
  law: Law,
  decisions: readonly AnyDecision[],
  { path, text, today }: ToProve,
): ProvedReform {
  const read = readReforms(law, { path, text, hash: sha256 });
  if (!read.ok) return { problems: read.problems };
  const problems = proveReforms(read.law, read.ids);
  const [id] = read.ids;
  if (problems.length > 0 || id === undefined) return { problems };
  return { problems, effect: effectOf(read.law, id, { decisions, today }) };
}
