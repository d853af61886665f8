import type { StatementFinding } from '../keys/check-statements.ts';
import type { AnchoredFinding } from './verify-journal.ts';

/** What a command prints, and its exit code: 0 in order, 1 a finding, 2 bad input, 130 stopped on request. */
export type Told = { text: string; exitCode: 0 | 1 | 2 | 130 };

const keepIt =
  'Somebody with rights over the database did that. Change nothing, stop nobody from working, copy the database as it is, and tell whoever answers for the node; an older backup shows what it said before.';

const reasons: Record<Exclude<Failed['reason'], 'stopped'>, (at: string) => Told> = {
  missing: (at) => finding(`Entry ${at} is missing; others follow it. ${keepIt}`),
  altered: (at) => finding(`Entry ${at} is not what was written then. ${keepIt}`),
  'cut-short': (at) => finding(`The chain ends before entry ${at}, and once had it. ${keepIt}`),
  rewritten: (at) =>
    finding(
      `The chain fits together, but entry ${at} is another than the one that was anchored: it, or something before it, was written anew. ${keepIt}`,
    ),
  gone: (at) =>
    finding(`The database no longer knows the anchor of ${at}, though it knows older ones. ${keepIt}`),
  replaced: (at) =>
    finding(`The database leads to another anchor at ${at} than the one that was kept. ${keepIt}`),
  unsound: (at) =>
    finding(
      `The proof of ${at} does not lead to its own anchor: the file was changed after it was written, or not written by Clew. Look for another copy of it.`,
    ),
  'other-chain': (at) => ({
    text: `The proof of ${at} is about another chain than the one asked. Sign in at the agency it was written for, or name that agency’s file.`,
    exitCode: 2,
  }),
  none: (at) => ({
    text: `This chain is younger than the newest anchor in the file (${at}), so the file says nothing about it. Name a newer one.`,
    exitCode: 2,
  }),
};

type Failed = Exclude<AnchoredFinding, { ok: true }>;

/** A finding in words: which entry or anchor, what is wrong, what to do. */
export function tellFinding(found: AnchoredFinding): Told {
  if (found.ok) return { text: tellWell(found), exitCode: 0 };
  if (found.reason === 'stopped')
    return {
      text: `Stopped. Up to entry ${found.number} all is in order; the rest was not looked at.`,
      exitCode: 130,
    };
  return reasons[found.reason]('at' in found ? found.at : String(found.number));
}

const ARE: Readonly<Record<StatementFinding['is'], string>> = {
  missing: 'was written and is missing: what was said before it counts again',
  another: 'is another than the one that was written',
  untold: 'stands in the database and was never written here',
};

/** What is wrong with what people said of roles, teams, mandates, laws and files: which statement, and what to do. */
export function tellStatements(findings: readonly StatementFinding[]): Told {
  const lines = findings.map(
    ({ kind, thing, number, is }) => `Statement ${number} about ${kind} ${thing} ${ARE[is]}.`,
  );
  return finding([...lines, keepIt].join('\n'));
}

function tellWell({ entries, head, anchored }: Extract<AnchoredFinding, { ok: true }>): string {
  const last = `In order: ${entries} entries, the last with the hash ${head}.`;
  const anchors =
    anchored === 0
      ? 'No anchor was asked, so this does not show whether the owner of the database wrote the whole chain anew. Name a file of anchors: --anchor FILE.'
      : `Anchors that it fits: ${anchored}.`;
  return `${last}\n${anchors}`;
}

function finding(text: string): Told {
  return { text, exitCode: 1 };
}
