import { isState, type Problem, unknownState } from '@clew/rules';
import { type CommandOutput, problemOf, refuse } from '../command-output.ts';
import { dayOf } from '../day-of.ts';
import { lawWordsIn } from '../law-words.ts';
import { readOwnLaw } from '../load-law.ts';
import { readFlags } from '../read-flags.ts';
import { safeJson } from '../terminal-text.ts';
import { wordsNotice } from '../words-notice.ts';
import { readOwnReferral } from './load-referral.ts';
import { procedureOf } from './procedure.ts';
import { procedureText, reviewText } from './procedure-text.ts';

export type SopOptions = {
  state: string;
  /** The day on which the law is asked; today if none is given. */
  on?: string | undefined;
  /** One stage alone: 1d. */
  stage?: string | undefined;
  /** Print the principles as questions to a planned measure instead. */
  review: boolean;
  lang: string;
  json: boolean;
  colour: boolean;
  today: Date;
};

/** `clew law sop --state XX`: the referral mechanism of a State as a procedure that an agency adapts. */
export function sop(options: SopOptions): CommandOutput {
  const read = readOwnLaw();
  if (!read.ok) return refuse(read.problems, options);
  const referral = readOwnReferral(read.law);
  if (!referral.ok) return refuse(referral.problems, options);
  const { state, stage, lang } = options;
  const today = dayOf(options.today);
  const flags = readFlags(read.law, { on: options.on }, today);
  const stages = referral.referral.stages.map(({ id }) => id);
  const problems: Problem[] = [
    ...(isState(state)
      ? []
      : [{ ...problemOf('--state', unknownState(state)), code: 'unknown-state' as const }]),
    ...(flags.ok ? [] : flags.problems),
    ...(stage === undefined || stages.includes(stage)
      ? []
      : [
          problemOf(
            '--stage',
            `There is no stage “${stage.slice(0, 20)}”. The stages are ${stages.join(', ')}.`,
          ),
        ]),
  ];
  if (problems.length > 0 || !flags.ok) return refuse(problems, options);
  const words = lawWordsIn(read.law, lang);
  const asked = { law: read.law, words, referral: referral.referral, state };
  const procedure = procedureOf({ ...asked, on: flags.on ?? today, language: lang });
  if (options.json) {
    const kept = procedure.stages.filter(({ id }) => stage === undefined || id === stage);
    return { text: safeJson({ ...procedure, stages: kept }), exitCode: 0 };
  }
  const style = { colour: options.colour };
  // The mechanism's own words stand in every language of its files; only the law's can be lacking.
  const drawn = { ...words, isDraft: procedure.isDraft };
  const notice = wordsNotice(drawn, {
    asked: lang,
    shown: options.review ? [] : ['duties', 'rules', 'values'],
  });
  if (options.review) return { text: reviewText(procedure, { style, notice }), exitCode: 0 };
  return {
    text: procedureText(procedure, { style, notice, ...(stage === undefined ? {} : { stage }) }),
    exitCode: 0,
  };
}
