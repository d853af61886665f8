import type { JSX } from 'preact';
import { NEED_WORDS, NEEDS, SERVED, SERVED_WORDS, type ShownHelp } from '../../desk/index.ts';
import { stateName } from '../../law/index.ts';
import { Choice, FormPage, SafetyWords, Tick, useWords } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { FIELDS, placesOf, whereOf } from './choose-help.ts';

/** The form itself, and the field that says to show it again as it stands: a change of language sends it. */
export const HELP_FORM = { id: 'ask', name: 'again', value: '1' } as const;

/** What somebody needs, and where. All of it may be left open. */
export function HelpForm({
  all,
  values,
}: {
  all: readonly ShownHelp[];
  values: URLSearchParams;
}): JSX.Element {
  const { t, tongue } = useWords();
  return (
    <div class="part">
      <p>
        <SafetyWords of="guide.rights.kept" />
      </p>
      <FormPage
        path={GUIDE_PATHS.help}
        id={HELP_FORM.id}
        state={{ values, problems: [] }}
        next={t('guide.help.show')}
      >
        <Choice
          name={FIELDS.need}
          label={t('guide.help.need')}
          look="select"
          options={NEEDS.map((value) => ({ value, label: t(NEED_WORDS[value]) }))}
        />
        <Choice
          name={FIELDS.where}
          label={t('guide.help.where')}
          look="select"
          options={placesOf(all).map((place) => ({
            value: whereOf(place),
            label: [stateName(place.country, tongue), place.city].filter(Boolean).join(' · '),
          }))}
        />
        <Choice
          name={FIELDS.language}
          label={t('guide.help.language')}
          look="select"
          options={languagesOf(all).map((value) => ({ value, label: languageName(value, tongue) }))}
        />
        <Choice
          name={FIELDS.served}
          label={t('guide.help.who')}
          look="select"
          options={SERVED.map((value) => ({ value, label: t(SERVED_WORDS[value]) }))}
        />
        <Tick name={FIELDS.free} label={t('guide.help.free')} />
        <Tick name={FIELDS.open} label={t('guide.help.open-only')} />
      </FormPage>
    </div>
  );
}

function languagesOf(all: readonly ShownHelp[]): string[] {
  return [...new Set(all.flatMap(({ listing }) => listing.languages))].sort();
}

const names = new Map<string, Intl.DisplayNames>();

/** A language by its name in another. */
export function languageName(code: string, tongue: string): string {
  const known =
    names.get(tongue) ?? new Intl.DisplayNames(tongue === 'kmr' ? 'ku' : tongue, { type: 'language' });
  names.set(tongue, known);
  return known.of(code) ?? code;
}
