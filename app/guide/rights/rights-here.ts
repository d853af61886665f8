import { type Answers, type Bound, citationsIn, type Day, type DutyResult, type Law } from '@clew/rules';
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

type RightsAsked = { state: string; on: Day; facts: Answers };

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

/** “Shall” alone makes a right: what a State owes where appropriate, must enable, endeavours, considers or is recommended cannot be claimed. */
function canBeRight({ strength, bound }: DutyResult): boolean {
  return strength === 'shall' && bound !== undefined && bound.verdict !== 'no';
}

/**
 * Whether a named person has checked every source of a duty and of every rule that it hangs on, and who says that it binds the
 * State, without a limit and without a reservation that nobody looked at.
 */
function isChecked({ cites, tree, bound }: DutyResult): boolean {
  const sources = [...cites, ...citationsIn(tree)];
  const isWhole = (one: Bound) =>
    one.verdict === 'yes' &&
    one.said?.status === 'checked' &&
    one.limited === undefined &&
    one.unlooked === undefined &&
    (one.reservations ?? []).length === 0;
  return (
    cites.length > 0 && sources.every(({ status }) => status === 'checked') && (bound?.by ?? []).some(isWhole)
  );
}
