import { type Day, isState, type Problem, unknownState } from '@clew/rules';
import { isAskable } from '../askable-day.ts';
import { type CommandOutput, refuse } from '../command-output.ts';
import { lawWordsIn } from '../law-words.ts';
import { readOwnLaw } from '../load-law.ts';
import { safeJson } from '../terminal-text.ts';
import { lookAtState } from './found.ts';
import { gapsJson } from './gaps-json.ts';
import { gapsText } from './render-gaps-text.ts';

type GapsOptions = {
  state: string;
  /** Another State, whose definition of trafficking is held against this one's. */
  beside?: string | undefined;
  /** The day, like 2024-05-31; today where there is none. */
  on?: string | undefined;
  json: boolean;
  colour: boolean;
  /** A language code; the law's words in it, where there are such. */
  lang: string;
  today: Day;
};

/** `clew law gaps --state XX [--with YY]`: what a State owes, and what its own law does with it. Exit code 2 for bad input. */
export function gaps(options: GapsOptions): CommandOutput {
  const { state, beside, on = options.today, json, colour, lang } = options;
  const problems = [
    ...stateProblems('--state', state),
    ...(beside === undefined ? [] : stateProblems('--with', beside)),
    ...dayProblems(on),
  ];
  if (problems.length > 0 || !isAskable(on)) return refuse(problems, { json });
  const read = readOwnLaw();
  if (!read.ok) return refuse(read.problems, { json });
  const { law } = read;
  const found = lookAtState(law, { state, on }, beside);
  if (json) return { text: safeJson(gapsJson(found)), exitCode: 0 };
  const drawing = { law, words: lawWordsIn(law, lang), style: { colour } };
  return { text: gapsText(found, { ...drawing, asked: lang, ...found.at }), exitCode: 0 };
}

function stateProblems(file: string, code: string): Problem[] {
  return isState(code) ? [] : [{ code: 'unknown-state', file, line: 1, message: unknownState(code) }];
}

/** A day to come is allowed: what binds a State next year can be asked, as far as the lists say. */
function dayProblems(on: string): Problem[] {
  if (isAskable(on)) return [];
  const message = `“${on.slice(0, 40)}” is not a day that can be asked about. Write it like 2024-05-31, from 1900 to 2199.`;
  return [{ code: 'wrong-date', file: '--on', line: 1, message }];
}
