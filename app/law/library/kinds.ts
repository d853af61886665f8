import type { PlainKey } from '../../web/index.ts';
import type { Indicator, Translated } from '../indicators/read-indicators.ts';

/** What a person can look for, in the order in which it is shown. */
export const KINDS = [
  'instrument',
  'article',
  'rule',
  'duty',
  'indicator',
  'decision',
  'situation',
  'state',
  'fact',
] as const;
export type Kind = (typeof KINDS)[number];

/** The words for a kind, as a heading over many of it. */
export const KIND_KEYS: Readonly<Record<Kind, PlainKey>> = {
  instrument: 'library.kind.instrument',
  article: 'library.kind.article',
  rule: 'library.kind.rule',
  duty: 'library.kind.duty',
  indicator: 'library.kind.indicator',
  decision: 'library.kind.decision',
  situation: 'library.kind.situation',
  state: 'library.kind.state',
  fact: 'library.kind.fact',
};

/** Where what is no instrument stands: no instrument may have one of these names. */
export const TAKEN_PATHS = [
  'rules',
  'duties',
  'facts',
  'decisions',
  'situations',
  'indicators',
  'states',
  'reforms',
  'rights',
  'import',
  'sop',
  'gaps',
] as const;

/** The page of a rule or a value; of a duty. */
export function provisionPath({ id, kind }: { id: string; kind: 'rule' | 'value' | 'duty' }): string {
  return kind === 'duty' ? `/law/duties/${id}` : `/law/rules/${id}`;
}

/** The page of a fact. */
export function factPath(id: string): string {
  return `/law/facts/${id}`;
}

/** The page of a decision. */
export function decisionPath({ id }: { id: string }): string {
  return `/law/decisions/${id}`;
}

/** A sign, on the page of its set. */
export function indicatorPath({ set, code }: { set: string; code: string }): string {
  return `/law/indicators/${set}#${code}`;
}

/** A sign in a language; in English where it is written in no other. */
export function indicatorText({ text, words }: Pick<Indicator, 'text' | 'words'>, language: string): string {
  return Object.hasOwn(words, language) ? words[language as keyof Translated] : text;
}

/** The court that decided, without its section: what decisions are grouped and filtered by. */
export function courtOf({ court }: { court: string }): string {
  return court.replace(/,\s+(?:[A-Z][a-z]+ )?(?:Section|Chamber)$/, '');
}
