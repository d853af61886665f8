import { isState, type Law, type LawFile, type Problem, readBlock } from '@clew/rules';
import { z } from 'zod';
import { isSigned, SIGNED, UNSIGNED } from '../signed-words.ts';

const Sentence = z.string('write a sentence').min(1, 'write a sentence').max(600, 'write a shorter sentence');
const Source = z.string('say where it comes from').min(1, 'say where it comes from').max(400);
/** A number may stand only where its day and its source stand beside it. */
const NoNumber = Sentence.regex(/^\D*$/, 'write numbers under “facts”, each with its day and its source');
const Words = z.strictObject(
  { en: NoNumber, fr: NoNumber, es: NoNumber, ar: NoNumber },
  'write en, fr, es and ar',
);

/** One file of `laws/situations/`: what happens to people somewhere, and which law reaches them. */
const SituationFile = z
  .strictObject({
    id: z.string('write an id').regex(/^[a-z]+(?:-[a-z]+)*$/, 'an id is small letters and hyphens'),
    title: Words,
    ...SIGNED,
    states: z.array(z.string()).min(1, 'name at least one State'),
    instruments: z.array(z.string()).min(1, 'name at least one instrument'),
    reforms: z.array(z.string()),
    account: z.array(z.strictObject({ ...Words.shape, source: Source })).min(1, 'tell what happens'),
    facts: z.array(
      z.strictObject({
        ...Words.shape,
        figure: z
          .string('write a whole number')
          .regex(/^\d{1,12}$/, 'write a whole number')
          .transform(Number),
        as_of: z.iso.date('write the day of the figure, like 2024-12-31'),
        source: Source,
      }),
    ),
  })
  .refine(isSigned, UNSIGNED);
export type Situation = z.infer<typeof SituationFile>;

const WORDS = Object.keys(SituationFile.shape);

/** Reads the situations, or tells every problem with its file and line. Never throws. */
export function readSituations(
  files: readonly LawFile[],
  law: Law,
): { ok: true; situations: Situation[] } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  const situations = files.flatMap(({ path, text }): Situation[] => {
    const read = readBlock(SituationFile, { file: path, text, what: 'situation', words: WORDS });
    if (!read.ok) {
      problems.push(...read.problems);
      return [];
    }
    problems.push(
      ...unknownNames(read.block, law).map((one) => ({ ...one, file: path, line: read.lineOf([one.key]) })),
    );
    return [read.block];
  });
  const ids = situations.map(({ id }) => id);
  for (const id of ids.filter((one, at) => ids.indexOf(one) !== at))
    problems.push({
      code: 'duplicate-id',
      file: `laws/situations/${id}`,
      line: 1,
      message: `“${id}” stands twice. Give one another id.`,
    });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, situations };
}

function unknownNames({ states, instruments, reforms }: Situation, law: Law) {
  const told = (
    key: string,
    code: Problem['code'],
    names: readonly string[],
    isKnown: (name: string) => boolean,
  ) =>
    names
      .filter((name) => !isKnown(name))
      .map((name) => ({
        key,
        code,
        message: `The law holds no “${name}”. Write one that it holds, or leave it out.`,
      }));
  return [
    ...told('states', 'unknown-state', states, (name) => isState(name) && Object.hasOwn(law.states, name)),
    ...told('instruments', 'unknown-article', instruments, (name) => Object.hasOwn(law.instruments, name)),
    ...told('reforms', 'unknown-overlay', reforms, (name) => Object.hasOwn(law.overlays, name)),
  ];
}
