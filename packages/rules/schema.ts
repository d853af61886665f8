import { z } from 'zod';
import { type Day, isDate } from './date.ts';
import { STRENGTHS } from './instrument.ts';
import { State } from './states.ts';
import { REASONS } from './told.ts';

/** The closed shapes of what may be written. Everything arrives as text; numbers are read here. */

const ID = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
export const Id = z
  .string('write one id')
  .max(80)
  .regex(ID, 'an id is small letters, digits, dots and hyphens, like “act.recruited”');
export const Text = z.string('write text').min(1, 'write text').max(2000, 'write at most 2000 characters');
export const WholeNumber = z
  .string('write a whole number')
  .regex(/^-?\d{1,9}$/, 'write a whole number')
  .transform(Number);
export const DateText = z
  .string('write a date like 2024-05-31')
  .refine((text) => isDate(text), 'write a date that exists, like 2024-05-31')
  .transform((text) => text as Day);
export const Language = z
  .string('write a language code')
  .regex(/^[a-z]{2,3}$/, 'write a language code like fr');
export const Cite = z
  .string('write one source, like palermo#3.a')
  .regex(
    /^[a-z][a-z0-9-]*#[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
    'a source is written instrument#article, like palermo#3.a',
  );
const YesNo = z.enum(['yes', 'no'], 'write yes or no');
const ReasonWord = z.enum(REASONS, `write one or more of ${REASONS.join(', ')}`);

/** One item or a list of them. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(item, 'write one or a list').min(1, 'write at least one'),
  );
}

export const CheckedByList = z.array(
  z.strictObject({ name: Text, role: Text, on: DateText }),
  'write a list of name, role and on',
);
export const ComparedBlock = z.strictObject({
  source: Text,
  finding: z.enum(['confirmed', 'corrected', 'partly', 'seen'], 'write confirmed, corrected, partly or seen'),
  note: Text.optional(),
  /** The page tells no day: what stands beside it as its day is only the one by which it had been read. */
  undated: z.literal('yes', 'write yes, or leave it out').optional(),
});
const verification = { compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };

/** A limb as written: one of the five structure words, perhaps with a source and a label. */
export type LimbBlock = {
  is?: string | undefined;
  not?: LimbBlock | undefined;
  all?: LimbBlock[] | undefined;
  any?: LimbBlock[] | undefined;
  at_least?: number | undefined;
  of?: LimbBlock[] | undefined;
  some?: string | undefined;
  every?: string | undefined;
  among?: string | undefined;
  with?: LimbBlock | undefined;
  cite?: string[] | undefined;
  label?: string | undefined;
};

export const LimbBlock: z.ZodType<LimbBlock> = z.lazy(() =>
  // A plain word stands for `is:`, so that a list of facts reads as a list.
  z.preprocess(
    (value) => (typeof value === 'string' ? { is: value } : value),
    z
      .strictObject(
        { ...limbShape(), cite: listOf(Cite).optional(), label: Text.optional() },
        'write a fact, a rule, or all, any, not, at_least, some, every',
      )
      .superRefine(oneStructure),
  ),
);

export function limbShape() {
  const limbs = z.array(LimbBlock, 'write a list').min(1, 'write at least one limb').max(200).optional();
  return {
    is: z.string('write one fact or rule').max(200).optional(),
    not: LimbBlock.optional(),
    all: limbs,
    any: limbs,
    at_least: WholeNumber.optional(),
    of: limbs,
    some: Id.optional(),
    every: Id.optional(),
    among: Id.optional(),
    with: LimbBlock.optional(),
  };
}

const STRUCTURES = ['is', 'not', 'all', 'any', 'at_least', 'some', 'every', 'national'] as const;

export function oneStructure(limb: object, context: z.RefinementCtx): void {
  const written = limb as LimbBlock & { national?: string };
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const used = STRUCTURES.filter((word) => written[word] !== undefined);
  if (used.length !== 1) {
    const found = used.length === 0 ? 'none' : used.join(' and ');
    refuse(`write exactly one of is, all, any, not, at_least, some, every; found ${found}`);
  }
  const { at_least: count, of, some, every, among, with: inner } = written;
  const isOverPeople = some !== undefined || every !== undefined || among !== undefined;
  if (isOverPeople !== (inner !== undefined)) {
    refuse('some, every or among stand together with “with”: “some: children” and “with: [...]”');
  }
  const lists = [of, among].filter((part) => part !== undefined).length;
  if (lists !== (count === undefined ? 0 : 1)) {
    refuse('at_least and of (or among) stand together: “at_least: 2” and “of: [...]”');
  } else if (count !== undefined && (count < 1 || (of !== undefined && count > of.length))) {
    refuse(
      of === undefined
        ? 'at_least must be 1 or more'
        : `at_least must be between 1 and ${of.length}, the number of limbs under of`,
    );
  }
}

/** The name of one fact or rule, or a comparison, where nothing more can stand. */
export const Reading = z.string('write one fact or rule').max(200);

/** Who has to show an exception. */
export const Burden = z.enum(['state', 'person'], 'write state or person: who has to show it');

/** A number of days, from none to a hundred years. */
export const Days = WholeNumber.refine(
  (days) => days >= 0 && days <= 36_500,
  'write a number from 0 to 36500',
);

export const ExceptionBlock = z.strictObject(
  {
    is: Reading,
    cite: listOf(Cite),
    burden: Burden.optional(),
    label: Text.optional(),
  },
  'write is and cite, and burden or label where there is one',
);

export const NeverReadsList = z.array(
  z.strictObject({ fact: Id, cite: listOf(Cite) }, 'write fact and cite'),
  'write a list of fact and cite',
);

/** What is marked; what is not leaves the word out. */
export const JustYes = z.literal('yes', 'write yes, or leave it out').transform(() => true as const);

export type RuleBlock = z.infer<typeof RuleBlock>;
export const RuleBlock = z
  .strictObject(
    {
      id: Id,
      label: Text,
      cite: listOf(Cite),
      ...limbShape(),
      national: Id.optional(),
      presume: z
        .strictObject(
          { value: YesNo, when: LimbBlock, reasons: listOf(ReasonWord).optional(), cite: listOf(Cite) },
          'write value, when and cite',
        )
        .optional(),
      unless: z.array(ExceptionBlock, 'write a list of is, cite and burden').min(1).max(50).optional(),
      never_reads: NeverReadsList.optional(),
      protection: JustYes.optional(),
      vulnerability: JustYes.optional(),
      checked_by: CheckedByList.optional(),
    },
    'write a rule',
  )
  .superRefine(oneStructure);

/** People as they are written in a case or a test: by group, whether all are named, and the answers about each. */
export const PeopleBlock = z.record(
  z.string(),
  z.strictObject(
    {
      complete: z.string('write yes, no or why nobody knows').optional(),
      members: z
        .array(z.record(z.string(), z.string('write one answer')), 'write a list of people')
        .max(200, 'write at most 200 people'),
    },
    'write complete and members',
  ),
  'write groups of people',
);

export type TestBlock = z.infer<typeof TestBlock>;
export const TestBlock = z.strictObject(
  {
    title: Text,
    at: z.strictObject({ state: State.optional(), on: DateText.optional() }, 'write state and on').optional(),
    given: z.record(z.string(), z.string('write one answer'), 'write facts with their answers'),
    people: PeopleBlock.optional(),
    expect: z.record(
      z.string(),
      z.union(
        [z.enum(['yes', 'no', 'unknown']), DateText, Days],
        'write yes, no or unknown; for a value its days; for “duty.x@due” a day',
      ),
      'write rules with their verdicts',
    ),
  },
  'write a test',
);

const STATED = 'write value, and compared or checked_by where there is one';
const StatedText = z.strictObject({ value: Text, ...verification }, STATED).optional();
const StatedDate = z.strictObject({ value: DateText, ...verification }, STATED).optional();

const Paragraph = z
  .string('write one paragraph')
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'a paragraph is written like its anchor: 31.2');

export type InstrumentBlock = z.infer<typeof InstrumentBlock>;
export const InstrumentBlock = z.strictObject(
  {
    id: z
      .string('write one id')
      .regex(/^[a-z][a-z0-9-]{0,40}$/, 'an instrument id is small letters, digits and hyphens'),
    short: Text,
    kind: z
      .enum(['treaty', 'eu-act', 'national', 'guidance'], 'write treaty, eu-act, national or guidance')
      .optional(),
    state: State.optional(),
    name: StatedText,
    adopted: StatedDate,
    opened: StatedDate,
    in_force: StatedDate,
    applies_from: StatedDate,
    depositary: StatedText,
    open_to: z
      .strictObject({ organisation: Id, article: Text.optional(), ...verification }, 'write organisation')
      .optional(),
    reservations: z
      .strictObject(
        {
          only_to: z.union([z.literal('nothing'), listOf(Paragraph)]).optional(),
          not_to: listOf(Paragraph).optional(),
          article: Text.optional(),
          ...verification,
        },
        'write only_to: nothing, only_to: with a list of paragraphs, or not_to: with one',
      )
      .refine(({ only_to, not_to }) => (only_to === undefined) !== (not_to === undefined), {
        error: 'write only_to or not_to, one of them',
      })
      .optional(),
  },
  'write an instrument',
);

export type ArticleBlock = z.infer<typeof ArticleBlock>;
export const ArticleBlock = z.strictObject(
  {
    anchor: z.string('write one anchor').regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'an anchor is like 3.a'),
    strength: z
      .enum([...STRENGTHS, 'definition'], `write one of ${STRENGTHS.join(', ')}, definition`)
      .optional(),
    applies_from: StatedDate,
    also_custom: z.literal('said', 'write said, or leave it out').optional(),
    applies_instrument: Id.optional(),
    ...verification,
  },
  'write an article',
);
