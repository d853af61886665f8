import { type Problem, unknownRule } from '@clew/rules';
import { assessCase } from './assess-case.ts';
import { assessmentJson, problemsJson } from './assessment-json.ts';
import { readOwnLaw } from './load-law.ts';
import { readCaseFile } from './read-case-file.ts';
import { renderAssessmentText } from './render-assessment-text.ts';
import { safe, safeJson } from './terminal-text.ts';

export type AssessOptions = {
  /** The path of a case file. */
  file: string;
  /** A rule id: print its whole tree instead. */
  explain?: string | undefined;
  json: boolean;
  colour: boolean;
  /** A language code; the law's words in it, where there are such. */
  lang: string;
  /** Now. The day counts where the command runs. */
  today: Date;
};

/** What to print, without a last line break, and the exit code: 0; 1 if the case expects something else; 2 for bad input, with nothing else done. */
export type CommandOutput = { text: string; exitCode: 0 | 1 | 2 };

/** `clew assess FILE`: puts a case file to the law. Writes nothing. */
export async function assess(options: AssessOptions): Promise<CommandOutput> {
  const read = readOwnLaw();
  if (!read.ok) return refuse(read.problems, options);
  const { law } = read;
  const { explain } = options;
  if (explain !== undefined && !law.rules[explain]) {
    return refuse(
      [{ code: 'unknown-rule', file: '--explain', line: 1, message: unknownRule(explain, law.rules) }],
      options,
    );
  }
  const found = await readCaseFile(options.file, { law, today: dayOf(options.today) });
  if (!found.ok) return refuse(found.problems, options);
  const assessed = assessCase(law, found.case);
  const exitCode = assessed.failed.length > 0 ? 1 : 0;
  if (options.json) return { text: safeJson(assessmentJson(assessed, found.case, options.lang)), exitCode };
  const view = {
    language: options.lang,
    colour: options.colour,
    ...(explain === undefined ? {} : { explain }),
  };
  return { text: renderAssessmentText(assessed, found.case, view), exitCode };
}

function refuse(problems: readonly Problem[], options: Pick<AssessOptions, 'json'>): CommandOutput {
  if (options.json) return { text: safeJson(problemsJson(problems)), exitCode: 2 };
  const lines = problems.map(({ file, line, message }) => safe(`${file}:${line}  ${message}`));
  return { text: lines.join('\n'), exitCode: 2 };
}

/** The day as the clock on the wall has it: 2024-05-31. */
function dayOf(date: Date): string {
  const part = (value: number, length: number) => String(value).padStart(length, '0');
  return `${part(date.getFullYear(), 4)}-${part(date.getMonth() + 1, 2)}-${part(date.getDate(), 2)}`;
}
