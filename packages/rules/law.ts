import type { Calendar, Day } from './date.ts';
import type { CheckedBy, CitationRef, Instrument, Strength } from './instrument.ts';
import type { Place } from './problem.ts';
import type { LookList, Organisation, PartyList, StateEntry } from './state-law.ts';
import type { Verdict } from './three.ts';
import type { Answers, People, Reason } from './told.ts';
import type { Words } from './words.ts';

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
  reading?: { state: string; ourReading?: readonly string[] } & Since;
  /** Whether who meets it is more in need of protection. */
  vulnerability?: true;
};

/** How a State reads a rule, from its first day to its last. */
export type Reading = Span & {
  limb: Limb;
  exceptions: readonly Exception[];
  /** The facts that the State's words do not name, and that we read into them. */
  ourReading?: readonly string[];
};

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

/**
 * From a first day to a last; without a last day until the next one begins. Where `isStartUnknown`, the source tells no
 * beginning: the first day is the one on which it is known to have been so.
 */
export type Span = { from: Day; isStartUnknown?: true; to?: Day; cites: readonly CitationRef[] };

/** Since when something is so; where `isStartUnknown`, only the day on which it is known to have been. */
export type Since = { since: Day; isStartUnknown?: true };

/** Since when what stands in a span is so. */
export function sinceOf({ from, isStartUnknown }: Pick<Span, 'from' | 'isStartUnknown'>): Since {
  return { since: from, ...(isStartUnknown ? { isStartUnknown } : {}) };
}

/**
 * What a State gives. `months`: its law says calendar months, and an end is counted by them; `value` then has 30 days for each,
 * to be held against a number of days. `isFirstDayCounted`: its days begin with the day that they are counted from, not after it.
 */
export type Variant = Span & { value: number; months?: number; orLater?: LaterEnd; isFirstDayCounted?: true };

/** So many days stand for a month where a State's months are held against a treaty's days; no end is counted by it. */
export const DAYS_OF_MONTH = 30;

/** What a State's time lasts up to where that comes later than its number of days. */
export const LATER_ENDS = ['conclusive-decision'] as const;
export type LaterEnd = (typeof LATER_ENDS)[number];

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
type AddedDuty = Pick<
  Duty,
  'label' | 'cites' | 'bearer' | 'act' | 'strength' | 'breach' | 'protection' | 'by'
>;

/** How a treaty is amended: in a few words, and where that is written; without sources nobody has written it down. */
type Procedure = { text: string; cites: readonly CitationRef[] };

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
  /** Codes of the risk factors, content beside the law, that the proposal bears on as its source sees it. No rule reads them. */
  bearsOn: readonly string[];
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
  /** Lists of what States said of a treaty, by instrument. */
  looks: Readonly<Record<string, readonly LookList[]>>;
  organisations: Readonly<Record<string, Organisation>>;
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

/** A record that holds only its own keys, so that a lookup by an unknown name finds nothing. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
