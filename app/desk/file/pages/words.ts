import type { PlainKey } from '../../../web/index.ts';
import type { Category, Compartment, Mandate } from '../../policy/index.ts';
import type {
  About,
  CAPACITIES,
  CLOSING,
  ERASING,
  RECIPIENT_KINDS,
  SOURCES,
  STATEMENT_CERTAINTIES,
  WISHES,
} from '../entry.ts';

/** What compartments, and the flag beside them, are called. */
export const CATEGORY_WORDS: Readonly<Record<Category, PlainKey>> = {
  identity: 'file.part.identity',
  contact: 'file.part.contact',
  narrative: 'file.part.narrative',
  health: 'file.part.health',
  asylum: 'file.part.asylum',
  'law-enforcement': 'file.part.law-enforcement',
  'do-not-remove': 'file.part.do-not-remove',
};

export const ABOUT_WORDS: Readonly<Record<About, PlainKey>> = {
  name: 'file.about.name',
  birth: 'file.about.birth',
  papers: 'file.about.papers',
  phone: 'file.about.phone',
  place: 'file.about.place',
  'safe-way': 'file.about.safe-way',
  told: 'file.about.told',
  seen: 'file.about.seen',
  health: 'file.about.health',
  claim: 'file.about.claim',
  authority: 'file.about.authority',
  other: 'file.about.other',
};

export const SOURCE_WORDS: Readonly<Record<(typeof SOURCES)[number], PlainKey>> = {
  person: 'file.source.person',
  document: 'file.source.document',
  observation: 'file.source.observation',
  'other-agency': 'file.source.other-agency',
};

export const CERTAINTY_WORDS: Readonly<Record<(typeof STATEMENT_CERTAINTIES)[number], PlainKey>> = {
  certain: 'file.certainty.certain',
  likely: 'file.certainty.likely',
  unsure: 'file.certainty.unsure',
  suspected: 'file.certainty.suspected',
};

export const WISH_WORDS: Readonly<Record<(typeof WISHES)[number], PlainKey>> = {
  person: 'file.people.wish-person',
  agency: 'file.people.wish-agency',
};

export const CLOSING_WORDS: Readonly<Record<(typeof CLOSING)[number], PlainKey>> = {
  done: 'file.standing.why-done',
  elsewhere: 'file.standing.why-elsewhere',
  'no-contact': 'file.standing.why-no-contact',
  'person-asks': 'file.standing.why-person-asks',
  mistake: 'file.standing.why-mistake',
  other: 'file.standing.why-other',
};

export const RECIPIENT_WORDS: Readonly<Record<(typeof RECIPIENT_KINDS)[number], PlainKey>> = {
  worker: 'file.recipient.worker',
  agency: 'file.recipient.agency',
  authority: 'file.recipient.authority',
  service: 'file.recipient.service',
  person: 'file.recipient.person',
};

export const CAPACITY_WORDS: Readonly<Record<(typeof CAPACITIES)[number], PlainKey>> = {
  own: 'file.capacity.own',
  guardian: 'file.capacity.guardian',
  'with-guardian': 'file.capacity.with-guardian',
  'in-doubt': 'file.capacity.in-doubt',
};

export const MANDATE_WORDS: Readonly<Record<Mandate, PlainKey>> = {
  identification: 'file.mandate.identification',
  asylum: 'file.mandate.asylum',
  'immigration-enforcement': 'file.mandate.immigration-enforcement',
  police: 'file.mandate.police',
  'labour-inspection': 'file.mandate.labour-inspection',
  health: 'file.mandate.health',
  'legal-aid': 'file.mandate.legal-aid',
  shelter: 'file.mandate.shelter',
  'child-protection': 'file.mandate.child-protection',
  coordination: 'file.mandate.coordination',
};

/** The compartments that the policy names, with their words, in the order of a page. */
export const COMPARTMENT_WORDS: readonly (readonly [Compartment, PlainKey])[] = [
  ['identity', 'file.part.identity'],
  ['contact', 'file.part.contact'],
  ['narrative', 'file.part.narrative'],
  ['health', 'file.part.health'],
  ['asylum', 'file.part.asylum'],
  ['law-enforcement', 'file.part.law-enforcement'],
];

export const BAR_WORDS: Readonly<Record<'excluded' | 'recused' | 'suspected', PlainKey>> = {
  excluded: 'file.who.excluded',
  recused: 'file.who.recused',
  suspected: 'file.who.suspected',
};

/** Why a file is to be erased. */
export const ERASING_WORDS: Readonly<Record<(typeof ERASING)[number], PlainKey>> = {
  due: 'keeping.why.due',
  'person-asks': 'keeping.why.person-asks',
  mistake: 'keeping.why.mistake',
  ordered: 'keeping.why.ordered',
};
