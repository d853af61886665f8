import type { Citation, DutyWords, Law, OpenQuestion, TreeNode } from '@clew/rules';
import { isGuidance } from './law-path.ts';

/** The law's words in one language. What that language lacks is English, as it was written. */
export type LawWords = {
  law: Law;
  language: string;
  /** True if a machine wrote the words and nobody has checked them. */
  isDraft: boolean;
  fact: (id: string) => { label: string; question: string; why: string };
  /** What is said and asked of the people of a group. */
  group: (id: string) => { label: string; question: string; why: string };
  /** The words of a question about the case, about who is in a group, or about one of its people. */
  question: (asked: Pick<OpenQuestion, 'fact' | 'people'>) => { question: string; why: string };
  /** The label of a rule, a duty or a value. */
  rule: (id: string) => string;
  duty: (id: string) => DutyWords;
  value: (id: string) => string;
  reform: (id: string) => string;
  /** The label of a node of a tree; nothing for a list that has none. */
  node: (node: TreeNode) => string | undefined;
  /** The label that a rule gives to one of its own limbs. */
  limb: (rule: string, label: string) => string;
  instrument: (id: string) => string;
  /** For the terminal: “Palermo Protocol, art. 3(a)”. Pages make a link of it. */
  citation: (citation: Citation) => string;
  /** For the terminal, with a mark where no named person has checked it: “Palermo Protocol, art. 3(b) [unverified]”. */
  source: (citation: Citation) => string;
  /** A paragraph's paraphrase, or the title where the anchor is a heading. */
  article: (instrument: string, anchor: string) => string;
};

/** The law's words for a language code. */
export function lawWordsIn(law: Law, language: string): LawWords {
  const words = Object.hasOwn(law.words, language) ? law.words[language] : undefined;
  const fact = (id: string) => words?.facts[id] ?? law.facts[id] ?? { label: id, question: id, why: '' };
  const group = (id: string) => words?.groups[id] ?? law.groups[id] ?? { label: id, question: id, why: '' };
  const duty = (id: string) => ({ ...dutyWords(law, id), ...words?.duties[id] });
  const value = (id: string) => words?.values[id]?.label ?? law.values[id]?.label ?? id;
  const rule = (id: string) => {
    if (law.duties[id]) return duty(id).label;
    return law.values[id] ? value(id) : (words?.rules[id]?.label ?? law.rules[id]?.label ?? id);
  };
  const instrument = (id: string) => words?.instruments[id]?.short ?? law.instruments[id]?.short ?? id;
  const citation = (cite: Citation) => {
    const place = law.instruments[cite.instrument]?.kind === 'guidance' ? 'para.' : 'art.';
    return `${instrument(cite.instrument)}, ${place} ${cite.paragraph}`;
  };
  const limb = (owner: string, label: string) => words?.rules[owner]?.limbs[label] ?? label;
  return {
    law,
    language: words ? language : 'en',
    isDraft: words !== undefined && isDraft(words),
    fact,
    group,
    question: ({ fact: id, people }) => {
      if (people === undefined) return fact(id);
      const { label, question, why } = group(people.group);
      if (people.number === undefined) return { question, why };
      const asked = fact(id);
      return { question: `${label}, ${people.number}: ${asked.question}`, why: asked.why };
    },
    rule,
    duty,
    value,
    reform: (id) => words?.reforms[id]?.label ?? law.overlays[id]?.label ?? id,
    instrument,
    node: (node) => nodeLabel(node, { fact, rule, limb }),
    limb,
    citation,
    source: (cite) => citation(cite) + (cite.status === 'checked' ? '' : ` [${cite.status}]`),
    article: (id, anchor) => {
      const article = law.instruments[id]?.articles.find((candidate) => candidate.anchor === anchor);
      return (
        words?.instruments[id]?.articles[anchor] ?? (article?.isHeading ? article.title : article?.text) ?? ''
      );
    },
  };
}

/** Where in an instrument, for the terminal: “art. 3(a), 3(b)”, of guidance “para. 33-40”. */
export function placesText(law: Law, instrument: string, paragraphs: readonly string[]): string {
  const cited = law.instruments[instrument];
  return `${cited && isGuidance(cited) ? 'para.' : 'art.'} ${paragraphs.join(', ')}`;
}

function dutyWords(law: Law, id: string): DutyWords {
  const duty = law.duties[id];
  if (!duty) return { label: id, bearer: '', act: '', breach: '' };
  const { label, bearer, act, breach, by } = duty;
  return { label, bearer, act, breach, ...(by?.kind === 'words' ? { at: by.words } : {}) };
}

type Labels = {
  fact: (id: string) => { label: string };
  rule: (id: string) => string;
  limb: (owner: string, label: string) => string;
};

function nodeLabel(node: TreeNode, labels: Labels): string | undefined {
  if (node.kind === 'predicate') return labels.rule(node.rule);
  if (node.own !== undefined) return labels.limb(node.rule, node.own);
  if (node.fact) return labels.fact(node.fact.id).label;
  const inner = node.children[0];
  return node.kind === 'rule' && inner ? labels.rule(inner.rule) : undefined;
}

function isDraft(words: NonNullable<Law['words'][string]>): boolean {
  const { facts, rules, duties, values, reforms, instruments } = words;
  return [facts, rules, duties, values, reforms, instruments].some((part) =>
    Object.values(part).some(({ status }) => status === 'draft'),
  );
}
