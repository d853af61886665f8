import type { Answer, CaseFile, Day, Group, Law } from '@clew/rules';
import { countKey, memberKey, toldOf } from './asked-question.ts';
import { type Interview, NEW_INTERVIEW, RESULT } from './interview.ts';
import { whereOf } from './state-choices.ts';

/** An interview as a case file, which `clew assess` and the interview itself read again. */
export function caseOf(interview: Interview, law: Law, today: Day): CaseFile {
  const { state, on } = whereOf(interview, { law, today });
  const { facts, people } = toldOf(interview.told, law);
  return {
    title: 'Answers',
    source: 'The person, in the interview',
    ...(state === undefined ? {} : { states: [state] }),
    on,
    facts,
    ...(Object.keys(people).length === 0 ? {} : { people }),
  };
}

/** The interview that goes on from a case file of one State, or of none. */
export function interviewOf({ states, on, facts, people = {} }: CaseFile): Interview {
  const ofPeople = Object.entries(people).flatMap(([group, { complete, members }]): [string, Answer][] => [
    ...(complete === 'not_asked' ? [] : [[countKey(group), countOf(complete, members)] as [string, Answer]]),
    ...members.flatMap((answers, index) =>
      Object.entries(answers).map(([fact, answer]): [string, Answer] => [
        memberKey(group, index + 1, fact),
        answer,
      ]),
    ),
  ]);
  return {
    ...NEW_INTERVIEW,
    state: states?.[0],
    on,
    told: new Map([...Object.entries(facts), ...ofPeople]),
    at: RESULT,
  };
}

/** Who names somebody and says that there are others has not said how many there are. */
function countOf(complete: Group['complete'], members: Group['members']): Answer {
  if (complete === 'yes') return members.length;
  return complete === 'no' ? 'not_known' : complete;
}
