import {
  type CaseFile,
  type Day,
  isDate,
  isState,
  type Law,
  type Problem,
  unknownRule,
  unknownState,
  withOverlays,
} from '@clew/rules';
import { assessCase } from './assess-case.ts';
import { assessmentJson, problemsJson } from './assessment-json.ts';
import { readOwnLaw } from './load-law.ts';
import { readCaseFile } from './read-case-file.ts';
import { renderAssessmentText } from './render-assessment-text.ts';
import { safe, safeJson } from './terminal-text.ts';

export type AssessOptions = {
  /** The path of a case file. */
  file: string;
  /** The id of a rule, duty or value: print its whole tree instead. */
  explain?: string | undefined;
  /** States instead of those of the case file: NO for Norway. */
  states?: readonly string[] | undefined;
  /** The day on which the law is asked, instead of the case file's: 2024-05-31. */
  on?: string | undefined;
  /** Reforms to switch on, by id, in order. */
  reforms?: readonly string[] | undefined;
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
  const today = dayOf(options.today);
  const flags = readFlags(read.law, options, today);
  if (!flags.ok) return refuse(flags.problems, options);
  const { law, on, states } = flags;
  const { explain } = options;
  const found = await readCaseFile(options.file, { law, today, on });
  if (!found.ok) return refuse(found.problems, options);
  const file: CaseFile = { ...found.case, ...(on ? { on } : {}), ...(states ? { states } : {}) };
  const assessed = assessCase(law, file);
  const exitCode = assessed.failed.length > 0 ? 1 : 0;
  if (options.json) return { text: safeJson(assessmentJson(assessed, file, options.lang)), exitCode };
  const view = {
    language: options.lang,
    colour: options.colour,
    ...(explain === undefined ? {} : { explain }),
  };
  return { text: renderAssessmentText(assessed, file, view), exitCode };
}

type Flags =
  | { ok: true; law: Law; on: Day | undefined; states: readonly string[] | undefined }
  | { ok: false; problems: Problem[] };

/** The flags that choose the law: every one that cannot be is told under its own name. */
function readFlags(law: Law, options: AssessOptions, today: string): Flags {
  const { explain, on, states, reforms = [] } = options;
  const problems: Problem[] = [];
  const refuseFlag = (file: string, code: Problem['code'], message: string) =>
    problems.push({ code, file, line: 1, message });
  for (const code of states ?? []) {
    if (!isState(code)) refuseFlag('--state', 'unknown-state', unknownState(code));
  }
  const day = on !== undefined && isDate(on) ? on : undefined;
  if (on !== undefined && day === undefined) {
    refuseFlag(
      '--on',
      'wrong-date',
      `“${on.slice(0, 40)}” is not a day that exists. Write it like 2024-05-31.`,
    );
  } else if (day !== undefined && day > today) {
    refuseFlag(
      '--on',
      'future-date',
      `${day} has not come yet; today is ${today}. Write today or an earlier day.`,
    );
  }
  const reformed = withOverlays(law, reforms);
  if (!reformed.ok) problems.push(...reformed.problems.map((problem) => ({ ...problem, file: '--reform' })));
  const chosen = reformed.ok ? reformed.law : law;
  const known = { ...chosen.rules, ...chosen.duties, ...chosen.values };
  if (explain !== undefined && !Object.hasOwn(known, explain)) {
    refuseFlag('--explain', 'unknown-rule', unknownRule(explain, known));
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, law: chosen, on: day, states: states && [...new Set(states)] };
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
