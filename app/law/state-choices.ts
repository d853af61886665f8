import type { Day, Law } from '@clew/rules';
import type { Words } from '../web/index.ts';
import type { Interview } from './interview.ts';

/** Where a person would rather not say where they are, or is where nobody has encoded the law. */
export const NO_STATE = ['withheld', 'other'] as const;

/**
 * The States of which the law says something, by their names in the page's language, after the ways not to name one: they
 * come first, so that nobody has to pass two hundred names to find them.
 */
export function stateChoices(
  law: Law,
  { language, t }: Pick<Words, 'language' | 't'>,
): { value: string; label: string }[] {
  return [
    { value: 'withheld', label: t('answer.withheld') },
    { value: 'other', label: t('assess.start.state-other') },
    ...stateNames(law, language),
  ];
}

/** The States of which the law says something, by their names in a language, in its order. */
export function stateNames(law: Law, language: string): { value: string; label: string }[] {
  const order = new Intl.Collator(tableOf(language));
  return encodedStates(law)
    .map((value) => ({ value, label: stateName(value, language) }))
    .sort((a, b) => order.compare(a.label, b.label));
}

/** The codes of the States of which the law says something. */
export function encodedStates(law: Law): string[] {
  return Object.keys(law.states);
}

const NAMES = new Map<string, Intl.DisplayNames>();

/**
 * A State's name as people of a language say it, from the CLDR tables that Node brings: in a list of all States it is found
 * by its first letters. Its formal names stand in the law, under `names`.
 */
export function stateName(code: string, language: string): string {
  // Making the table anew for each of two hundred States would be felt on every page.
  const names = NAMES.get(language) ?? new Intl.DisplayNames(tableOf(language), { type: 'region' });
  NAMES.set(language, names);
  return names.of(code) ?? code;
}

/** CLDR keeps Kurmanji under the tag of all Kurdish. */
function tableOf(language: string): string {
  return language === 'kmr' ? 'ku' : language;
}

/** In which State and on which day an interview asks the law. */
export function whereOf(
  { state, on }: Interview,
  { law, today }: { law: Law; today: Day },
): { state: string | undefined; on: Day } {
  const isEncoded = state !== undefined && encodedStates(law).includes(state);
  return { state: isEncoded ? state : undefined, on: on ?? today };
}
