import type { JSX } from 'preact';
import {
  Choice,
  FormPage,
  LANGUAGE_FACTS,
  Note,
  type Page,
  PageHead,
  PageLink,
  PUBLIC_LANGUAGES,
  PublicLanguage,
  SafetyWords,
  useWords,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import type { GuideSetting } from '../setting.ts';
import { answeredForm, type FormProps, type Lacking } from './answered-form.tsx';
import { LeafletSheet } from './leaflet-sheet.tsx';
import { LEAFLET_NAMES, LEAFLETS, type LeafletId, loadLeaflets } from './leaflets.ts';

const LEAFLET_BYTES = 32 * 1024;

const FIELDS = { what: 'what', first: 'one', second: 'two' } as const;

/** Leaflets to print: which, and in which two languages. */
export function leafletPages({ today }: Pick<GuideSetting, 'today'>): Page[] {
  const leaflets = loadLeaflets();
  return answeredForm<Asked>({
    ...{ path: GUIDE_PATHS.leaflets, bytes: LEAFLET_BYTES, read: readAsked, Form: LeafletForm },
    answer: ({ id, languages }) => (
      <>
        <PrintHead path={GUIDE_PATHS.leaflets} />
        <LeafletSheet blocks={leaflets[id]} languages={languages} today={today()} />
      </>
    ),
  });
}

type Asked = { id: LeafletId; languages: readonly [PublicLanguage, PublicLanguage] };

function readAsked(form: URLSearchParams): Asked | Lacking {
  const id = LEAFLETS.find((one) => one === form.get(FIELDS.what));
  const first = PublicLanguage.safeParse(form.get(FIELDS.first)).data;
  const second = PublicLanguage.safeParse(form.get(FIELDS.second)).data;
  if (id !== undefined && first !== undefined && second !== undefined && first !== second)
    return { id, languages: [first, second] };
  const problems: Lacking['problems'][number][] = [];
  if (id === undefined) problems.push({ name: FIELDS.what, message: 'guide.print.no-leaflet' });
  if (first === undefined) problems.push({ name: FIELDS.first, message: 'guide.print.no-language' });
  if (second === undefined) problems.push({ name: FIELDS.second, message: 'guide.print.no-language' });
  else if (first === second) problems.push({ name: FIELDS.second, message: 'guide.print.same' });
  return { problems };
}

/** Every public language by its own name. */
export function languageOptions(): { value: PublicLanguage; label: string }[] {
  return PUBLIC_LANGUAGES.map((value) => ({ value, label: LANGUAGE_FACTS[value].name }));
}

function LeafletForm({ values, problems }: FormProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('guide.print.title')} lede={t('guide.print.lede')} />
      <div class="part">
        <Note kind="safety" title={<SafetyWords of="guide.print.careful-title" />} level={2}>
          <p>
            <SafetyWords of="guide.print.careful" />
          </p>
        </Note>
        <FormPage path={GUIDE_PATHS.leaflets} state={{ values, problems }} next={t('guide.print.show')}>
          <Choice
            name={FIELDS.what}
            label={t('guide.print.what')}
            options={LEAFLETS.map((id) => ({ value: id, label: t(LEAFLET_NAMES[id]) }))}
          />
          <Choice
            name={FIELDS.first}
            label={t('guide.print.first')}
            look="select"
            options={languageOptions()}
          />
          <Choice
            name={FIELDS.second}
            label={t('guide.print.second')}
            hint={t('guide.print.second-hint')}
            look="select"
            options={languageOptions()}
          />
        </FormPage>
        <p>
          <PageLink path={GUIDE_PATHS.posters}>{t('guide.poster.title')}</PageLink>
        </p>
      </div>
    </>
  );
}

/** How to print what stands below, and the way to another; neither is printed. */
export function PrintHead({ path }: { path: `/${string}` }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="noprint">
      <PageHead title={t('guide.print.ready')} lede={t('guide.print.how')} />
      <p>
        <PageLink path={path}>{t('guide.print.another')}</PageLink>
      </p>
    </div>
  );
}
