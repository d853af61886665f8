import type { ComponentChildren, JSX } from 'preact';
import { Empty, MarksKey, PageHead, PageLink, Part, Table, useWords, Verdict } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { agreementOf, answersIn, partsOfAccount } from './decided.ts';
import { DecidedDay } from './decided-day.tsx';
import { MOST_COMPARED } from './decisions-page.tsx';
import { issueWord } from './issues.ts';
import { decisionPath, KIND_KEYS } from './kinds.ts';
import type { Library } from './library.ts';
import { type AnyDecision, isTest } from './load-shelf.ts';

/** The decisions that an address names, each once, in its order; what is no decision says nothing. */
export function chosenDecisions(library: Library, query: URLSearchParams): AnyDecision[] {
  const ids = new Set(query.getAll('of').slice(0, 100));
  return [...ids].flatMap((id) => library.shelf.decisions.filter((decision) => decision.id === id));
}

type ComparePageProps = { library: Library; said: LawWords; decisions: readonly AnyDecision[] };

/** Two to four judgments side by side: what happened, what was held, what the rules answer. */
export function ComparePage({ library, said, decisions }: ComparePageProps): JSX.Element {
  const { t } = useWords();
  const isCount = decisions.length >= 2 && decisions.length <= MOST_COMPARED;
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/decisions">{t(KIND_KEYS.decision)}</PageLink>
          </>
        }
        title={t('library.compare-title')}
        facts={[t('library.our-account'), t('library.nobody-checked')]}
      />
      {isCount ? (
        <Compared library={library} said={said} decisions={decisions} />
      ) : (
        <Empty
          title={t('library.compare-count', { count: decisions.length })}
          why={t('library.compare-hint')}
          next={<PageLink path="/law/decisions">{t('library.compare-choose')}</PageLink>}
        />
      )}
      <MarksKey />
    </>
  );
}

type RowOf = (decision: AnyDecision) => ComponentChildren;

function Compared({ library, said, decisions }: ComparePageProps): JSX.Element {
  const { t, language } = useWords();
  const rows: readonly (readonly [string, RowOf])[] = [
    [t('library.search.court'), ({ court }) => <bdi lang="en">{court}</bdi>],
    [t('library.decided'), ({ decided }) => <DecidedDay of={{ decided }} />],
    [t('library.citation'), ({ citation }) => <bdi lang="en">{citation}</bdi>],
    [t('library.states'), ({ states }) => states.map((state) => stateName(state, language)).join(', ')],
    [t('library.issues'), ({ issues }) => issues.map((issue) => issueWord(issue, t)).join(', ')],
    [t('library.what-happened'), (decision) => <English paragraphs={partsOfAccount(decision).facts} />],
    [t('library.what-held'), ({ holding }) => <English paragraphs={holding} />],
    [t('library.answers-title'), (decision) => <Outcome decision={decision} library={library} />],
  ];
  return (
    <>
      <Table
        caption={t('library.compare-title')}
        isCaptionHidden
        columns={[{ label: t('library.compared-in') }, ...decisions.map(({ title }) => ({ label: title }))]}
        rows={rows.map(([name, cell]) => [name, ...decisions.map(cell)])}
      />
      <p>
        {decisions.map((decision, index) => (
          <span key={decision.id}>
            {index > 0 && ' · '}
            <PageLink path={decisionPath(decision)}>
              <bdi lang="en">{decision.title}</bdi>
            </PageLink>
          </span>
        ))}
      </p>
      <AnswersBeside library={library} said={said} decisions={decisions} />
    </>
  );
}

function English({ paragraphs }: { paragraphs: readonly string[] }): JSX.Element {
  return (
    <div lang="en" dir="ltr" class="small flow">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

/** Rule by rule what the law answers in each of them, for every rule that one of them turns on. */
function AnswersBeside({ library, said, decisions }: ComparePageProps): JSX.Element | null {
  const { t, language } = useWords();
  const answers = decisions.map((decision) => (isTest(decision) ? answersIn(library.law, decision) : []));
  const rules = [...new Set(answers.flat().map(({ rule }) => rule))];
  if (rules.length === 0) return null;
  return (
    <Part id="answers" title={t('library.answers-beside')}>
      <Table
        caption={t('library.answers-beside')}
        isCaptionHidden
        columns={[{ label: t('law.rule') }, ...decisions.map(({ title }) => ({ label: title }))]}
        rows={rules.map((rule) => [
          said.rule(rule),
          ...answers.map((own, index) => {
            const some = own.filter((one) => one.rule === rule);
            if (some.length === 0) return <span class="soft">{t('library.not-turned-on')}</span>;
            const isOne = (decisions[index]?.states.length ?? 0) < 2;
            return (
              <>
                {some.map(({ state, which, given }) => (
                  <span class="src" key={`${state} ${which}`}>
                    <Verdict
                      state={given}
                      note={[
                        ...(isOne ? [] : [stateName(state, language)]),
                        ...(which === 'burden' ? [t('verdict.presumed')] : []),
                      ].join(', ')}
                    />
                  </span>
                ))}
              </>
            );
          }),
        ])}
      />
    </Part>
  );
}

/** Whether the rules answer as the court did. */
function Outcome({ decision, library }: { decision: AnyDecision; library: Library }): JSX.Element {
  const { t } = useWords();
  if (!isTest(decision)) return <>{t('library.left-out-short')}</>;
  const { met, count } = agreementOf(answersIn(library.law, decision));
  return <>{count === 0 ? t('library.court-open') : t('library.met-short', { met, count })}</>;
}
