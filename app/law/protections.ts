import type { RuleResult, TreeNode } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { type Footing, footingOf, type Rests } from './footing.ts';
import { isProtection, rulesOf, type Topic } from './topics.ts';

/** A protection that holds by what was told, and on what it rests in the State that was named. */
export type Holding = { rule: RuleResult; footing: Footing };

/** The protections of a topic, by what those that hold rest on; and how many of them are still open. */
type Protections = { by: Readonly<Record<Rests, readonly Holding[]>>; open: number };

type Assessed = Pick<AssessedCase, 'law' | 'assessment'> & Partial<Pick<AssessedCase, 'proposed'>>;

/**
 * What follows for the person: only what is under `binding` protects in the State that was named. What only says again what
 * another of them says is left out.
 */
export function protectionsOf(assessed: Assessed, topic: Topic = 'protection'): Protections {
  const rules = rulesOf(topic, assessed.law).flatMap((id) =>
    isProtection(id) ? (assessed.assessment.rules[id] ?? []) : [],
  );
  const holding = rules
    .filter(({ burden, tree }) => burden === 'yes' && !isSaidAgain(tree))
    .map((rule): Holding => ({ rule, footing: footingOf(rule, assessed) }));
  const resting = (rests: Rests) => holding.filter(({ footing }) => footing.rests === rests);
  return {
    by: {
      ...{ binding: resting('binding'), discretion: resting('discretion') },
      ...{ 'not-known': resting('not-known'), 'not-binding': resting('not-binding') },
      'no-state': resting('no-state'),
      proposed: resting('proposed'),
    },
    open: rules.filter(({ burden }) => burden === 'unknown').length,
  };
}

/** Whether a rule that holds does so only by other protections, each of which is told by itself. */
export function isSaidAgain({ children }: TreeNode): boolean {
  const [body] = children;
  if (body?.kind !== 'any') return false;
  return body.children
    .filter(({ burden }) => burden === 'yes')
    .every((route) => {
      const [named] = route.kind === 'rule' ? route.children : [];
      return named !== undefined && (isProtection(named.rule) || isSaidAgain(named));
    });
}
