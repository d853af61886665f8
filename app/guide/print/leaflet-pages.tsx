import type { JSX } from 'preact';
import {
  type Answer,
  Choice,
  definePage,
  type FieldProblem,
  FormPage,
  LANGUAGE_FACTS,
  Note,
  type Page,
  PageHead,
  PageLink,
  type PlainKey,
  PUBLIC_LANGUAGES,
  PublicLanguage,
  SafetyWords,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import type { GuideSetting } from '../setting.ts';
import { LeafletSheet } from './leaflet-sheet.tsx';
import { LEAFLET_NAMES, LEAFLETS, type LeafletId, loadLeaflets } from './leaflets.ts';

/** Each is as long as any other: whoever watches the line does not learn which leaflet is read. */
const LEAFLET_BYTES = 32 * 1024;

const FIELDS = { what: 'what', first: 'one', second: 'two' } as const;

/** Leaflets to print: which, and in which two languages. Nothing of it stands in an address, and nothing is kept. */
export function leafletPages({ today }: Pick<GuideSetting, 'today'>): Page[] {
  const leaflets = loadLeaflets();
  const shared = { path: GUIDE_PATHS.leaflets, title: 'shell.title', inEveryLanguage: true } as const;
  const answer = ({ form, words }: Visit): Answer => {
    const asked = readAsked(form);
    if ('problems' in asked) {
      const problems = asked.problems.map(({ name, message }) => ({ name, message: words.t(message) }));
      return showPage(<LeafletForm values={form} problems={problems} />, { status: 422 });
    }
    const { id, languages } = asked;
    return (
      <>
        <PrintHead path={GUIDE_PATHS.leaflets} />
        <LeafletSheet blocks={leaflets[id]} languages={languages} today={today()} />
      </>
    );
  };
  return [
    definePage({
      ...shared,
      method: 'get',
      action: 'public.read',
      still: () => '',
      render: () => <LeafletForm values={new URLSearchParams()} problems={[]} />,
    }),
    definePage({ ...shared, method: 'post', action: 'public.read', bytes: LEAFLET_BYTES, render: answer }),
  ];
}

type Asked = { id: LeafletId; languages: readonly [PublicLanguage, PublicLanguage] };
type Wrong = { problems: { name: string; message: PlainKey }[] };

function readAsked(form: URLSearchParams): Asked | Wrong {
  const id = LEAFLETS.find((one) => one === form.get(FIELDS.what));
  const first = PublicLanguage.safeParse(form.get(FIELDS.first)).data;
  const second = PublicLanguage.safeParse(form.get(FIELDS.second)).data;
  if (id !== undefined && first !== undefined && second !== undefined && first !== second)
    return { id, languages: [first, second] };
  const problems: Wrong['problems'] = [];
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

type LeafletFormProps = { values: URLSearchParams; problems: readonly FieldProblem[] };

function LeafletForm({ values, problems }: LeafletFormProps): JSX.Element {
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
