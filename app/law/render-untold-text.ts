import { factsOf } from '@clew/rules';
import { standsBeside, wasAskedAbout } from './asked-about.ts';
import { type AssessedCase, bansOf } from './assess-case.ts';
import { groundsOf } from './grounds.ts';
import type { LawWords } from './law-words.ts';
import { wrap } from './terminal-text.ts';

/**
 * What none of the rules that are shown looks at because some of them may not, by where that is written; and what some of
 * them may never look at while others do, with both.
 */
export function neverReadPart(shown: readonly string[], { law }: AssessedCase, words: LawWords): string[] {
  const banned = new Map<string, { rules: string[]; source: string }>();
  for (const id of shown) {
    for (const { fact, cites } of bansOf(law, id)) {
      const [first] = cites;
      const one = banned.get(fact) ?? { rules: [], source: first ? words.source(first) : '' };
      banned.set(fact, { ...one, rules: [...one.rules, id] });
    }
  }
  const bySource = new Map<string, string[]>();
  const elsewhere = new Map<string, string[]>();
  for (const [fact, { rules, source }] of banned) {
    const { label } = words.fact(fact);
    const isRead = shown.some((id) => factsOf(law, id).includes(fact));
    const [groups, key] = isRead ? [elsewhere, someOf(rules)] : [bySource, source];
    groups.set(key, [...(groups.get(key) ?? []), label]);
  }
  const nowhere = [...bySource].map(([source, labels]) => `${labels.join('; ')} (${source})`);
  const apart = [...elsewhere].map(([rules, labels]) => `${rules}: ${labels.join(', ')}`);
  return [
    ...(nowhere.length === 0 ? [] : wrap(`Never read here: ${nowhere.join('; ')}.`)),
    ...(apart.length === 0 ? [] : wrap(`Read by other rules here, and never by ${apart.join('; by ')}.`)),
  ];
}

/** The first of many names, and how many more there are. */
function someOf(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  const named = ids.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

const MOST_NAMED = 1;

/** The tests that nothing was asked about, by the first question that they hang on. */
function openLines(ids: readonly string[], { assessment }: AssessedCase, words: LawWords): string[] {
  const byQuestion = new Map<string, string[]>();
  for (const id of ids) {
    const tree = assessment.rules[id]?.tree;
    const [first] = tree ? groundsOf(tree) : [];
    const question = (first && words.node(first.node)) ?? 'Nobody has written down what it takes';
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), `${words.rule(id)} (${id})`]);
  }
  return [...byQuestion].flatMap(([question, tests]) => wrap(`${question}: ${tests.join('; ')}.`, 2));
}

/** The tests that nothing was asked about, what to ask first for them, and how many duties hang on that. */
export function notAskedLines(tests: readonly string[], assessed: AssessedCase, words: LawWords): string[] {
  const { rules, duties } = assessed.assessment;
  const isUnasked = (id: string) => !wasAskedAbout(assessed, id);
  const unasked = tests.filter((id) => rules[id] && isUnasked(id) && !standsBeside(id, assessed));
  const hanging = Object.keys(duties).filter(isUnasked).length;
  const count = hanging === 1 ? 'One duty hangs' : `${hanging} duties hang`;
  return [
    ...(unasked.length === 0 ? [] : ['Not asked about yet: first this, and then it may hold']),
    ...openLines(unasked, assessed, words),
    ...(hanging === 0 ? [] : wrap(`${count} on what was not asked (--json has all).`)),
    'Not known is not no.',
  ];
}
