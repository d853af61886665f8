import type { AssessedCase } from './assess-case.ts';
import { type Footing, footingOf, footingOfDuty } from './footing.ts';

/** Of a text that binds a State and of which nobody looked at what the State said: stands beside the text, in each list. */
export const UNLOOKED_TEXT = 'reservations not looked at';

type Assessed = Pick<AssessedCase, 'law' | 'assessment'>;

/**
 * The treaties that bind the State of an answer, that something in the answer rests on, and of which nobody looked at what
 * the State said of them: a reservation may take something away. By the law's order, each once.
 */
export function unlookedIn(assessed: Assessed): string[] {
  const { law, assessment } = assessed;
  if (assessment.state === undefined) return [];
  const holds = <T extends { burden: string }>(all: Readonly<Record<string, T>>) =>
    Object.values(all).filter(({ burden }) => burden === 'yes');
  const footings: Footing[] = [
    ...holds(assessment.rules).map((rule) => footingOf(rule, assessed)),
    ...holds(assessment.duties).map((duty) => footingOfDuty(duty, assessed)),
  ];
  const found = new Set(
    footings.flatMap(({ stands }) =>
      stands.flatMap(({ instrument, bound }) => (bound?.unlooked === undefined ? [] : [instrument])),
    ),
  );
  return Object.keys(law.instruments).filter((id) => found.has(id));
}
