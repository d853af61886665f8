import type { Article, Instrument } from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, MarksKey, Note, PageHead, PageLink, Part, useWords } from '../../web/index.ts';
import { anchorId, slugOf } from '../law-path.ts';
import type { LawWords } from '../law-words.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { CheckedLine, ComparedWith, RuleChecked } from './checked-line.tsx';
import { InstrumentFacts } from './instrument-page.tsx';
import { provisionPath } from './kinds.ts';
import { decisionsOn, type Provision } from './law-links.ts';
import type { Library } from './library.ts';
import { DecisionLinks, ProvisionLinks, ReformNames } from './linked.tsx';
import { placeWords } from './place-words.ts';
import { RuleWords } from './rule-words.tsx';
import { SourceBlock } from './source-block.tsx';
import { BoundStates } from './states-of-instrument.tsx';

type ArticlePageProps = {
  library: Library;
  said: LawWords;
  instrument: Instrument;
  /** The article's heading and paragraphs. */
  articles: readonly Article[];
};

/** One article: what each paragraph says, the rules and duties that follow from it, decisions on it, whom it binds. */
export function ArticlePage({ library, said, instrument, articles }: ArticlePageProps): JSX.Element {
  const { t } = useWords();
  const heading = articles.find(({ isHeading }) => isHeading);
  const all = [...new Set(articles.flatMap((article) => provisionsUnder(library, instrument, article)))];
  const decisions = decisionsOn(library.links, all);
  const reforms = [...new Set(all.flatMap(({ id }) => library.links.changing.get(id) ?? []))];
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path={`/law/${slugOf(instrument)}`}>{said.instrument(instrument.id)}</PageLink>
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
            <Paragraph
              key={article.anchor}
              library={library}
              said={said}
              instrument={instrument}
              article={article}
            />
          ))}
      </div>
      {decisions.length > 0 && (
        <Part id="decisions" title={t('library.decisions-on-it')}>
          <p class="read">{t('library.decisions-why')}</p>
          <DecisionLinks decisions={decisions} />
        </Part>
      )}
      <Part id="states" title={t('library.states-title')}>
        <BoundStates
          law={library.law}
          instrument={instrument.id}
          each={
            <p>
              <PageLink path={`/law/${slugOf(instrument)}#states`}>{t('library.states-each')}</PageLink>
            </p>
          }
        />
      </Part>
      {reforms.length > 0 && (
        <Part id="reforms" title={t('library.reforms-title')}>
          <ReformNames reforms={reforms} said={said} />
        </Part>
      )}
      <MarksKey />
    </>
  );
}

function provisionsUnder(
  { links }: Library,
  instrument: Instrument,
  { anchor }: Article,
): readonly Provision[] {
  return links.citing.get(`${instrument.id}#${anchor}`) ?? [];
}

type ParagraphProps = Omit<ArticlePageProps, 'articles'> & { article: Article };

/** A paragraph in our own words, and beside it what follows from it. */
function Paragraph({ library, said, instrument, article }: ParagraphProps): JSX.Element {
  const { t } = useWords();
  const id = anchorId(article.anchor);
  const provisions = provisionsUnder(library, instrument, article);
  const blind = library.links.blindBy.get(`${instrument.id}#${article.anchor}`) ?? [];
  return (
    <section class="prov" aria-labelledby={id}>
      <div>
        <h2 class="mini" id={id}>
          {placeWords(instrument, article.anchor, t)}
        </h2>
        <p class="text">{said.article(instrument.id, article.anchor)}</p>
        {article.strength && <p class="small">{t(STRENGTH_KEYS[article.strength])}</p>}
        {article.checkedBy.length > 0 ? (
          <CheckedLine of={article} />
        ) : (
          <Note kind="unchecked" title={t('law.unchecked-title')}>
            <p>{t('law.unchecked')}</p>
            <ComparedWith of={article} />
          </Note>
        )}
      </div>
      <div>
        {provisions.length + blind.length === 0 && <p class="small soft">{t('library.no-rule')}</p>}
        {provisions.map((provision) => (
          <Follows key={provision.id} provision={provision} library={library} said={said} />
        ))}
        {blind.length > 0 && (
          <Folded title={t('library.blind')} note={t('library.count', { count: blind.length })}>
            <ProvisionLinks provisions={blind} said={said} />
          </Folded>
        )}
      </div>
    </section>
  );
}

/** One rule or duty that follows from a paragraph, folded: in words, and as it stands in the law's files. */
function Follows(props: { provision: Provision; library: Library; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const { provision, library, said } = props;
  const duty = library.law.duties[provision.id];
  return (
    <Folded title={said.rule(provision.id)} note={t(duty ? 'library.is-duty' : 'library.is-rule')}>
      {duty && <p>{t('duty.who', said.duty(provision.id))}</p>}
      <RuleWords provision={provision} law={library.law} said={said} />
      <RuleChecked of={provision} />
      <p>
        <PageLink path={provisionPath(provision)}>{t('library.whole-rule')}</PageLink>
      </p>
      <SourceBlock text={provision.source} />
    </Folded>
  );
}
