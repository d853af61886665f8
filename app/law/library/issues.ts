import type { Decision } from '@clew/rules';
import type { PlainKey, Words } from '../../web/index.ts';

const ISSUE_KEYS: Readonly<Record<string, PlainKey>> = {
  definition: 'library.issue.definition',
  investigation: 'library.issue.investigation',
  protection: 'library.issue.protection',
  framework: 'library.issue.framework',
  'non-punishment': 'library.issue.non-punishment',
  compensation: 'library.issue.compensation',
  'social-group': 'library.issue.social-group',
  'state-protection': 'library.issue.state-protection',
  removal: 'library.issue.removal',
  child: 'library.issue.child',
  discrimination: 'library.issue.discrimination',
};

/** What a decision is about, by short names such as `investigation`; nothing where its file names none. */
export function issuesOf(decision: Decision): readonly string[] {
  const { issues = [] } = decision as { issues?: readonly string[] };
  return issues;
}

/** The words for an issue in the page's language. */
export function issueWord(issue: string, t: Words['t']): string {
  const key = Object.hasOwn(ISSUE_KEYS, issue) ? ISSUE_KEYS[issue] : undefined;
  return key === undefined ? issue : t(key);
}
