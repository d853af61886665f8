import { type Article, citationsOf, type Instrument, type Limb, paragraphOf } from '@clew/rules';
import type { Language, Words } from '../../web/index.ts';
import { isGuidance, pathOf, slugOf } from '../law-path.ts';
import { type LawWords, lawWordsIn } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { fieldTermsOf } from './field-terms.ts';
import { factPath, provisionPath } from './kinds.ts';
import {
  instrumentsIn,
  type LawDocument,
  NO_FACETS,
  type Shelved,
  type Spoken,
  WEIGHT,
} from './law-document.ts';
import type { Provision } from './law-links.ts';
import { placeWords } from './place-words.ts';
import { decisionDocument, indicatorDocument, situationDocument } from './shelf-documents.ts';

/** Everything of a law that can be found, in the order in which it is read, in the words of a page. */
export function lawDocuments(shelved: Shelved, { language, t }: Words): LawDocument[] {
  const english = lawWordsIn(shelved.law, 'en');
  const spoken = { ...shelved, said: lawWordsIn(shelved.law, language), english, t };
  const { law, links, shelf } = shelved;
  const instruments = Object.values(law.instruments);
  return [
    ...instruments.map((instrument) => instrumentDocument(instrument, spoken)),
    ...instruments.flatMap((instrument) =>
      instrument.articles
        .filter(({ isHeading }) => !isHeading)
        .map((article) => articleDocument(instrument, article, spoken)),
    ),
    ...[...links.provisions.values()].map((provision) => provisionDocument(provision, spoken)),
    ...Object.values(shelf.indicators.indicators).map((one) => indicatorDocument(one, spoken)),
    ...shelf.decisions.map((decision) => decisionDocument(decision, spoken)),
    ...shelf.situations.map((situation) => situationDocument(situation, spoken)),
    ...Object.keys(law.states).map((state) => stateDocument(state, spoken, language)),
    ...Object.keys(law.facts).map((id) => factDocument(id, spoken)),
  ];
}

function instrumentDocument(instrument: Instrument, { said, english, bound }: Spoken): LawDocument {
  const title = said.instrument(instrument.id);
  const name = instrument.name?.value ?? '';
  return {
    kind: 'instrument',
    id: instrument.id,
    path: `/law/${slugOf(instrument)}`,
    title,
    text: name,
    english: name,
    checked: instrument.name?.status ?? 'unverified',
    texts: [
      { text: title, weight: WEIGHT.title },
      { text: english.instrument(instrument.id), weight: WEIGHT.title },
      { text: `${name} ${instrument.id}`, weight: WEIGHT.name },
    ],
    facets: {
      ...NO_FACETS,
      states: bound.get(instrument.id) ?? [],
      year: yearOf(instrument),
      instruments: [instrument.id],
    },
  };
}

function articleDocument(
  instrument: Instrument,
  article: Article,
  { said, english, bound, t }: Spoken,
): LawDocument {
  const { anchor } = article;
  const top = anchor.split('.')[0] ?? '';
  const heading = instrument.articles.find((one) => one.isHeading && one.anchor === top);
  // A heading that has no anchor has no words in another language either.
  const title =
    heading === undefined ? placeWords(instrument, top, t) : said.article(instrument.id, heading.anchor);
  const text = said.article(instrument.id, anchor);
  const paragraph = paragraphOf(anchor);
  return {
    kind: 'article',
    id: `${instrument.id}#${anchor}`,
    path: pathOf({ short: instrument.short, anchor }),
    title,
    text,
    english: english.article(instrument.id, anchor),
    place: { instrument: instrument.id, paragraph, isGuidance: isGuidance(instrument) },
    checked: article.status,
    texts: [
      { text: `${title} ${article.title}`, weight: WEIGHT.name },
      { text: `${said.instrument(instrument.id)} ${english.instrument(instrument.id)}`, weight: WEIGHT.name },
      { text: `${instrument.id} ${anchor} art. article ${paragraph}`, weight: WEIGHT.name },
      { text: fieldTermsOf(`${instrument.id}#${anchor}`), weight: WEIGHT.name },
      { text, weight: WEIGHT.text },
      { text: english.article(instrument.id, anchor), weight: WEIGHT.text },
    ],
    facets: {
      ...NO_FACETS,
      states: bound.get(instrument.id) ?? [],
      year: yearOf(instrument),
      instruments: [instrument.id],
      strength: article.strength,
    },
  };
}

function provisionDocument(provision: Provision, { law, said, english, bound }: Spoken): LawDocument {
  const textIn = (words: LawWords) => {
    const duty = law.duties[provision.id] && words.duty(provision.id);
    if (duty) return `${duty.bearer} ${duty.act}. ${duty.breach}`;
    return [...new Set(limbLabels(provision.limb, provision.id, words))].join('. ');
  };
  const title = said.rule(provision.id);
  const instruments = instrumentsIn(citationsOf({ ...provision, neverReads: [] }));
  const strength = law.duties[provision.id]?.strength;
  return {
    kind: provision.kind === 'duty' ? 'duty' : 'rule',
    id: provision.id,
    path: provisionPath(provision),
    title,
    text: textIn(said),
    english: textIn(english),
    checked: provision.checkedBy.length > 0 ? 'checked' : 'unchecked',
    texts: [
      { text: `${title} ${english.rule(provision.id)}`, weight: WEIGHT.title },
      { text: `${provision.id} ${fieldTermsOf(provision.id)}`, weight: WEIGHT.name },
      { text: textIn(said), weight: WEIGHT.text },
      { text: textIn(english), weight: WEIGHT.text },
    ],
    facets: {
      ...NO_FACETS,
      states: [
        ...new Set([
          ...Object.keys(provision.variants ?? {}),
          // What only a limb names, such as a definition, does not make the whole bind anybody.
          ...instrumentsIn(provision.cites).flatMap((id) => bound.get(id) ?? []),
        ]),
      ],
      instruments,
      strength,
    },
  };
}

/** The labels of the limbs of a rule, as far as they are its own: a rule that it rests on is named and not opened. */
function limbLabels(limb: Limb, owner: string, words: LawWords): string[] {
  const own = limb.label === undefined ? [] : [words.limb(owner, limb.label)];
  if (limb.kind === 'rule') return [...own, words.rule(limb.rule)];
  if ('fact' in limb) return [...own, words.fact(limb.fact).label];
  if ('limbs' in limb) return [...own, ...limb.limbs.flatMap((inner) => limbLabels(inner, owner, words))];
  return 'limb' in limb ? [...own, ...limbLabels(limb.limb, owner, words)] : own;
}

/** The page of a State, found by its name in the page's language and in English, and by its code. */
function stateDocument(state: string, { law, t }: Spoken, language: Language): LawDocument {
  const title = stateName(state, language);
  const own = Object.values(law.instruments).filter((one) => one.state === state);
  return {
    kind: 'state',
    id: state,
    path: `/law/states/${state}`,
    title,
    text: t('library.state-page'),
    english: '',
    // What stands there is checked line by line, or not.
    checked: 'unchecked',
    texts: [
      { text: `${title} ${stateName(state, 'en')} ${state}`, weight: WEIGHT.title },
      { text: own.map(({ short }) => short).join(' '), weight: WEIGHT.text },
    ],
    facets: { ...NO_FACETS, states: [state] },
  };
}

function factDocument(id: string, { said, english }: Spoken): LawDocument {
  const own = said.fact(id);
  const written = english.fact(id);
  return {
    kind: 'fact',
    id,
    path: factPath(id),
    title: own.label,
    text: own.question,
    english: written.question,
    checked: 'unchecked',
    texts: [
      { text: `${own.label} ${written.label}`, weight: WEIGHT.title },
      { text: id, weight: WEIGHT.name },
      { text: `${own.question} ${own.why}`, weight: WEIGHT.text },
      { text: `${written.question} ${written.why}`, weight: WEIGHT.text },
    ],
    facets: NO_FACETS,
  };
}

function yearOf({ adopted, opened, inForce }: Instrument): number | undefined {
  const day = (adopted ?? opened ?? inForce)?.value;
  return day === undefined ? undefined : Number(day.slice(0, 4));
}
