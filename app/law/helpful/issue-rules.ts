import type { Issue, Law } from '@clew/rules';

/**
 * By which rules and duties an issue can be seen in a case; an id that ends in a dot stands for all that begin so. It is
 * used only for a decision that is told without facts, and so has no rules of its own to be found by.
 */
const RULES_OF: Readonly<Record<Issue, readonly string[]>> = {
  definition: ['trafficking.victim', 'forced-labour', 'slavery', 'slavery.'],
  investigation: ['duty.investigate', 'duty.investigation-human-rights'],
  protection: ['protection.assistance', 'protection.victim', 'duty.protection-human-rights'],
  framework: ['duty.forced-labour-punishment'],
  'non-punishment': ['protection.non-punishment'],
  compensation: ['duty.compensation', 'duty.lost-earnings'],
  'social-group': ['refugee.ground.social-group', 'refugee.ground'],
  'state-protection': ['refugee.no-state-protection'],
  removal: ['return.barred', 'protection.no-removal'],
  child: ['child', 'child.'],
  discrimination: [],
};

/** The rules and duties of a law by which an issue can be seen in a case. */
export function rulesOfIssue(issue: Issue, law: Pick<Law, 'rules' | 'duties'>): string[] {
  const known = [...Object.keys(law.rules), ...Object.keys(law.duties)];
  return RULES_OF[issue].flatMap((name) =>
    known.filter((id) => (name.endsWith('.') ? id.startsWith(name) : id === name)),
  );
}
