import { type Assessment, assess, type Day, type Law, lawFor, withOverlays } from '@clew/rules';
import { toldOf } from './asked-question.ts';
import { type AssessedCase, type AssessedStates, assessCase } from './assess-case.ts';
import type { Interview } from './interview.ts';
import { whereOf } from './state-choices.ts';

/** What the law says to an interview, and where reforms are switched on, what it says without them. */
export type AssessedInterview = { assessed: AssessedStates; withoutReforms: AssessedCase | undefined };

/** Puts an interview to the law, in the State that was named. Reforms that cannot be joined are left out. */
export function assessInterview(law: Law, interview: Interview, today: Day): AssessedInterview {
  const { state, on } = whereOf(interview, { law, today });
  const asked = { ...toldOf(interview.told, law), on, states: state === undefined ? [] : [state] };
  const overlays = interview.reforms;
  if (overlays.length === 0 || !withOverlays(law, overlays).ok)
    return { assessed: assessCase(law, asked), withoutReforms: undefined };
  // A reform changes the law as the State reads it, so that the State's reading comes first.
  const assessed = assessCase(lawFor(law, { state, on, overlays }), { ...asked, without: law });
  return { assessed, withoutReforms: assessed.asIs };
}

/** What the law says to an interview that is under way, and no more than that. */
export function answerSoFar(law: Law, interview: Interview, today: Day): Assessment {
  return assess(law, { ...toldOf(interview.told, law), ...whereOf(interview, { law, today }) });
}
