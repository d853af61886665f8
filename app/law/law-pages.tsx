import {
  type Article,
  citationsOf,
  type Instrument,
  type Law,
  type Provision as LawProvision,
  paragraphOf,
  type Stated,
} from '@clew/rules';
import type { JSX } from 'preact';
import {
  DateText,
  definePage,
  Note,
  notFound,
  type Page,
  PageHead,
  PageLink,
  Part,
  Provision,
  useWords,
  type Words,
} from '../web/index.ts';
import { anchorId, findInstrument, isGuidance, slugOf } from './law-path.ts';
import { type LawWords, lawWordsIn } from './law-words.ts';
import { STRENGTH_KEYS } from './strength-keys.ts';

/** The library: every instrument, and a page for each article with the rules that rest on it. */
export function libraryPages(law: Law): Page[] {
  return [
    definePage({
      path: '/law',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words }) => <LibraryPage law={law} said={lawWordsIn(law, words.language)} />,
    }),
    definePage({
      path: '/law/:instrument/:article',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, params }) => {
        const instrument = findInstrument(law, params.instrument ?? '');
        const articles =
          instrument?.articles.filter(({ anchor }) => anchor.split('.')[0] === params.article) ?? [];
        if (!instrument || articles.length === 0) return notFound();
        const said = lawWordsIn(law, words.language);
        return <ArticlePage law={law} said={said} instrument={instrument} articles={articles} />;
      },
    }),
  ];
}

function LibraryPage({ law, said }: { law: Law; said: LawWords }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t('shell.law')} lede={t('law.lede')} />
      {Object.values(law.instruments).map((instrument) => (
        <Part key={instrument.id} id={slugOf(instrument)} title={said.instrument(instrument.id)}>
          <InstrumentFacts instrument={instrument} />
          <ul>
            {entriesOf(instrument).map(({ anchor, isHeading }) => (
              <li key={anchor}>
                <PageLink path={`/law/${slugOf(instrument)}/${anchor}`}>
                  {isHeading ? said.article(instrument.id, anchor) : placeWords(instrument, anchor, t)}
                </PageLink>
              </li>
            ))}
          </ul>
        </Part>
      ))}
    </>
  );
}

/** What an instrument is read by: its articles; and what stands in none of them, as in guidance, by its number. */
function entriesOf({ articles }: Instrument): { anchor: string; isHeading: boolean }[] {
  const entries = new Map<string, { anchor: string; isHeading: boolean }>();
  for (const { anchor, isHeading } of articles) {
    const top = anchor.split('.')[0] ?? '';
    if (isHeading || !entries.has(top))
      entries.set(top, { anchor: top, isHeading: isHeading && anchor === top });
  }
  return [...entries.values()];
}

function placeWords(instrument: Instrument, anchor: string, t: Words['t']): string {
  return t(isGuidance(instrument) ? 'law.paragraph' : 'law.article', { place: paragraphOf(anchor) });
}

function InstrumentFacts({ instrument }: { instrument: Instrument }): JSX.Element {
  const { t } = useWords();
  return (
    <p class="meta">
      <Dated label={t('law.adopted')} stated={instrument.adopted} />
      <Dated label={t('law.opened')} stated={instrument.opened} />
      <Dated label={t('law.in-force')} stated={instrument.inForce} />
    </p>
  );
}

/** A day with its label, and a mark where no named person checked it. */
function Dated({ label, stated }: { label: string; stated: Stated | undefined }): JSX.Element | null {
  const { t } = useWords();
  if (!stated) return null;
  return (
    <span>
      {label} <DateText day={stated.value} />
      {stated.status !== 'checked' && <span class="unread"> {t('citation.unchecked')}</span>}
    </span>
  );
}

type ArticleShown = { law: Law; said: LawWords; instrument: Instrument; articles: readonly Article[] };

function ArticlePage({ law, said, instrument, articles }: ArticleShown): JSX.Element {
  const { t } = useWords();
  const heading = articles.find(({ isHeading }) => isHeading);
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> / {said.instrument(instrument.id)}
          </>
        }
        title={
          heading
            ? said.article(instrument.id, heading.anchor)
            : placeWords(instrument, articles[0]?.anchor ?? '', t)
        }
        facts={[t('law.own-words')]}
      />
      <InstrumentFacts instrument={instrument} />
      <div>
        {articles
          .filter(({ isHeading }) => !isHeading)
          .map((article) => (
            <Provision
              key={article.anchor}
              id={anchorId(article.anchor)}
              place={placeWords(instrument, article.anchor, t)}
              text={said.article(instrument.id, article.anchor)}
              checked={<Checked article={article} rules={rulesUnder(law, refOf(instrument, article))} />}
              ruleTitle={t('law.rule')}
              rule={sourceOf(rulesUnder(law, refOf(instrument, article)))}
            />
          ))}
      </div>
    </>
  );
}

/** How strong a paragraph is, and who compared our words and the rules with the text. */
function Checked({ article, rules }: { article: Article; rules: readonly LawProvision[] }): JSX.Element {
  const { t } = useWords();
  const [checker] = article.checkedBy;
  const isRuleUnchecked = rules.some(({ checkedBy }) => checkedBy.length === 0);
  return (
    <>
      {article.strength && <p class="small">{t(STRENGTH_KEYS[article.strength])}</p>}
      {checker && (
        <p class="small">
          {t('law.checked', { name: checker.name, role: checker.role })} <DateText day={checker.on} />
        </p>
      )}
      {(!checker || isRuleUnchecked) && (
        <Note kind="unchecked" title={t('law.unchecked-title')}>
          {!checker && <p>{t('law.unchecked')}</p>}
          {isRuleUnchecked && <p>{t('law.rule-unchecked')}</p>}
          {!checker && <ComparedWith article={article} />}
        </Note>
      )}
    </>
  );
}

function ComparedWith({ article }: { article: Article }): JSX.Element | null {
  const { t } = useWords();
  const { compared, status } = article;
  if (!compared) return null;
  return (
    <p class="small">
      {t(status === 'compared' ? 'law.compared' : 'law.seen')} <bdi lang="en">{compared.source}</bdi>
      {compared.note && (
        <>
          {'. '}
          <bdi lang="en">{compared.note}</bdi>
        </>
      )}
    </p>
  );
}

function refOf(instrument: Instrument, article: Article): string {
  return `${instrument.id}#${article.anchor}`;
}

/** The rules, duties and values that cite a paragraph. */
function rulesUnder(law: Law, ref: string): LawProvision[] {
  const kinds = [law.rules, law.duties, law.values];
  const provisions: LawProvision[] = kinds.flatMap((kind) => Object.values(kind));
  return provisions.filter((provision) => citationsOf(provision).includes(ref));
}

/** Rules as they stand in the law's files. */
function sourceOf(rules: readonly LawProvision[]): string | undefined {
  return rules.length === 0 ? undefined : rules.map(({ source }) => source).join('\n\n');
}
