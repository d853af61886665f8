import type { Decision } from '@clew/rules';
import { Language } from '../../web/index.ts';
import type { Indicator } from '../indicators/read-indicators.ts';
import { courtOf, decisionPath, indicatorPath, indicatorText } from './kinds.ts';
import { instrumentsIn, type LawDocument, NO_FACETS, type Spoken, WEIGHT } from './law-document.ts';
import { expectedBy, type LawLinks } from './law-links.ts';
import { type AnyDecision, isTest } from './load-shelf.ts';
import type { Situation } from './read-situations.ts';

/** An indicator, found by its words, its code and whose it is. */
export function indicatorDocument(indicator: Indicator, { shelf, said }: Spoken): LawDocument {
  const set = shelf.indicators.sets[indicator.set];
  const text = indicatorText(indicator, said.language);
  return {
    kind: 'indicator',
    id: indicator.code,
    path: indicatorPath(indicator),
    title: text,
    text: '',
    english: '',
    checked: indicator.status,
    texts: [
      { text: `${text} ${indicator.text}`, weight: WEIGHT.title },
      { text: `${indicator.code} ${set?.label ?? ''} ${indicator.source}`, weight: WEIGHT.text },
    ],
    facets: NO_FACETS,
  };
}

/** A decision, found by its title, its court and its account. */
export function decisionDocument(decision: AnyDecision, { links }: Spoken): LawDocument {
  const account = decision.account.join(' ');
  return {
    kind: 'decision',
    id: decision.id,
    path: decisionPath(decision),
    title: decision.title,
    text: account,
    english: account,
    checked: decision.status,
    texts: [
      { text: decision.title, weight: WEIGHT.title },
      { text: `${decision.court} ${decision.citation} ${decision.id}`, weight: WEIGHT.name },
      { text: account, weight: WEIGHT.text },
    ],
    facets: {
      ...NO_FACETS,
      issues: decision.issues,
      courts: [courtOf(decision)],
      states: decision.states,
      year: Number(decision.decided.slice(0, 4)),
      instruments: isTest(decision) ? instrumentsOf(decision, links) : [],
    },
  };
}

/** A situation, found by its title and its account. */
export function situationDocument(situation: Situation, { said }: Spoken): LawDocument {
  const language = Language.catch('en').parse(said.language);
  const text = situation.account.map((one) => one[language]).join(' ');
  const english = situation.account.map((one) => one.en).join(' ');
  return {
    kind: 'situation',
    id: situation.id,
    path: `/law/situations/${situation.id}`,
    title: situation.title[language],
    text,
    english,
    checked: 'unchecked',
    texts: [
      { text: `${situation.title[language]} ${situation.title.en}`, weight: WEIGHT.title },
      { text, weight: WEIGHT.text },
      { text: english, weight: WEIGHT.text },
    ],
    facets: { ...NO_FACETS, states: situation.states, instruments: situation.instruments },
  };
}

/** The instruments that a decision turns on, through the rules that have to answer in it. */
function instrumentsOf(decision: Decision, { provisions }: LawLinks): string[] {
  const cites = expectedBy(decision).flatMap((id) => {
    const provision = provisions.get(id);
    return provision === undefined ? [] : provision.cites;
  });
  return instrumentsIn(cites);
}
