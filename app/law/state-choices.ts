import type { Day, Law } from '@clew/rules';
import type { Words } from '../web/index.ts';
import type { Interview } from './interview.ts';

/** Where a person would rather not say where they are, or is where nobody has encoded the law. */
export const NO_STATE = ['withheld', 'other'] as const;

/** The States of which the law says something, by their names in the page's language, after the ways not to name one. */
export function stateChoices(
  law: Law,
  { language, t }: Pick<Words, 'language' | 't'>,
): { value: string; label: string }[] {
  const order = new Intl.Collator(language);
  const states = encodedStates(law).map((value) => ({ value, label: stateName(value, language) }));
  return [
    { value: 'withheld', label: t('answer.withheld') },
    ...states.sort((a, b) => order.compare(a.label, b.label)),
    { value: 'other', label: t('assess.start.state-other') },
  ];
}

/** The codes of the States of which the law says something. */
export function encodedStates(law: Law): string[] {
  return Object.keys(law.states);
}

/** A State's name in a language, from the CLDR tables that Node brings. */
export function stateName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

/** In which State and on which day an interview asks the law. */
export function whereOf(
  { state, on }: Interview,
  { law, today }: { law: Law; today: Day },
): { state: string | undefined; on: Day } {
  const isEncoded = state !== undefined && encodedStates(law).includes(state);
  return { state: isEncoded ? state : undefined, on: on ?? today };
}
