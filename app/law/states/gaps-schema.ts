import { DIVERGENCES, FORMS_BEYOND, RESERVATION_KINDS, RESIDENCE_OPTIONS } from '@clew/rules';
import { z } from 'zod';
import { STANDINGS } from './standing.ts';

const Verdict = z.enum(['yes', 'no', 'unknown']);
const Recognised = z.enum(['yes', 'no', 'nobody-has-said']);
const Answered = z.object({
  kind: z.enum(['fact', 'years', 'people']),
  about: z.string(),
  answer: z.union([z.string(), z.number()]),
  /** For a number that stands for a stretch: where it ends; null where it has no end, or for what is no number. */
  upTo: z.number().nullable(),
});
const Example = z.array(Answered);

/** With `undated` the page tells no day: the day beside it is only the one by which it had been read. */
const Compared = z.object({ source: z.string(), finding: z.string(), undated: z.boolean() });

/** What a State said of a treaty. Without articles it is of the whole treaty. */
const SaidOfTreaty = z.object({
  kind: z.enum(RESERVATION_KINDS),
  articles: z.array(z.string()),
  text: z.string(),
  from: z.string().nullable(),
  /** The last day on which it stood, where it was taken back. */
  until: z.string().nullable(),
  /** A day on which it stood no longer, where only that is told. */
  goneBy: z.string().nullable(),
  asOf: z.string(),
  status: z.string(),
  compared: Compared.nullable(),
  /** After `asOf` nobody knows whether it still stands, unless it is told when it was taken back. */
  stillStands: z.enum(['yes', 'not-known']),
});

const Bound = z.object({
  instrument: z.string(),
  verdict: Verdict,
  since: z.string().nullable(),
  asOf: z.string().nullable(),
  /** Where it stands that it is bound or not, and how far that was checked. */
  saidBy: z.enum(['state', 'list']).nullable(),
  status: z.string().nullable(),
  /** Whether each paragraph that was asked about is one from which the State took something away. */
  limited: z.boolean(),
  /** The day or year on which it agreed to be bound, where a list tells it. */
  consented: z.string().nullable(),
  /** The last day on which it was bound, where it is no longer. */
  until: z.string().nullable(),
  /** Whether somebody looked at what it said of the treaty on that day. Without that it is party, and more is not known. */
  reservationsLookedAt: z.enum(['yes', 'no', 'not-written-here']),
  /** The organisation to whose members alone it is open, where the State could never become one: it cannot be bound. */
  closedTo: z.string().nullable(),
  /** The last day of which it is told that it was not bound, where the day that is asked about is later. */
  lastNotBound: z.string().nullable(),
  reservations: z.array(SaidOfTreaty),
});

const Source = z.object({ ref: z.string(), status: z.string() });

/** One thing that is known of a State's own law as far as somebody saw: no whole law, and nothing is worked out from it. */
const Seen = z.object({
  of: z.array(z.string()),
  text: z.string(),
  divergence: z.enum(DIVERGENCES).nullable(),
  source: z.array(Source),
  /** A day or a year; null where the source does not say since when. */
  from: z.string().nullable(),
  until: z.string().nullable(),
  asOf: z.string(),
  status: z.string(),
  compared: Compared.nullable(),
  /** Whether it is told of the day that was asked about. */
  onThatDay: z.enum(['told', 'not-known']),
});

const Length = z.object({ count: z.number(), unit: z.enum(['days', 'months']) });

const National = z.object({
  status: z.enum([
    'nobody-has-said',
    'seen-in-part',
    'meets',
    'wider',
    'below',
    'different',
    'not-comparable',
    'missing',
    'was-missing',
  ]),
  since: z.string().nullable(),
  /** Where the source tells no beginning: the day on which it is known to have been so. */
  knownOn: z.string().nullable(),
  source: z.array(Source),
  gives: z.number().nullable(),
  least: z.number().nullable(),
  /** Answers with which the treaty's definition holds and the State's does not. */
  leftOut: Example.nullable(),
  /** Answers with which the State's holds and the treaty's does not. */
  letIn: Example.nullable(),
  /** Where somebody looked for it and found none: what was looked for, up to which day that is known, and where it was seen. */
  missing: z
    .object({ text: z.string(), asOf: z.string(), status: z.string(), compared: Compared.nullable() })
    .nullable(),
  /** Where the whole is not written: what is known of it as far as somebody saw. */
  seen: z.array(Seen),
});

const InDefinitions = z.object({
  treaty: Recognised,
  states: z.record(z.string(), Recognised),
  /** The States whose words do not name it: that they mean it is our reading. */
  ourReading: z.array(z.string()),
});
const Form = InDefinitions.extend({ fact: z.string() });

/** What `clew law gaps --json` prints. */
export type GapsJson = z.infer<typeof GapsJson>;
export const GapsJson = z.object({
  law: z.object({ hash: z.string() }),
  state: z.string(),
  on: z.string(),
  gaps: z.array(
    z.object({
      kind: z.enum(['definition', 'number', 'duty']),
      id: z.string(),
      under: z.string().nullable(),
      bearer: z.string().nullable(),
      strength: z.string().nullable(),
      standing: z.enum(STANDINGS),
      /** It is said that custom asks the same, which would bind the State without a treaty; no treaty is known to. Nobody verified that. */
      isCustomSaid: z.boolean(),
      source: z.array(Source),
      bound: z.object({ verdict: Verdict, by: z.array(Bound) }).nullable(),
      national: National,
      /** Where its own number for the day is not written: the number as it was read after that day. It never counts. */
      readLater: z.object({ value: z.number(), knownOn: z.string(), source: z.array(z.string()) }).nullable(),
    }),
  ),
  forms: z.array(Form),
  oneOnly: z.array(z.string()),
  /** By what means an adult is a victim by each definition, each alone; and whether a child is by none of them. */
  means: z.object({
    ofAdult: z.array(Form),
    /** `onlyFor`: of a State that asks a means of a child for some forms of exploitation, those for which it asks none. */
    childByNone: InDefinitions.extend({ onlyFor: z.record(z.string(), z.array(z.string())) }),
  }),
  meansOneOnly: z.object({ ofAdult: z.array(z.string()), childByNone: z.boolean() }),
  /** Forms beyond the treaty's seven, as far as somebody saw them in the law of one of the States. */
  beyond: z.array(
    z.object({
      form: z.enum(FORMS_BEYOND),
      states: z.record(z.string(), z.object({ recognised: Recognised, seen: Seen.nullable() })),
    }),
  ),
  /** Of these the ones that one of the two States names and the other is seen not to. */
  beyondOneOnly: z.array(z.enum(FORMS_BEYOND)),
  /** The ways for a victim to stay of which somebody has said something; of an option that is missing nobody has. */
  residence: z.array(
    z.object({
      option: z.enum(RESIDENCE_OPTIONS),
      least: Length.nullable(),
      most: Length.nullable(),
      cooperation: z.enum(['needed', 'not-needed', 'either']).nullable(),
      text: z.string().nullable(),
      /** The first day of a number that stands with the rules. */
      since: z.string().nullable(),
      /** The day up to which all else is known. */
      asOf: z.string().nullable(),
      status: z.string(),
      source: z.array(Source),
      compared: Compared.nullable(),
    }),
  ),
  /** An older and a newer law that contradict each other, and the rules, numbers or duties that hang on them. */
  contradicting: z.array(
    z.object({
      of: z.array(z.string()),
      older: z.object({ text: z.string(), source: z.array(Source) }),
      newer: z.object({ text: z.string(), source: z.array(Source) }),
      text: z.string(),
      asOf: z.string(),
      status: z.string(),
      compared: Compared.nullable(),
    }),
  ),
  /** All that is known of its own law as far as somebody saw, also beside what is written whole. */
  seen: z.array(Seen),
  /** The paragraphs that bind the State and that no rule, number or duty rests on: what the list of gaps leaves out. */
  notCounted: z.array(
    z.object({
      instrument: z.string(),
      source: z.array(Source),
      /** Without it the State is party, and nobody looked at what it said of these paragraphs. */
      reservationsLookedAt: z.boolean(),
    }),
  ),
  /** The same of treaties of which it is not known whether they bind the State. */
  notKnown: z.array(z.object({ instrument: z.string(), source: z.array(Source) })),
  reforms: z.array(z.object({ id: z.string(), amends: z.string(), bound: Bound })),
});
