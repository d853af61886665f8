import { CheckedByList, ComparedBlock } from '@clew/rules';
import { z } from 'zod';
import { isSigned, SIGNED, UNSIGNED } from '../signed-words.ts';

/** The languages beside English in which every sign is written. */
export const INDICATOR_LANGUAGES = ['fr', 'ar', 'es'] as const;

const Sentence = z.string('write one sentence').min(1, 'write one sentence').max(400, 'write one sentence');
const Source = z.string('say where it comes from').min(1, 'say where it comes from').max(400);
const PartCode = z
  .string('write the letters of the part')
  .regex(/^[A-Z]{1,4}$/, 'a part is one to four capital letters, like URB');
const Code = z
  .string('write the code')
  .regex(/^[A-Z]{1,4}[1-9][0-9]?$/, 'a code is the letters of its part and a number, like URB5');
const verification = { compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };
const translations = { fr: Sentence, ar: Sentence, es: Sentence };

/** Of whom a sign speaks. */
export const AppliesTo = z.enum(
  ['anyone', 'child', 'women-and-girls', 'women-and-children', 'older-people'],
  'write anyone, child, women-and-girls, women-and-children or older-people',
);
export type AppliesTo = z.infer<typeof AppliesTo>;

/** Whether it is seen in one person, in the place around many, or in either. */
export const About = z.enum(['individual', 'context', 'either'], 'write individual, context or either');
export type About = z.infer<typeof About>;

const SetWords = z
  .strictObject(
    {
      label: Sentence,
      caution: Sentence,
      ...SIGNED,
    },
    'write label, caution and their status',
  )
  .refine(isSigned, UNSIGNED);

/** One file of `laws/indicators/`: a set of signs, risks or questions. No word in it can decide anything. */
export const IndicatorFile = z.strictObject({
  set: z
    .string('write the id of the set')
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'an id is small letters and hyphens'),
  form: z.enum(['signs', 'risks', 'questions'], 'write signs, risks or questions'),
  label: Sentence,
  caution: Sentence,
  source: Source,
  strength_hint: Sentence.optional(),
  words: z.strictObject({ fr: SetWords, ar: SetWords, es: SetWords }, 'write fr, ar and es'),
  parts: z
    .array(
      z.strictObject({
        code: PartCode,
        label: Sentence,
        applies_to: AppliesTo,
        source: Source.optional(),
        ...translations,
        ...verification,
      }),
      'write a list of parts',
    )
    .min(1, 'write at least one part'),
  indicators: z
    .array(
      z.strictObject({
        code: Code,
        about: About,
        applies_to: AppliesTo.optional(),
        text: Sentence,
        strength_hint: Sentence.optional(),
        source: Source.optional(),
        ...translations,
        ...verification,
      }),
      'write a list of indicators',
    )
    .min(1, 'write at least one indicator'),
  ...verification,
});
export type IndicatorFile = z.infer<typeof IndicatorFile>;

/** What may stand in such a file, for the advice on a misspelt word. */
export const INDICATOR_WORDS = [
  ...['set', 'form', 'label', 'caution', 'source', 'strength_hint', 'words', 'parts', 'indicators'],
  ...['code', 'about', 'applies_to', 'text', ...INDICATOR_LANGUAGES, 'status', 'by', 'on'],
  ...['compared', 'finding', 'note', 'checked_by', 'name', 'role'],
];
