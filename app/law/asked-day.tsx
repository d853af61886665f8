import { type Day, isState, type Law } from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import { Choice, Field, FormPage, showPage, useWords } from '../web/index.ts';
import { isAskable } from './askable-day.ts';
import { stateName } from './state-choices.ts';

/**
 * A day that an address asks for; today where it names none. A wrong one stays as it was typed, and the page shows nothing
 * else: what holds today would be taken for an answer.
 */
export type AskedDay = { on: Day; values: URLSearchParams; isWrongDay: boolean };

/** A State, or none, and a day: public matter, so it may stand in an address. */
export type AskedPlace = AskedDay & { state: string | undefined };

/** Reads the day of an address; `more` is what the page's form holds beside it. */
export function readAskedDay(
  query: URLSearchParams,
  today: Day,
  more: Readonly<Record<string, string>> = {},
): AskedDay {
  const typed = query.get('on')?.trim() ?? '';
  const values = new URLSearchParams({ ...more, on: typed === '' ? today : typed });
  if (isAskable(typed)) return { on: typed, values, isWrongDay: false };
  return { on: today, values, isWrongDay: typed !== '' };
}

/** A page that asks for a day: refused where the day is wrong. */
export function showAsked(body: JSX.Element, { isWrongDay }: AskedDay): ReturnType<typeof showPage> {
  return showPage(body, { status: isWrongDay ? 422 : 200 });
}

/** Reads the State and the day of an address; a State that does not exist counts as none. */
export function readAskedPlace(query: URLSearchParams, today: Day): AskedPlace {
  const code = query.get('state') ?? '';
  const state = isState(code) ? code : undefined;
  return { state, ...readAskedDay(query, today, { state: state ?? '' }) };
}

/** The form that asks for a day and, before it, for whatever else the page takes. Its answers stand in the address. */
export function AskDay(props: { path: string; asked: AskedDay; children?: ComponentChildren }): JSX.Element {
  const { t } = useWords();
  const { values, isWrongDay } = props.asked;
  const problems = isWrongDay ? [{ name: 'on', message: t('states.on-wrong') }] : [];
  return (
    <FormPage path={props.path} method="get" state={{ values, problems }} next={t('states.show')}>
      {props.children}
      <Field name="on" label={t('states.on')} hint={t('states.on-hint')} />
    </FormPage>
  );
}

/** The same for a State and a day. */
export function AskPlace({ path, asked, law }: { path: string; asked: AskedPlace; law: Law }): JSX.Element {
  const { t, language } = useWords();
  return (
    <AskDay path={path} asked={asked}>
      <Choice
        name="state"
        label={t('states.column-state')}
        look="select"
        options={statesByName(Object.keys(law.states), language)}
      />
    </AskDay>
  );
}

/** States as choices, by their names in a language. */
export function statesByName(
  states: readonly string[],
  language: string,
): { value: string; label: string }[] {
  const order = new Intl.Collator(language);
  return states
    .map((value) => ({ value, label: stateName(value, language) }))
    .sort((a, b) => order.compare(a.label, b.label));
}
