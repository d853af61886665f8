import type { Law, Limb, Operation } from '@clew/rules';
import type { PlainKey, Words } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';

const OPERATIONS: Readonly<Record<Operation['op'], PlainKey>> = {
  'add-any': 'law.reforms.add-any',
  'add-all': 'law.reforms.add-all',
  replace: 'law.reforms.replace',
  'drop-exception': 'law.reforms.drop-exception',
  'change-burden': 'law.reforms.change-burden',
  'set-value': 'law.reforms.set-value',
  repeal: 'law.reforms.repeal',
  'add-duty': 'law.reforms.add-duty',
};

/** What one operation of a reform changes, in a sentence. */
export function operationWords(operation: Operation, words: Words, said: LawWords): string {
  const { t } = words;
  const rule = said.rule(operation.target);
  const key = OPERATIONS[operation.op];
  switch (operation.op) {
    case 'add-any':
    case 'add-all':
    case 'replace':
      return t(key, { rule, what: limbWords(operation.limb, words, said) });
    case 'drop-exception':
      return t(key, { rule, what: nameOf(said.law, said, operation.exception) });
    case 'change-burden': {
      const who = t(operation.burden === 'state' ? 'law.burden-state' : 'law.burden-person');
      return t(key, { rule, what: nameOf(said.law, said, operation.exception), who });
    }
    case 'set-value':
      return t(key, { rule, count: operation.value });
    case 'repeal':
      return t(key, { rule });
    case 'add-duty':
      return t(key, { duty: addedLabel(operation, said), what: limbWords(operation.limb, words, said) });
  }
}

/** A duty that only a reform adds is not in the law; its words are. */
function addedLabel({ target, duty }: Operation & { op: 'add-duty' }, { law, language }: LawWords): string {
  const words = Object.hasOwn(law.words, language) ? law.words[language] : undefined;
  return words?.duties[target]?.label ?? duty.label;
}

/** A fact or a rule by its label; what is neither stands as it was written. */
function nameOf(law: Law, said: LawWords, reading: string): string {
  if (Object.hasOwn(law.facts, reading)) return said.fact(reading).label;
  return Object.hasOwn(law.rules, reading) ? said.rule(reading) : reading;
}

const COMPARISONS = {
  '<': 'law.compare.below',
  '<=': 'law.compare.at-most',
  '>': 'law.compare.above',
  '>=': 'law.compare.at-least',
} as const;

function limbWords(limb: Limb, words: Words, said: LawWords): string {
  const { t, language } = words;
  const list = (limbs: readonly Limb[], type: 'conjunction' | 'disjunction') =>
    new Intl.ListFormat(language, { type }).format(limbs.map((one) => limbWords(one, words, said)));
  switch (limb.kind) {
    case 'fact':
      return said.fact(limb.fact).label;
    case 'rule':
      return said.rule(limb.rule);
    case 'compare':
    case 'years': {
      const label = said.fact(limb.fact).label;
      const fact = limb.kind === 'years' ? t('law.years-since', { fact: label }) : label;
      return t(COMPARISONS[limb.comparison], { fact, bound: limb.bound });
    }
    case 'not':
      return t('law.reforms.not', { what: limbWords(limb.limb, words, said) });
    case 'all':
      return list(limb.limbs, 'conjunction');
    case 'any':
      return list(limb.limbs, 'disjunction');
    case 'at_least':
      return t('law.reforms.at-least', { count: limb.count, what: list(limb.limbs, 'conjunction') });
    case 'group':
      return `${said.group(limb.group).label}: ${limbWords(limb.limb, words, said)}`;
    case 'unsaid':
      return t('verdict.unknown');
  }
}
