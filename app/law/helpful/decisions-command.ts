import { assessCase } from '../assess-case.ts';
import { type CommandOutput, refuse } from '../command-output.ts';
import { dayOf } from '../day-of.ts';
import { lawWordsIn } from '../law-words.ts';
import { loadShelf } from '../library/load-shelf.ts';
import { readOwnLaw } from '../load-law.ts';
import { readCaseFile } from '../read-case-file.ts';
import { readFlags } from '../read-flags.ts';
import { safeJson } from '../terminal-text.ts';
import { wordsNotice } from '../words-notice.ts';
import { helpfulDecisions } from './helpful-decisions.ts';
import { helpfulJson } from './helpful-json.ts';
import { helpfulLines } from './helpful-text.ts';

type DecisionsOptions = {
  /** The path of a case file. */
  facts: string;
  /** Whether a decision binds is told for it; the first State of the case file where there is none. */
  state?: string | undefined;
  /** The day, instead of the case file's: 2024-05-31, or today. */
  on?: string | undefined;
  json: boolean;
  colour: boolean;
  /** A language code; the law's words in it, where there are such. */
  lang: string;
  /** Now. The day counts where the command runs. */
  today: Date;
};

/** `clew law decisions --facts FILE`: the decisions on what a case turns on, for and against. Exit code 2 for bad input. */
export async function decisionsOnCase(options: DecisionsOptions): Promise<CommandOutput> {
  const { facts, state, json, colour, lang } = options;
  const read = readOwnLaw();
  if (!read.ok) return refuse(read.problems, options);
  const today = dayOf(options.today);
  const given = { on: options.on, ...(state === undefined ? {} : { states: [state] }) };
  const flags = readFlags(read.law, given, today);
  if (!flags.ok) return refuse(flags.problems, options);
  const { law, on, states } = flags;
  const file = await readCaseFile(facts, { law, today, on });
  if (!file.ok) return refuse(file.problems, options);
  const assessed = assessCase(law, { ...file.case, ...(on ? { on } : {}), ...(states ? { states } : {}) });
  const found = helpfulDecisions(assessed, loadShelf(read.law).decisions);
  if (json) return { text: safeJson(helpfulJson(found, assessed)), exitCode: 0 };
  const words = lawWordsIn(assessed.law, lang);
  const drawing = { words, style: { colour }, state: assessed.assessment.state };
  return {
    text: [...helpfulLines(found, drawing), '', ...wordsNotice(words, { asked: lang })].join('\n'),
    exitCode: 0,
  };
}
