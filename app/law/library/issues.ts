import type { Issue } from '@clew/rules';
import type { PlainKey, Words } from '../../web/index.ts';

const ISSUE_KEYS: Readonly<Record<Issue, PlainKey>> = {
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

/** The words for an issue in the page's language; a name that is none stays as it is. */
export function issueWord(issue: string, t: Words['t']): string {
  return Object.hasOwn(ISSUE_KEYS, issue) ? t(ISSUE_KEYS[issue as Issue]) : issue;
}
