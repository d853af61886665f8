import type { LawWords } from '../law-words.ts';
import { spread, wrap } from '../terminal-text.ts';
import type { Form, InDefinitions, Recognised } from './forms.ts';
import type { Beyond } from './forms-beyond.ts';
import { type Found, otherOf } from './found.ts';

const RECOGNISED: Readonly<Record<Recognised, string>> = {
  yes: 'yes',
  no: 'no',
  'nobody-has-said': 'nobody has said',
};

/** The forms of exploitation that each State's definition knows; nothing where nobody has written any. */
export function formLines(found: Found, words: LawWords): string[] {
  const { at, forms } = found;
  const other = otherOf(found);
  if (other === undefined && forms.every(({ states }) => states[at.state] === 'nobody-has-said')) return [];
  return [
    ...forms.flatMap((form) => spread(words.fact(form.fact).label, saidText(form, found), 2)),
    ...readingNote(forms),
    ...(found.oneOnly.length === 0
      ? []
      : wrap(
          failsText(
            found,
            found.oneOnly.map(({ fact }) => words.fact(fact).label),
          ),
          2,
        )),
  ];
}

/** The means that each State's definition knows of an adult, and whether it asks for one of a child. */
export function meansLines(found: Found, words: LawWords): string[] {
  const { ofAdult, childByNone } = found.means;
  const isSaid = [...ofAdult, childByNone].some(({ states }) =>
    Object.values(states).some((said) => said !== 'nobody-has-said'),
  );
  if (!isSaid) return [];
  const only = found.meansOneOnly;
  const names = [
    ...only.ofAdult.map(({ fact }) => words.fact(fact).label),
    ...(only.childByNone ? ['a child, by none of these means'] : []),
  ];
  return [
    ...wrap('Of an adult, each alone. Of a child the treaty asks for none.', 2),
    ...ofAdult.flatMap((form) => spread(words.fact(form.fact).label, saidText(form, found), 2)),
    ...spread('A child, by none of these means', saidText(childByNone, found), 2),
    ...Object.entries(childByNone.onlyFor).flatMap(([state, some]) =>
      wrap(`${state} so only for: ${some.map((fact) => words.fact(fact).label).join(', ')}.`, 4),
    ),
    ...readingNote(ofAdult),
    ...(names.length === 0 ? [] : wrap(failsText(found, names), 2)),
  ];
}

function saidText({ states, ourReading }: InDefinitions, found: Found): string {
  const other = otherOf(found);
  return [found.at.state, ...(other === undefined ? [] : [other])]
    .map((state) => {
      const said = RECOGNISED[states[state] ?? 'nobody-has-said'];
      return `${state} ${said}${ourReading.includes(state) ? '*' : ''}`;
    })
    .join(', ');
}

function readingNote(forms: readonly Form[]): string[] {
  const isOurs = forms.some(({ ourReading }) => ourReading.length > 0);
  return isOurs ? wrap("* The State's words do not name it: that they mean it is our reading.", 2) : [];
}

function failsText(found: Found, names: readonly string[]): string {
  return `A case between ${found.at.state} and ${otherOf(found)} fails in one of them for: ${names.join(', ')}.`;
}

/** The forms beyond the treaty's seven, with the mark of what each was seen in. */
export function beyondLines(found: Found): string[] {
  const { at, beyond, beyondOneOnly } = found;
  const other = otherOf(found);
  if (beyond.length === 0) return [];
  const said = (one: Beyond, state: string) => {
    const { recognised = 'nobody-has-said', seen } = one.states[state] ?? {};
    const mark = seen ? ` [${seen.status}], as of ${seen.asOf}` : '';
    return `${state} ${RECOGNISED[recognised]}${mark}`;
  };
  const states = [at.state, ...(other === undefined ? [] : [other])];
  const only = beyondOneOnly.map(({ form }) => form.replaceAll('-', ' ')).join(', ');
  return [
    ...wrap('The list of the treaty is the least there is. “Nobody has said” is not a no.', 2),
    ...beyond.flatMap((one) =>
      wrap(`${one.form.replaceAll('-', ' ')}: ${states.map((state) => said(one, state)).join('; ')}`, 2),
    ),
    ...(only === '' ? [] : wrap(failsText(found, [only]), 2)),
  ];
}
