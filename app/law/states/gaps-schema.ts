import { RESIDENCE_OPTIONS } from '@clew/rules';
import { z } from 'zod';

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

const Bound = z.object({
  instrument: z.string(),
  verdict: Verdict,
  since: z.string().nullable(),
  asOf: z.string().nullable(),
});

const Source = z.object({ ref: z.string(), status: z.string() });

const Length = z.object({ count: z.number(), unit: z.enum(['days', 'months']) });

const National = z.object({
  status: z.enum(['nobody-has-said', 'meets', 'wider', 'below', 'different', 'not-comparable']),
  since: z.string().nullable(),
  source: z.array(Source),
  gives: z.number().nullable(),
  least: z.number().nullable(),
  /** Answers with which the treaty's definition holds and the State's does not. */
  leftOut: Example.nullable(),
  /** Answers with which the State's holds and the treaty's does not. */
  letIn: Example.nullable(),
});

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
      standing: z.enum(['owed', 'weak', 'unknown', 'not-bound', 'guidance']),
      source: z.array(Source),
      bound: z.object({ verdict: Verdict, by: z.array(Bound) }).nullable(),
      national: National,
    }),
  ),
  forms: z.array(
    z.object({ fact: z.string(), treaty: Recognised, states: z.record(z.string(), Recognised) }),
  ),
  oneOnly: z.array(z.string()),
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
      compared: z.object({ source: z.string(), finding: z.string() }).nullable(),
    }),
  ),
  reforms: z.array(z.object({ id: z.string(), amends: z.string(), bound: Bound })),
});
