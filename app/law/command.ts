import type { Law, Problem } from '@clew/rules';
import { type AssessedStates, assessCase } from './assess-case.ts';
import { assessmentJson } from './assessment-json.ts';
import { type CommandOutput, problemOf, refuse } from './command-output.ts';
import { dayOf } from './day-of.ts';
import { readLawPack } from './law-pack.ts';
import type { AnyDecision } from './library/load-shelf.ts';
import { readOwnLaw } from './load-law.ts';
import { type PutCase, readCaseFile } from './read-case-file.ts';
import { type FlagsGiven, readFlags } from './read-flags.ts';
import { readReformFile } from './read-reform-file.ts';
import { beforeAfter, beforeAfterJson, renderBeforeAfterText } from './reforms/before-after/index.ts';
import { renderAssessmentText } from './render-assessment-text.ts';
import { safe, safeJson } from './terminal-text.ts';
import { writeNewFile } from './write-new-file.ts';

export type AssessOptions = FlagsGiven & {
  /** The path of a case file, or of a decision (`.md`). */
  file: string;
  /** The path of a law that `clew law pack` wrote, instead of this checkout's. */
  law?: string | undefined;
  /** The path of a file of reforms to read beside the law, which `reforms` may then name. */
  with?: string | undefined;
  /** Print what the reforms change in the case, limb by limb, instead. */
  beforeAfter?: boolean | undefined;
  /** The path of a PDF to write, which must not be there yet. */
  memo?: string | undefined;
  json: boolean;
  colour: boolean;
  /** A language code; the law's words in it, where there are such. */
  lang: string;
  /** Now. The day counts where the command runs. */
  today: Date;
};

/** `clew assess FILE`: puts a case or a decision to the law. Writes nothing but the memo that was asked for. */
export async function assess(options: AssessOptions): Promise<CommandOutput> {
  const read = await lawWith(options);
  if (!read.ok) return refuse(read.problems, options);
  const today = dayOf(options.today);
  const flags = readFlags(read.law, options, today);
  if (!flags.ok) return refuse(flags.problems, options);
  const { law, on, states } = flags;
  const found = await readCaseFile(options.file, { law, today, on });
  if (!found.ok) return refuse(found.problems, options);
  const file: PutCase = { ...found.case, ...(on ? { on } : {}), ...(states ? { states } : {}) };
  if (options.beforeAfter) return compared(read.law, law.reforms, file, options);
  const without = law.reforms.length > 0 ? { without: read.law } : {};
  const assessed = assessCase(law, { ...file, ...without });
  const { memo } = options;
  const problem = memo === undefined ? undefined : await writeMemo(memo, { assessed, file, options });
  if (problem) return refuse([problem], options);
  return {
    text: textOf(assessed, file, options),
    exitCode: hasFailed(assessed) ? 1 : 0,
  };
}

/** The law to ask: the one of a pack, else this checkout's. */
export async function lawOf({ law }: Pick<AssessOptions, 'law'>): Promise<ReturnType<typeof readOwnLaw>> {
  return law === undefined ? readOwnLaw() : readLawPack(law);
}

/** The same with the reforms of a file beside its own, where one is named. */
async function lawWith(options: AssessOptions): Promise<ReturnType<typeof readOwnLaw>> {
  const read = await lawOf(options);
  return read.ok && options.with !== undefined ? readReformFile(read.law, options.with) : read;
}

/** The case before and after its reforms, in each of its States. */
function compared(
  asRead: Law,
  reforms: readonly string[],
  file: PutCase,
  options: AssessOptions,
): CommandOutput {
  const { json, lang, colour } = options;
  const refused = (message: string) => refuse([problemOf('--before-after', message)], options);
  if (reforms.length === 0) return refused('Name the reforms to compare with: --reform F01.');
  if (options.explain ?? options.whyNot ?? options.memo)
    return refused('This prints a comparison alone. Leave out --explain, --why-not and --memo.');
  const { facts, people, on, states = [], title } = file;
  const found = (states.length === 0 ? [undefined] : states).map((state) =>
    beforeAfter(asRead, { facts, people, on, state, reforms }),
  );
  const text = json
    ? safeJson(beforeAfterJson(found, lang))
    : renderBeforeAfterText(found, title, { language: lang, colour });
  return { text, exitCode: 0 };
}

function textOf(assessed: AssessedStates, file: PutCase, options: AssessOptions): string {
  const { json, lang, colour, explain, whyNot, memo } = options;
  if (json) return safeJson(assessmentJson(assessed, file, lang));
  const text = renderAssessmentText(assessed, file, {
    language: lang,
    colour,
    ...(explain === undefined ? {} : { explain }),
    ...(whyNot === undefined ? {} : { whyNot }),
  });
  return memo === undefined ? text : `${text}\n\n${safe(`The memo is in ${memo}`)}`;
}

function hasFailed({ failed, byState }: AssessedStates): boolean {
  return failed.length > 0 || byState.some((one) => one.failed.length > 0);
}

/** The decisions that a memo tells of: those of this checkout, which speak of its own law alone. */
async function decisionsFor({ law }: Pick<AssessOptions, 'law'>): Promise<readonly AnyDecision[]> {
  const read = law === undefined ? readOwnLaw() : undefined;
  if (!read?.ok) return [];
  const { loadShelf } = await import('./library/load-shelf.ts');
  return loadShelf(read.law).decisions;
}

type ToWrite = { assessed: AssessedStates; file: PutCase; options: AssessOptions };

/** Writes the memo, in the language that was asked for. Returns why it could not be written. */
async function writeMemo(path: string, { assessed, file, options }: ToWrite): Promise<Problem | undefined> {
  // Pages and typesetter are loaded only for a memo.
  const [{ memoPdf }, { Language, wordsIn }] = await Promise.all([
    import('./memo.ts'),
    import('../web/index.ts'),
  ]);
  const words = wordsIn(Language.catch('en').parse(options.lang));
  const { title, source } = file;
  try {
    return await writeNewFile(
      path,
      await memoPdf({ assessed, words, title, source, decisions: await decisionsFor(options) }),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problemOf(path, `The memo cannot be made: ${why}`);
  }
}
