import type { Change, Citation } from '@clew/rules';
import { answerText } from './answer-words.ts';
import type { AssessedCase } from './assess-case.ts';
import { changedAnswerText } from './changed-answer-text.ts';
import { changesOf, sourcesOfFact } from './changes.ts';
import { bothVerdicts, type Drawing } from './render-rules-text.ts';
import { bold, spread, wrap } from './terminal-text.ts';

const MOST_WAYS = 8;
const GOALS = ['yes', 'no', 'unknown'] as const;
const GOAL_WORDS = { yes: 'yes', no: 'no', unknown: 'not known' } as const;

/** What would change the verdict of a rule, duty or value: for each other verdict the smallest sets of answers, with their questions and sources. */
export function renderWhyNotText(id: string, assessed: AssessedCase, { words, style }: Drawing): string[] {
  const { rules, duties, values } = assessed.assessment;
  const result = rules[id] ?? duties[id] ?? values[id];
  if (!result) return [];
  const changes = changesOf(assessed.law, id, assessed.told);
  const cite = (fact: string) => sourcesOfFact(result.tree, fact);
  const parts = GOALS.filter((goal) => goal !== result.burden).flatMap((goal) => {
    const ways = changes.filter(({ becomes }) => becomes === goal);
    if (ways.length === 0) {
      return goal === 'unknown'
        ? []
        : ['', ...wrap(`Nothing that this law asks about would make it ${GOAL_WORDS[goal]}.`)];
    }
    return [
      '',
      bold(`It would become ${GOAL_WORDS[goal]} with`, style),
      ...waysLines(ways, { words, style }, cite),
    ];
  });
  return [
    ...spread(bold(words.rule(id), style), id),
    ...wrap(`Now: ${bothVerdicts(result)}. This is not a decision.`),
    ...parts,
  ];
}

function waysLines(
  ways: readonly Change[],
  drawing: Drawing,
  cite: (fact: string) => readonly Citation[],
): string[] {
  const shown = [...ways].sort((a, b) => a.changes.length - b.changes.length).slice(0, MOST_WAYS);
  const more = ways.length - shown.length;
  return [
    ...shown.flatMap((way, index) => [...(index > 0 ? ['  or'] : []), ...wayLines(way, drawing, cite)]),
    ...(more > 0 ? [`  and ${more} other ways`] : []),
  ];
}

function wayLines(
  { changes }: Change,
  { words }: Drawing,
  cite: (fact: string) => readonly Citation[],
): string[] {
  return changes.flatMap((change) => {
    const { fact, from } = change;
    const { label, question } = words.fact(fact);
    const sources = cite(fact).map((source) => words.source(source));
    return [
      ...spread(`${label}: ${changedAnswerText(change, words.law)}`, `${fact}, now ${answerText(from)}`, 2),
      ...wrap(question, 6),
      ...(sources.length === 0 ? [] : wrap(`${sources.join('; ')}.`, 6)),
    ];
  });
}
