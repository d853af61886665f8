import type { Day } from './date.ts';
import type { CitationRef, Verified } from './instrument.ts';
import type { Place } from './problem.ts';

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
 * say different things, each a day, a year or “never”. `unclear`: it is named, but what that means is not. `left`: it was
 * bound up to `until`, since when is not told. `outside`: the act itself is said not to bind it, on any day.
 */
export type Listed =
  | { kind: 'consented' | 'succeeded' | 'at-latest'; on: string }
  | { kind: 'disputed'; claims: readonly string[] }
  | { kind: 'left'; until: Day }
  | { kind: 'bound' | 'signed' | 'unclear' | 'outside' };

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

/**
 * Without `articles` it is of the whole instrument. `until` is the last day on which it stood, where it was taken back;
 * `goneBy` a day on which it stood no longer, where only that is told.
 */
export type Reservation = Verified & {
  instrument: string;
  kind: (typeof RESERVATION_KINDS)[number];
  articles: readonly string[];
  text: string;
  from?: string;
  until?: Day;
  goneBy?: Day;
  asOf: Day;
  place: Place;
};

/**
 * The same as it is told in an answer, without its place in a file. `open`: the day that was asked about is after the last
 * of which anybody knows, so that nobody knows whether it still stood.
 */
export type SaidOfTreaty = Omit<Reservation, 'place'> & { open?: true };

/** That somebody looked at all that a State said of a treaty: what stood on that day stands here, and nothing else did. */
export type Look = Verified & { instrument: string; asOf: Day; place: Place };

/**
 * A list of what States said of a treaty: what stood on its day. Of the States in `unread` it has something that nobody has
 * written here. Of a State that was party then and that it does not name nothing stood.
 */
export type LookList = Look & { unread: readonly string[] };

/** States that are members of an organisation, or could become one: nobody else can ever be bound by what is open to them only. */
export type Organisation = Verified & {
  id: string;
  names: Readonly<Record<string, string>>;
  couldJoin: readonly string[];
  asOf: Day;
  place: Place;
};

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
 * The ways in which a national definition of trafficking parts from the treaty's: the thirteen that the papers and their
 * checklist name.
 */
export const DIVERGENCES = [
  'cross-border-only',
  'victim-categories',
  'purpose-limited',
  'means-omitted',
  'split-laws',
  'child-means-required',
  'movement-required',
  'extra-exploitation',
  'legacy-law-conflict',
  'organised-or-transnational-required',
  'over-intercept-adolescents',
  'child-labour-threshold',
  'dual-criminality-gap',
] as const;
export type Divergence = (typeof DIVERGENCES)[number];

/**
 * Forms of exploitation beyond the seven of the treaty that the laws of States name, or are seen to leave out. The list of
 * the treaty is the least there is: what a State adds another may not know.
 */
export const FORMS_BEYOND = [
  'begging',
  'forced-crime',
  'forced-marriage',
  'illegal-adoption',
  'sale-of-persons',
  'forced-pregnancy',
  'tissue-removal',
  'research-on-a-person',
] as const;
export type FormBeyond = (typeof FORMS_BEYOND)[number];

/**
 * One thing that is known of a State's own law on a rule, a number or a duty, as far as somebody saw. Many of them are no
 * whole law: nothing is worked out from one. `from` and `until` bound the days of which it is told; without `from` the
 * source does not say since when. With a `divergence` it is one of the ways in which definitions part from the treaty's.
 * `forms`: the forms beyond the treaty's seven that it names, or of which it is seen that it does not.
 */
export type SeenLaw = Verified & {
  of: readonly string[];
  text: string;
  divergence?: Divergence;
  forms?: Readonly<Partial<Record<FormBeyond, 'yes' | 'no'>>>;
  cites: readonly CitationRef[];
  from?: string;
  until?: Day;
  asOf: Day;
  place: Place;
};

/**
 * What is known of a State beside its own readings. Where `complementary` or `preventive` is silent on a topic, and where
 * `residence`, `seen`, `missing`, `contradicting` or `reservations` is empty, nobody has said. `names` by language, from public
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
  seen: readonly SeenLaw[];
  missing: readonly MissingLaw[];
  contradicting: readonly ContradictingLaw[];
  reservations: readonly Reservation[];
  /** The treaties of which somebody looked at all that it said. */
  looked: readonly Look[];
  place: Place;
};
