import { z } from 'zod';
import type { AssessedCase } from '../assess-case.ts';
import type { HelpfulDecision, HelpfulDecisions, SharedFact } from './helpful-decisions.ts';
import type { Weighed } from './weight.ts';

const Verdict = z.enum(['yes', 'no', 'unknown']);
const Told = z.object({
  fact: z.string(),
  there: z.union([z.string(), z.number()]),
  here: z.union([z.string(), z.number()]),
});

const Helpful = z.object({
  id: z.string(),
  title: z.string(),
  court: z.string(),
  citation: z.string(),
  /** A day; the year where no source tells the day. */
  decided: z.string(),
  issues: z.array(z.string()),
  states: z.array(z.string()),
  link: z.string(),
  /** How far our account of it was checked. */
  status: z.string(),
  /** Null where no State and day are named. */
  weight: z
    .object({
      weight: z.enum(['own', 'persuasive', 'unknown']),
      reason: z.string(),
      /** The treaty whose court or body gave it, and the day up to which it is known whether that binds the State. */
      instrument: z.string().nullable(),
      asOf: z.string().nullable(),
      /** Whether it was about this State. Null of a court of a State. */
      against: z.boolean().nullable(),
      /** Given only after the day that is asked about. */
      later: z.boolean(),
    })
    .nullable(),
  /** The rules that both turn on; `there` is what the court decided, unknown where that is not told. Empty where it is told without facts: it is found by its issues then. */
  on: z.array(
    z.object({
      rule: z.string(),
      there: Verdict,
      here: Verdict,
      means: z.enum(['helps', 'against', 'fulfilled', 'open']),
    }),
  ),
  same: z.array(Told),
  carriedThere: z.array(Told),
  otherwise: z.array(Told),
});

/** What `clew law decisions --json` prints. */
type HelpfulJson = z.infer<typeof HelpfulJson>;
const HelpfulJson = z.object({
  law: z.object({ hash: z.string() }),
  state: z.string().nullable(),
  on: z.string().nullable(),
  helps: z.array(Helpful),
  /** What helps in one thing and goes against in another: `on` says which. */
  both: z.array(Helpful),
  against: z.array(Helpful),
  open: z.array(Helpful),
});

/** The decisions on what a case turns on, for programs. */
export function helpfulJson(found: HelpfulDecisions, { assessment }: AssessedCase): HelpfulJson {
  const { lawHash, state = null, on = null } = assessment;
  return {
    ...{ law: { hash: lawHash }, state, on },
    helps: found.helps.map(oneJson),
    both: found.both.map(oneJson),
    against: found.against.map(oneJson),
    open: found.open.map(oneJson),
  };
}

function oneJson({
  decision,
  weighed,
  shared,
  same,
  open,
  other,
}: HelpfulDecision): HelpfulJson['helps'][number] {
  const { id, title, court, citation, decided, issues, states, link, status } = decision;
  return {
    ...{ id, title, court, citation, decided, issues: [...issues], states: [...states], link, status },
    weight: weighed ? weightJson(weighed) : null,
    on: shared.map((one) => ({ ...one })),
    same: same.map(told),
    carriedThere: open.map(told),
    otherwise: other.map(told),
  };
}

function weightJson({ weight, reason, isLater }: Weighed): HelpfulJson['helps'][number]['weight'] {
  const bound = 'bound' in reason ? reason.bound : undefined;
  return {
    ...{ weight, reason: reason.kind, instrument: bound?.instrument ?? null, asOf: bound?.asOf ?? null },
    ...{ against: 'against' in reason ? reason.against : null, later: isLater },
  };
}

function told({ fact, there, here }: SharedFact) {
  return { fact, there, here };
}
