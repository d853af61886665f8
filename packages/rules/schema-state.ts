import { z } from 'zod';
import { LATER_ENDS } from './law.ts';
import {
  CheckedByList,
  Cite,
  ComparedBlock,
  DateText,
  Days,
  ExceptionBlock,
  Id,
  limbShape,
  listOf,
  oneStructure,
  Text,
  WholeNumber,
} from './schema.ts';
import {
  COOPERATIONS,
  DIVERGENCES,
  FORMS_BEYOND,
  RESERVATION_KINDS,
  RESIDENCE_OPTIONS,
  type SideTopic,
  TOPICS,
} from './state-law.ts';
import { State } from './states.ts';

/** A year, where nobody read the day. */
export const DayOrYear = z
  .string('write a year or a date')
  .refine((text) => /^\d{4}$/.test(text) || DateText.safeParse(text).success, {
    error: 'write the year, like 2004, or the day, like 2004-05-31',
  });

const PartyBlock = z.strictObject(
  {
    instrument: Id,
    bound: z.enum(['yes', 'no'], 'write yes or no').optional(),
    from: DayOrYear.optional(),
    until: DateText.optional(),
    as_of: DateText,
    compared: ComparedBlock.optional(),
    checked_by: CheckedByList.optional(),
  },
  'write instrument, as_of, and from or bound',
);

function sideLaw(topics: readonly SideTopic[]) {
  return z
    .array(
      z.strictObject(
        {
          topic: z.enum(topics, `write one of ${topics.join(', ')}`),
          text: Text,
          cite: listOf(Cite).optional(),
          as_of: DateText,
          compared: ComparedBlock.optional(),
          checked_by: CheckedByList.optional(),
        },
        'write topic, text, as_of and compared',
      ),
      'write a list of topic, text, as_of and compared',
    )
    .max(200)
    .optional();
}

const Months = wholeNumberTo(600, 'write months from 1 to 600');
const LengthInDays = wholeNumberTo(3660, 'write days from 1 to 3660');
const ONE_LENGTH = 'write days or months, and not both';

export type ResidenceBlock = z.infer<typeof ResidenceBlock>;
const ResidenceBlock = z
  .strictObject(
    {
      option: listOf(z.enum(RESIDENCE_OPTIONS, `write one of ${RESIDENCE_OPTIONS.join(', ')}`)),
      text: Text,
      months: Months.optional(),
      days: LengthInDays.optional(),
      at_most: z
        .strictObject({ months: Months.optional(), days: LengthInDays.optional() }, ONE_LENGTH)
        .refine(({ months, days }) => (months === undefined) !== (days === undefined), ONE_LENGTH)
        .optional(),
      cooperation: z.enum(COOPERATIONS, `write one of ${COOPERATIONS.join(', ')}`).optional(),
      cite: listOf(Cite).optional(),
      as_of: DateText,
      compared: ComparedBlock.optional(),
      checked_by: CheckedByList.optional(),
    },
    'write option, text, as_of and compared',
  )
  .refine(({ months, days }) => months === undefined || days === undefined, ONE_LENGTH);

function wholeNumberTo(most: number, message: string) {
  return WholeNumber.refine((count) => count >= 1 && count <= most, message);
}

export const Anchor = z
  .string('write one article')
  .max(40)
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'an article is written like its anchor: 22, or 15.2');
const said = { as_of: DateText, compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };

export type ReservationBlock = z.infer<typeof ReservationBlock>;
const ReservationBlock = z
  .strictObject(
    {
      instrument: Id,
      kind: z.enum(RESERVATION_KINDS, `write one of ${RESERVATION_KINDS.join(', ')}`),
      article: listOf(Anchor).optional(),
      text: Text,
      from: DayOrYear.optional(),
      until: DateText.optional(),
      gone_by: DateText.optional(),
      ...said,
    },
    'write instrument, kind, text, as_of and compared',
  )
  .refine(({ kind, from }) => kind !== 'denunciation' || (from !== undefined && from.length > 4), {
    error: 'write under from the first day on which the State was no longer bound',
  })
  .refine(({ kind, article }) => kind === 'reservation' || kind === 'declaration' || !article, {
    error: 'take article out: this is of the whole instrument',
  })
  .refine(({ from, until }) => !from || !until || from.slice(0, until.length) <= until, {
    error: 'write under until a day that is not before from',
  })
  .refine(({ until, gone_by, as_of }) => !gone_by || (!until && as_of < gone_by), {
    error: 'write under gone_by a day after as_of, and no until beside it',
  });

export type LookBlock = z.infer<typeof LookBlock>;
const LookBlock = z.strictObject({ instrument: Id, ...said }, 'write instrument, as_of and compared');

export type SeenBlock = z.infer<typeof SeenBlock>;
const SeenBlock = z
  .strictObject(
    {
      of: listOf(Id),
      text: Text,
      divergence: z.enum(DIVERGENCES, `write one of ${DIVERGENCES.join(', ')}`).optional(),
      forms: z
        .partialRecord(
          z.enum(FORMS_BEYOND, `write some of ${FORMS_BEYOND.join(', ')}`),
          z.enum(['yes', 'no'], 'write yes or no'),
          'write each form with yes or no',
        )
        .optional(),
      cite: listOf(Cite).optional(),
      from: DayOrYear.optional(),
      until: DateText.optional(),
      ...said,
    },
    'write of, text, as_of and compared',
  )
  .refine(({ from, until }) => !from || !until || from.slice(0, until.length) <= until, {
    error: 'write under until a day that is not before from',
  });

export type MissingBlock = z.infer<typeof MissingBlock>;
const MissingBlock = z
  .strictObject(
    { of: listOf(Id), text: Text, from: DateText.optional(), ...said },
    'write of, text, as_of and compared',
  )
  .refine(({ from, as_of }) => from === undefined || from <= as_of, {
    error: 'write under from a day that is not after as_of',
  });

const OneLaw = z.strictObject({ text: Text, cite: listOf(Cite).optional() }, 'write text, and cite');

export type ContradictingBlock = z.infer<typeof ContradictingBlock>;
const ContradictingBlock = z.strictObject(
  { of: listOf(Id), older: OneLaw, newer: OneLaw, text: Text, ...said },
  'write of, older, newer, text, as_of and compared',
);

export type StateBlock = z.infer<typeof StateBlock>;
export const StateBlock = z.strictObject(
  {
    id: State,
    name: Text,
    parties: z.array(PartyBlock, 'write a list of instrument, from and as_of').max(200).optional(),
    complementary: sideLaw(TOPICS.complementary),
    preventive: sideLaw(TOPICS.preventive),
    residence: z.array(ResidenceBlock, 'write a list of option, text, as_of and compared').max(50).optional(),
    seen: z.array(SeenBlock, 'write a list of of, text, as_of and compared').max(200).optional(),
    missing: z.array(MissingBlock, 'write a list of of, text, as_of and compared').max(200).optional(),
    contradicting: z
      .array(ContradictingBlock, 'write a list of of, older, newer, text, as_of and compared')
      .max(50)
      .optional(),
    reservations: z
      .array(ReservationBlock, 'write a list of instrument, kind, text, as_of and compared')
      .max(200)
      .optional(),
    looked: z.array(LookBlock, 'write a list of instrument, as_of and compared').max(200).optional(),
  },
  'write a State',
);

const span = {
  state: State,
  from: DateText.optional(),
  known_on: DateText.optional(),
  to: DateText.optional(),
  cite: listOf(Cite),
};
const ONE_START = 'write from, or known_on where the source does not say since when';
type Started = { from?: string | undefined; known_on?: string | undefined };
const hasOneStart = ({ from, known_on }: Started) => (from === undefined) !== (known_on === undefined);

export type VariantBlock = z.infer<typeof VariantBlock>;
/** How one State reads a rule, or what it gives for a value. */
export const VariantBlock = z.union(
  [
    z
      .strictObject({
        value: Id,
        ...span,
        days: Days.optional(),
        months: wholeNumberTo(60, 'write months from 1 to 60').optional(),
        counted: z.literal('beginning-with', 'write beginning-with').optional(),
        or_later: z.enum(LATER_ENDS, `write ${LATER_ENDS.join(' or ')}`).optional(),
      })
      .refine(hasOneStart, ONE_START)
      .refine(({ days, months }) => (days === undefined) !== (months === undefined), ONE_LENGTH),
    z
      .strictObject({
        rule: Id,
        ...span,
        ...limbShape(),
        label: Text.optional(),
        unless: z.array(ExceptionBlock, 'write a list of is, cite and burden').min(1).max(50).optional(),
        our_reading: listOf(Id).optional(),
      })
      .refine(hasOneStart, ONE_START)
      .superRefine(oneStructure),
  ],
  {
    error:
      'write rule, state, from, cite and a structure word; or value, state, from, cite and days or months',
  },
);

export type TogetherBlock = z.infer<typeof TogetherBlock>;
export const TogetherBlock = z.strictObject(
  {
    id: Id,
    label: Text,
    when: z.string('write one fact or rule').max(200).optional(),
    need: z.enum(
      ['exactly-one', 'at-least-one', 'at-most-one'],
      'write exactly-one, at-least-one or at-most-one',
    ),
    of: z.array(Id, 'write a list of rules').min(2, 'write at least two').max(50),
  },
  'write rules that belong together',
);
