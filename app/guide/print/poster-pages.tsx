import type { JSX } from 'preact';
import {
  Choice,
  FormPage,
  InLanguage,
  Note,
  type Page,
  PageHead,
  PageLink,
  PublicLanguage,
  QrCode,
  qrSquares,
  SafetyWords,
  useWords,
} from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import type { GuideSetting } from '../setting.ts';
import { answeredForm, type FormProps, type Lacking } from './answered-form.tsx';
import { languageOptions, PrintHead } from './leaflet-pages.tsx';
import {
  addressOf,
  POSTER_SENTENCES,
  POSTER_TARGETS,
  type Poster,
  type PosterTarget,
  reachOf,
  sentenceOf,
} from './poster.ts';

const POSTER_BYTES = 32 * 1024;

const FIELDS = { sentence: 'what', language: 'one', target: 'to' } as const;

/** Posters to print: one sentence in large letters, and a code that leads to this node. */
export function posterPages({ origin }: Pick<GuideSetting, 'origin'>): Page[] {
  if (origin === undefined) return [];
  return answeredForm<Poster>({
    ...{ path: GUIDE_PATHS.posters, bytes: POSTER_BYTES, read: readPoster, Form: PosterForm },
    answer: (poster) => <PosterPage poster={poster} origin={origin} />,
  });
}

function readPoster(form: URLSearchParams): Poster | Lacking {
  const sentence = POSTER_SENTENCES.find((one) => one === form.get(FIELDS.sentence));
  const language = PublicLanguage.safeParse(form.get(FIELDS.language)).data;
  const target = (Object.keys(POSTER_TARGETS) as PosterTarget[]).find(
    (one) => one === form.get(FIELDS.target),
  );
  if (sentence && language && target) return { sentence, language, target };
  const problems: Lacking['problems'][number][] = [];
  if (!sentence) problems.push({ name: FIELDS.sentence, message: 'guide.poster.no-sentence' });
  if (!language) problems.push({ name: FIELDS.language, message: 'guide.print.no-language' });
  if (!target) problems.push({ name: FIELDS.target, message: 'guide.poster.no-target' });
  return { problems };
}

function PosterForm({ values, problems }: FormProps): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('guide.poster.title')} lede={t('guide.poster.lede')} />
      <div class="part">
        <FormPage path={GUIDE_PATHS.posters} state={{ values, problems }} next={t('guide.print.show')}>
          <Choice
            name={FIELDS.sentence}
            label={t('guide.poster.sentence')}
            options={POSTER_SENTENCES.map((value) => ({ value, label: <SafetyWords of={value} /> }))}
          />
          <Choice
            name={FIELDS.language}
            label={t('guide.poster.language')}
            look="select"
            options={languageOptions()}
          />
          <Choice
            name={FIELDS.target}
            label={t('guide.poster.target')}
            options={Object.entries(POSTER_TARGETS).map(([value, { name }]) => ({ value, label: t(name) }))}
          />
        </FormPage>
        <p>
          <PageLink path={GUIDE_PATHS.leaflets}>{t('guide.print.title')}</PageLink>
        </p>
      </div>
    </>
  );
}

function PosterPage({ poster, origin }: { poster: Poster; origin: string }): JSX.Element {
  const address = addressOf(poster, origin);
  const reach = reachOf(origin);
  return (
    <>
      <PrintHead path={GUIDE_PATHS.posters} />
      {reach === 'here' && (
        <Note kind="safety" title={<SafetyWords of="guide.poster.here-title" />} level={2}>
          <p>
            <SafetyWords of="guide.poster.here" />
          </p>
        </Note>
      )}
      <section class="sheet poster">
        <InLanguage language={poster.language}>
          <Sentence poster={poster} />
        </InLanguage>
        <QrCode dark={qrSquares(address)} />
        <p class="where" dir="ltr">
          {address.replace(/^https:\/\//, '')}
        </p>
        {reach === 'onion' && (
          <InLanguage language={poster.language}>
            <p>
              <SafetyWords of="guide.poster.onion" />
            </p>
          </InLanguage>
        )}
      </section>
    </>
  );
}

function Sentence({ poster }: { poster: Poster }): JSX.Element {
  const { t } = useWords();
  const isDraft = sentenceOf(poster).said(poster.language)?.status === 'draft';
  return (
    <>
      <p class="says">
        <SafetyWords of={poster.sentence} />
      </p>
      {isDraft && <p class="state">[{t('guide.print.draft')}]</p>}
    </>
  );
}
