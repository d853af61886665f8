import type { Answers, Day, DutyResult, Law } from '@clew/rules';
import { assessCase } from '../../law/index.ts';
import { TOPICS, type Topic } from './topics.ts';

/** What the law answers about one topic in one State. */
export type TopicHere = {
  topic: Topic;
  /** Owed now, by something that binds the State, and a named person has checked all of it: these alone are rights. */
  rights: readonly DutyResult[];
  /** Owed now as far as the law of this node says, but nobody has checked every source of it and every list behind it. */
  unchecked: readonly DutyResult[];
  /** Owed if something holds that was not told. */
  open: readonly DutyResult[];
};

export type RightsAsked = { state: string; on: Day; facts: Answers };

/**
 * What a person in a situation is owed in a State on a day, by topic, from the rules of the law: nothing of it is written
 * twice, so it cannot drift. What does not bind the State, and what only guidance asks, is no right and is left out.
 */
export function rightsHere(law: Law, { state, on, facts }: RightsAsked): TopicHere[] {
  const { duties } = assessCase(law, { facts, states: [state], on }).assessment;
  return TOPICS.map((topic) => {
    const binding = topic.duties.flatMap((id) => {
      const duty = duties[id];
      return duty && canBeRight(duty) ? [duty] : [];
    });
    const owed = binding.filter(({ burden, bound }) => burden === 'yes' && bound?.verdict === 'yes');
    return {
      topic,
      rights: owed.filter(isChecked),
      unchecked: owed.filter((duty) => !isChecked(duty)),
      open: binding.filter((duty) => !owed.includes(duty) && duty.burden !== 'no'),
    };
  });
}

/** “Shall” alone makes a right; what a State must enable, endeavours, considers or is recommended cannot be claimed. */
function canBeRight({ strength, bound }: DutyResult): boolean {
  const isOwed = strength === 'shall' || strength === 'shall-where-appropriate';
  return isOwed && bound !== undefined && bound.verdict !== 'no';
}

/** Whether a named person has checked every source of a duty, and who says that it binds the State. */
function isChecked({ cites, bound }: DutyResult): boolean {
  const binding = bound?.by.filter(({ verdict }) => verdict === 'yes') ?? [];
  return (
    cites.length > 0 &&
    cites.every(({ status }) => status === 'checked') &&
    binding.some(({ said }) => said?.status === 'checked')
  );
}
