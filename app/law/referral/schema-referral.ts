import { CheckedByList, ComparedBlock } from '@clew/rules';
import { z } from 'zod';

const Sentence = z.string('write the words').min(1, 'write the words').max(600, 'write a sentence or two');
const Source = z.string('say where it comes from').min(1, 'say where it comes from').max(600);
const verification = { compared: ComparedBlock.optional(), checked_by: CheckedByList.optional() };

/** The same words in four languages. */
export const Said = z.strictObject(
  { en: Sentence, fr: Sentence, ar: Sentence, es: Sentence },
  'write en, fr, ar and es',
);
export type Said = z.infer<typeof Said>;

const Status = z.enum(['draft', 'checked'], 'write draft, or checked where a named speaker read every word');
const words = z.strictObject({ fr: Status, ar: Status, es: Status }, 'write fr, ar and es');
const Items = z.array(Said, 'write a list').min(1, 'write at least one');
const numbered = (letter: string) =>
  z
    .string('write the id')
    .regex(new RegExp(`^${letter}[1-9][0-9]?$`), `an id is ${letter} and a number, like ${letter}1`);

/** `laws/referral/stages.yaml` */
export const StagesFile = z.strictObject({
  source: Source,
  words,
  stages: z
    .array(
      z.strictObject({
        id: z
          .string('write the id')
          .regex(/^[1-4][a-d]?$/, 'an id is a pillar and perhaps a letter, like 1a'),
        pillar: z.enum(['1', '2', '3', '4'], 'write 1, 2, 3 or 4'),
        name: Said,
        actors: Items,
        data: Items,
        limits: Items,
        duties: z.array(z.string('write the id of a duty'), 'write a list of duties').default([]),
      }),
      'write a list of stages',
    )
    .min(1, 'write at least one stage'),
  /** Duties of the law that no stage can do, and why: nobody who meets a person carries them out. */
  apart: z
    .array(
      z.strictObject({
        duties: z.array(z.string('write the id of a duty'), 'write a list of duties').min(1),
        why: Sentence,
      }),
      'write a list of duties and why',
    )
    .default([]),
  coordinator: z.strictObject({
    source: Source,
    tasks: z.array(Said.extend({ id: numbered('K') }), 'write a list of tasks').min(1),
    ...verification,
  }),
  ...verification,
});
export type StagesFile = z.infer<typeof StagesFile>;

/** `laws/referral/walls.yaml` */
export const WallsFile = z.strictObject({
  words,
  walls: z
    .array(Said.extend({ id: numbered('W'), source: Source, ...verification }), 'write a list of walls')
    .min(1, 'write at least one wall'),
});
export type WallsFile = z.infer<typeof WallsFile>;

/** `laws/referral/principles.yaml` */
export const PrinciplesFile = z.strictObject({
  source: Source,
  words,
  principles: z
    .array(
      z.strictObject({
        id: numbered('P'),
        named: z.enum(['key', 'bridge', 'parameter'], 'write key, bridge or parameter'),
        says: Said,
        asks: Said,
        ...verification,
      }),
      'write a list of principles',
    )
    .min(1, 'write at least one principle'),
});
export type PrinciplesFile = z.infer<typeof PrinciplesFile>;

/** What may stand in these files, for the advice on a misspelt word. */
export const REFERRAL_WORDS = [
  ...[
    'source',
    'words',
    'stages',
    'id',
    'pillar',
    'name',
    'actors',
    'data',
    'limits',
    'duties',
    'apart',
    'why',
  ],
  ...['coordinator', 'tasks', 'walls', 'principles', 'named', 'says', 'asks', 'en', 'fr', 'ar', 'es'],
  ...['compared', 'finding', 'note', 'checked_by', 'role', 'on'],
];
