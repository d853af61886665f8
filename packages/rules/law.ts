import type { Calendar, Day } from './date.ts';
import { isDate } from './date.ts';
import type { Place } from './problem.ts';
import type { Verdict } from './three.ts';
import type { Words } from './words.ts';

/** Why nobody has an answer. “Withheld” is a person's choice: it is never asked again and never counts against them. */
export const REASONS = ['not_asked', 'not_known', 'withheld', 'not_recorded'] as const;
export type Reason = (typeof REASONS)[number];

/** The answer to the question of one fact. A number is a whole number in the fact's own unit. */
export type Answer = WordAnswer | number | Day;

/** An answer that is one of a closed list of words. */
export type WordAnswer = 'yes' | 'no' | Reason;

/** Whether an answer is one of the words, and no number and no day. */
export function isWordAnswer(answer: Answer): answer is WordAnswer {
  return typeof answer === 'string' && !isDate(answer);
}

/** Answers by fact id. A fact that is not named has not been asked. */
export type Answers = Readonly<Record<string, Answer>>;

/**
 * How strong a duty is, in the treaty's own words. `shall-enable`: something must be made possible, such as a power not to
 * punish; whether it is used is left open.
 */
export const STRENGTHS = [
  'shall',
  'shall-where-appropriate',
  'shall-enable',
  'endeavour',
  'consider',
  'may',
  'recommended',
] as const;
export type Strength = (typeof STRENGTHS)[number] | 'definition';

/** A named person who read the text and stands for it. */
type CheckedBy = { name: string; role: string; on: string };

/** A comparison with a source by anyone else. It is never a check. */
export type Compared = {
  source: string;
  finding: 'confirmed' | 'corrected' | 'partly' | 'seen';
  note?: string;
};

/**
 * `checked`: a named person read it. `compared`: someone read the source's words and found them so.
 * `unverified`: neither, or only in part.
 */
export type CitationStatus = 'checked' | 'compared' | 'unverified';

export type Verified = { status: CitationStatus; checkedBy: readonly CheckedBy[]; compared?: Compared };

/** The people of one group in a case. Unless `complete` is yes there may be some that nobody named. */
export type Group = { complete: WordAnswer; members: readonly Answers[] };

/** The groups of people in a case, by group id. A group that is not named was not asked about. */
export type People = Readonly<Record<string, Group>>;

/** What is told of a case: the answers, the people in it, and the day on which the law is asked. */
export type Told = { facts: Answers; people?: People | undefined; on?: Day | undefined };

/** A statement about an instrument (a name, a date) with its own verification. */
export type Stated = Verified & { value: string };

export type Article = Verified & {
  anchor: string;
  /** The heading of its own, or of the article it is a paragraph of. */
  title: string;
  /** A short paraphrase, never the official text. Empty for a heading. */
  text: string;
  strength?: Strength;
  isHeading: boolean;
};

/** `national`: an act of one State. `guidance` binds nobody. */
export type InstrumentKind = 'treaty' | 'eu-act' | 'national' | 'guidance';

export type Instrument = {
  id: string;
  short: string;
  kind: InstrumentKind;
  /** For a national act: whose. */
  state?: string;
  name?: Stated;
  adopted?: Stated;
  /** The day it was opened for signature. */
  opened?: Stated;
  inForce?: Stated;
  depositary?: Stated;
  articles: readonly Article[];
};

export type Fact = {
  id: string;
  theme: string;
  type: { kind: 'yes-no' } | { kind: 'number'; min: number; max: number } | { kind: 'date' };
  /** 1: nobody minds being asked. 5: the question itself can hurt. */
  sensitivity: number;
  knownBy: readonly string[];
  label: string;
  question: string;
  why: string;
  /** The group of people of whom it is asked, each by each; without it, of the case. */
  group?: string;
  /** For a number: the day from which it is counted in whole years where nobody told it. */
  yearsSince?: string;
  /** Whether a yes makes a person more in need of protection. */
  vulnerability?: true;
};

/** People of whom the same is asked, each by each, such as the children with a person. */
export type GroupFacts = { id: string; label: string; question: string; complete: string; why: string };

/** Answers that cannot all be true. */
export type Contradiction = { when: Limb; why: string; place: Place };

/** A reference of the form `instrument#anchor`. */
export type CitationRef = string;

export type Comparison = '<' | '<=' | '>' | '>=';

/** Of how many of a group's people something must be true. */
export type Quantifier =
  | { quantifier: 'some' }
  | { quantifier: 'every' }
  | { quantifier: 'at_least'; count: number };

/** `overlay`: the overlay that brought this limb in or changed it. */
export type Limb = { cites: readonly CitationRef[]; label?: string; overlay?: string } & (
  | { kind: 'all' | 'any'; limbs: readonly Limb[] }
  | { kind: 'at_least'; count: number; limbs: readonly Limb[] }
  | { kind: 'not'; limb: Limb }
  | { kind: 'fact'; fact: string }
  | { kind: 'compare'; fact: string; comparison: Comparison; bound: number }
  /** Whole years from the day that a fact tells to the day on which the law is asked. */
  | { kind: 'years'; fact: string; comparison: Comparison; bound: number }
  /** Over the people of a group. Its limb reads only what is asked of each of them. */
  | ({ kind: 'group'; group: string; limb: Limb } & Quantifier)
  | { kind: 'rule'; rule: string }
  /** Nobody has written it down: always unknown. */
  | { kind: 'unsaid' }
);

/** Who has to show something. What the State has to show and nobody knows is not shown. */
export type Burden = 'state' | 'person';

/** What defeats a rule that would otherwise hold. Its limb carries its source and its label. */
export type Exception = { limb: Limb; burden?: Burden };

/** What the law itself says to take as true while nobody knows. It fires on unknown only. */
export type Presumption = {
  value: 'yes' | 'no';
  when: Limb;
  /** Why nobody may know: it fires only if every fact that keeps the rule open is unknown for one of these. */
  reasons: readonly Reason[];
  cites: readonly CitationRef[];
};

/** What rules of every kind have. */
export type Provision = {
  id: string;
  label: string;
  cites: readonly CitationRef[];
  /** For a rule what makes it hold; for a duty when it is owed; for a value when it applies. */
  limb: Limb;
  presume?: Presumption;
  exceptions?: readonly Exception[];
  variants?: Readonly<Record<string, readonly (Variant | Reading)[]>>;
  /** Whether who meets it is better protected. */
  protection?: true;
  neverReads: readonly { fact: string; cites: readonly CitationRef[] }[];
  checkedBy: readonly CheckedBy[];
  /** The overlays that changed it, in the order in which they did. */
  overlays?: readonly string[];
  /** The block as it was written. */
  source: string;
  place: Place;
};

export type Rule = Omit<Provision, 'variants'> & {
  exceptions: readonly Exception[];
  /** How States read it, each in its own law. */
  variants?: Readonly<Record<string, readonly Reading[]>>;
  /** The treaty's rule beside which this one stands as a State's own. */
  national?: string;
  /** The State whose reading this is, once the law was resolved for it, and since when it reads so. */
  reading?: { state: string; since: Day };
  /** Whether who meets it is more in need of protection. */
  vulnerability?: true;
};

/** How a State reads a rule, from its first day to its last. */
export type Reading = Span & { limb: Limb; exceptions: readonly Exception[] };

/** By when: so many days after the day that a fact tells, or the treaty's own words where it names no number. */
export type Deadline =
  | { kind: 'days'; days: number; calendar: Calendar; from: string }
  /** As many days as a value of the law gives. */
  | { kind: 'value'; value: string; calendar: Calendar; from: string }
  | { kind: 'words'; words: string };

/** What somebody owes as soon as its limb holds. */
export type Duty = Provision & {
  bearer: string;
  act: string;
  strength: Exclude<Strength, 'definition'>;
  by?: Deadline;
  /** What not doing it is, in one sentence. */
  breach: string;
  /** Duties that nobody could do at once with this one. */
  neverWith: readonly string[];
};

/** From a first day to a last; without a last day until the next one begins. */
export type Span = { from: Day; to?: Day; cites: readonly CitationRef[] };

/** What a State gives. */
export type Variant = Span & { value: number };

/** A number that the law sets: the treaty's, the least it allows, and by State what that State gives. */
export type Value = Omit<Provision, 'variants'> & {
  unit: 'days';
  value: number;
  floor?: number;
  variants: Readonly<Record<string, readonly Variant[]>>;
};

/** Rules of which so many hold in every case in which `when` does. */
export type Together = {
  id: string;
  label: string;
  when?: Limb;
  need: 'exactly-one' | 'at-least-one' | 'at-most-one';
  of: readonly string[];
  place: Place;
};

/**
 * Whether a State is bound by an instrument, since when (a day, or a year), the last day on which it was, and the day up to
 * which all that is known.
 */
export type Party = Verified & {
  instrument: string;
  bound: 'yes' | 'no';
  from?: string;
  until?: Day;
  asOf: Day;
  place: Place;
};

/**
 * What a depositary's list says of one State. `on` is a day, or a year, on which it agreed to be bound; one that
 * succeeded to another State may have been bound before, too, and so may one of which only a day is told by which it was
 * bound at the latest. `bound`: since when is not told. `disputed`: several lists
 * say different things, each a day, a year or “never”. `unclear`: it is named, but what that means is not.
 */
export type Listed =
  | { kind: 'consented' | 'succeeded' | 'at-latest'; on: string }
  | { kind: 'disputed'; claims: readonly string[] }
  | { kind: 'bound' | 'signed' | 'unclear' };

/** How long after a State agreed it is bound: so many days or months, and perhaps the first of the next month then. */
export type BindsAfter = Verified & {
  article: string;
  days?: number;
  months?: number;
  firstOfMonth?: true;
};

/**
 * Who is party to an instrument, as one list tells it up to its day. `unnamed`: whether a State that it does not name was
 * no party, or nothing is known of it. It says nothing of the States in `silentOn`.
 */
export type PartyList = Verified & {
  instrument: string;
  asOf: Day;
  states: Readonly<Record<string, Listed>>;
  unnamed: 'no' | 'unknown';
  silentOn: readonly string[];
  bindsAfter?: BindsAfter;
  /** Another list, of the States on which this one is silent. */
  earlier?: PartyList;
  place: Place;
};

/** Topics of a State's law beside that on trafficking: other offences that are done with it, and what prevents it. */
export const TOPICS = {
  complementary: ['money-laundering', 'document-seizure', 'wage-theft', 'assault'],
  preventive: ['labour-suppliers', 'workplace-safety', 'child-protection'],
} as const;
export type SideTopic = (typeof TOPICS)[keyof typeof TOPICS][number];

/** What a State's law says of such a topic, in words of our own, up to a day. */
export type SideLaw = Verified & {
  topic: SideTopic;
  text: string;
  cites: readonly CitationRef[];
  asOf: Day;
};

/** What somebody has to do for a permit: work with the authorities, or not. `either`: there is a way with it and one without. */
export const COOPERATIONS = ['needed', 'not-needed', 'either'] as const;

/**
 * The ways to stay that the treaties and the papers ask of a State: time to recover, and for a child; a permit for the
 * personal situation, for helping the authorities, for claiming compensation, for a child; staying for long. Of a
 * `permit-ground-untold` the source does not say what it is given for.
 */
export const RESIDENCE_OPTIONS = [
  'reflection-period',
  'reflection-child',
  'permit-personal-situation',
  'permit-cooperation',
  'permit-compensation',
  'permit-child',
  'permit-ground-untold',
  'long-term',
] as const;
export type ResidenceOption = (typeof RESIDENCE_OPTIONS)[number];

/** How long: so many whole days or months, as the source counts. */
export type Length = { count: number; unit: 'days' | 'months' };

/** A way to stay that a State's law gives a victim, up to a day. */
export type Residence = Verified & {
  options: readonly ResidenceOption[];
  text: string;
  /** For how long at first, at least. */
  least?: Length;
  /** For how long at first, at most. */
  most?: Length;
  cooperation?: (typeof COOPERATIONS)[number];
  cites: readonly CitationRef[];
  asOf: Day;
};

/**
 * What a State said of a treaty when it agreed to it, or later. A `reservation` leaves articles out or changes them; a
 * `geographic-limitation` keeps the treaty to people from a part of the world; a `declaration` says how the State reads it
 * and takes nothing away; with a `denunciation` it leaves.
 */
export const RESERVATION_KINDS = [
  'reservation',
  'declaration',
  'geographic-limitation',
  'denunciation',
] as const;

/** Without `articles` it is of the whole instrument. `until` is the last day on which it stood, where it was taken back. */
export type Reservation = Verified & {
  instrument: string;
  kind: (typeof RESERVATION_KINDS)[number];
  articles: readonly string[];
  text: string;
  from?: string;
  until?: Day;
  asOf: Day;
  place: Place;
};

/** The same as it is told in an answer, without its place in a file. */
export type SaidOfTreaty = Omit<Reservation, 'place'>;

/**
 * Law that a rule, a number or a duty asks for and that somebody looked for and did not find: from a day, if that is told,
 * and up to `asOf`.
 */
export type MissingLaw = Verified & {
  of: readonly string[];
  text: string;
  from?: Day;
  asOf: Day;
  place: Place;
};

/** An older and a newer law of one State that cannot both be followed, and the rules, numbers or duties that hang on them. */
export type ContradictingLaw = Verified & {
  of: readonly string[];
  older: { text: string; cites: readonly CitationRef[] };
  newer: { text: string; cites: readonly CitationRef[] };
  text: string;
  asOf: Day;
  place: Place;
};

/**
 * What is known of a State beside its own readings. Where `complementary` or `preventive` is silent on a topic, and where
 * `residence`, `missing`, `contradicting` or `reservations` is empty, nobody has said. `names` by language, from public
 * tables.
 */
export type StateEntry = {
  id: string;
  name: string;
  names: Readonly<Record<string, string>>;
  parties: readonly Party[];
  complementary: readonly SideLaw[];
  preventive: readonly SideLaw[];
  residence: readonly Residence[];
  missing: readonly MissingLaw[];
  contradicting: readonly ContradictingLaw[];
  reservations: readonly Reservation[];
  place: Place;
};

/** One change of the law, of a closed list. `exception` is named as it is written in the rule. */
export type Operation = { target: string } & (
  | { op: 'add-any' | 'add-all' | 'replace'; limb: Limb }
  | { op: 'drop-exception'; exception: string }
  | { op: 'change-burden'; exception: string; burden: Burden }
  | { op: 'set-value'; value: number }
  | { op: 'repeal' }
  /** `target` is the id of the duty that is new, `limb` when it is owed. */
  | { op: 'add-duty'; limb: Limb; duty: AddedDuty }
);

/** What an overlay says of a duty that it adds. */
export type AddedDuty = Pick<
  Duty,
  'label' | 'cites' | 'bearer' | 'act' | 'strength' | 'breach' | 'protection' | 'by'
>;

/** How a treaty is amended: in a few words, and where that is written; without sources nobody has written it down. */
export type Procedure = { text: string; cites: readonly CitationRef[] };

/** A change of the law as data: a reform that can be switched on. */
export type Overlay = {
  id: string;
  /** A short name of its own, like F01, under which people look for it. */
  code?: string;
  label: string;
  cites: readonly CitationRef[];
  status: 'proposal' | 'adopted';
  /** The overlays that it comes after where both are applied. */
  after: readonly string[];
  /** The instrument that would have to be amended. */
  amends?: string;
  procedure?: Procedure;
  /** Why it changes no rule. Only then it has no operations. */
  noEffect?: string;
  ops: readonly Operation[];
  source: string;
  place: Place;
};

/** A verdict that a test or a case says a rule must give: on the facts alone, or after presumptions. */
export type Expectation = { rule: string; which: 'strict' | 'burden'; verdict: Verdict };

export type LawTest = {
  title: string;
  given: Answers;
  people?: People;
  state?: string;
  on?: Day;
  expect: readonly Expectation[];
  /** The days that a value must give. */
  days: readonly { value: string; days: number }[];
  /** The day by which a duty must be done. */
  due: readonly { duty: string; day: Day }[];
  place: Place;
};

/** A law that was read and checked. Frozen. `hash` is over everything but the places in files. */
export type Law = {
  hash: string;
  instruments: Readonly<Record<string, Instrument>>;
  facts: Readonly<Record<string, Fact>>;
  groups: Readonly<Record<string, GroupFacts>>;
  contradictions: readonly Contradiction[];
  states: Readonly<Record<string, StateEntry>>;
  /** Lists of who is party to what, by instrument. */
  parties: Readonly<Record<string, PartyList>>;
  together: readonly Together[];
  /** In the order in which they were written. */
  rules: Readonly<Record<string, Rule>>;
  duties: Readonly<Record<string, Duty>>;
  values: Readonly<Record<string, Value>>;
  overlays: Readonly<Record<string, Overlay>>;
  /** The overlays that were applied to it, in order. A law that was read has none. */
  reforms: readonly string[];
  /** The State and the day for which it was resolved. */
  resolved?: { state?: string; on?: Day };
  tests: readonly LawTest[];
  words: Readonly<Record<string, Words>>;
};

/** A reference resolved for showing: the instrument's short name, the paragraph, and what is known about its truth. */
export type Citation = Verified & {
  ref: CitationRef;
  instrument: string;
  short: string;
  anchor: string;
  paragraph: string;
};

/** A record that holds only its own keys, so that a lookup by an unknown name finds nothing. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
