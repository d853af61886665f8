import type { Answers, Decision } from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import {
  DateText,
  Empty,
  Folded,
  MarksKey,
  PageHead,
  PageLink,
  Pairs,
  Part,
  type PlainKey,
  Table,
  useWords,
  Verdict,
} from '../../web/index.ts';
import { answerWord } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { CheckedLine } from './checked-line.tsx';
import { type Answered, agreementOf, answersIn, partsOfAccount } from './decided.ts';
import { DecidedDay } from './decided-day.tsx';
import { issueWord } from './issues.ts';
import { courtOf, factPath, KIND_KEYS, provisionPath } from './kinds.ts';
import type { Library } from './library.ts';
import { type AnyDecision, isTest } from './load-shelf.ts';

type DecisionPageProps = { library: Library; said: LawWords; decision: AnyDecision };

/** One judgment: what happened, what was held, and whether the rules answer as the court did. */
export function DecisionPage({ library, said, decision }: DecisionPageProps): JSX.Element {
  const { t, language } = useWords();
  const { facts, holding, put } = partsOfAccount(decision);
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/decisions">{t(KIND_KEYS.decision)}</PageLink>
          </>
        }
        title={<bdi lang="en">{decision.title}</bdi>}
        facts={[t('library.our-account'), ...(language === 'en' ? [] : [t('library.in-english')])]}
      />
      <DecisionFacts decision={decision} />
      <Account id="facts" title={t('library.what-happened')} paragraphs={facts} />
      <Account id="held" title={t('library.what-held')} paragraphs={holding} />
      <Account id="put" title={t('library.what-put')} paragraphs={put} />
      {isTest(decision) ? (
        <AsTest library={library} said={said} decision={decision} />
      ) : (
        <Part id="answers" title={t('library.answers-title')}>
          <Empty
            title={t('library.left-out')}
            why={
              <span lang="en" dir="ltr">
                {decision.leftOut}
              </span>
            }
          />
        </Part>
      )}
      <MarksKey />
    </>
  );
}

/** Court, day, citation, States, issues, where it can be read, and who checked what is told here. */
function DecisionFacts({ decision }: { decision: AnyDecision }): JSX.Element {
  const { t, language } = useWords();
  const { court, decided, citation, states, issues, link, source } = decision;
  return (
    <>
      <Pairs
        pairs={[
          {
            term: t('library.search.court'),
            body: (
              <PageLink path={`/law/decisions?court=${encodeURIComponent(courtOf(decision))}`}>
                <bdi lang="en">{court}</bdi>
              </PageLink>
            ),
          },
          { term: t('library.decided'), body: <DecidedDay of={{ decided }} /> },
          { term: t('library.citation'), body: <bdi lang="en">{citation}</bdi> },
          {
            term: t('library.states'),
            body:
              states.length === 0
                ? t('library.no-state')
                : states.map((one) => stateName(one, language)).join(', '),
          },
          {
            term: t('library.issues'),
            body: issues.map((issue, index) => (
              <span key={issue}>
                {index > 0 && ', '}
                <PageLink path={`/law/decisions?issue=${issue}`}>{issueWord(issue, t)}</PageLink>
              </span>
            )),
          },
          {
            term: t('library.read-it-at'),
            body: (
              <a class="address" href={link} rel="noreferrer nofollow external">
                <bdi>{link}</bdi>
              </a>
            ),
          },
          { term: t('library.source'), body: <bdi lang="en">{source}</bdi> },
        ]}
      />
      <CheckedLine of={decision} />
    </>
  );
}

/** A part of our own account, which stands in English. */
function Account(props: { id: string; title: string; paragraphs: readonly string[] }): JSX.Element | null {
  const { id, title, paragraphs } = props;
  if (paragraphs.length === 0) return null;
  return (
    <Part id={id} title={title}>
      <Paragraphs paragraphs={paragraphs} />
    </Part>
  );
}

/** Paragraphs that are written in English alone. */
function Paragraphs({ paragraphs }: { paragraphs: readonly string[] }): JSX.Element {
  return (
    <div class="flow read" lang="en" dir="ltr">
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

type TestProps = { library: Library; said: LawWords; decision: Decision };

/** The decision as a test of the law: what it answers, what the court decided, the facts that were put to it, what it cannot answer. */
function AsTest({ library, said, decision }: TestProps): JSX.Element {
  const { t } = useWords();
  const answers = answersIn(library.law, decision);
  const { met, count, open } = agreementOf(answers);
  return (
    <>
      <Part id="answers" title={t('library.answers-title')}>
        <p class="read">
          {count > 0 && `${t('library.answers-met', { met, count })} `}
          {open > 0 && `${t('library.answers-open', { count: open })} `}
          {t('library.asked-on')} <DateText day={decision.on} />.
        </p>
        <AnswerTable library={library} said={said} decision={decision} />
        <FactsTold said={said} title={t('library.facts-carry')} answers={decision.facts} />
        {Object.keys(decision.also).length > 0 && (
          <FactsTold said={said} title={t('library.facts-also')} answers={decision.also} />
        )}
      </Part>
      {decision.notEncoded.length > 0 && (
        <Part id="not-encoded" title={t('library.not-encoded')}>
          <ul lang="en" dir="ltr" class="read">
            {decision.notEncoded.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

function agreementKey({ held, given }: Pick<Answered, 'held' | 'given'>): PlainKey {
  if (held === given) return 'library.as-court';
  return given === 'unknown' ? 'library.left-open' : 'library.not-as-court';
}

const OUTCOMES: Readonly<Record<NonNullable<Answered['outcome']>, PlainKey>> = {
  lost: 'library.claim-lost',
  fulfilled: 'library.claim-fulfilled',
};

/** What the law answers, beside what the court decided where that is known. */
function AnswerTable({ library, said, decision }: TestProps): JSX.Element {
  const { t, language } = useWords();
  const kindOf = (id: string) => (library.law.duties[id] ? ('duty' as const) : ('rule' as const));
  return (
    <Table
      caption={t('library.answers-title')}
      isCaptionHidden
      columns={[
        { label: t('law.rule') },
        { label: t('library.state') },
        { label: t('library.court-said') },
        { label: t('library.rules-say') },
      ]}
      rows={answersIn(library.law, decision).map(
        ({ state, rule, which, given, held, outcome }): ComponentChildren[] => [
          <>
            <PageLink path={provisionPath({ id: rule, kind: kindOf(rule) })}>{said.rule(rule)}</PageLink>
            {which === 'burden' && <small class="src soft">{t('verdict.presumed')}</small>}
          </>,
          stateName(state, language),
          held === undefined ? (
            <span class="soft">{t('library.court-open')}</span>
          ) : (
            <Verdict key="held" state={held} {...(outcome && { note: t(OUTCOMES[outcome]) })} />
          ),
          <Verdict key="given" state={given} {...(held && { note: t(agreementKey({ held, given })) })} />,
        ],
      )}
    />
  );
}

function FactsTold(props: { said: LawWords; title: string; answers: Answers }): JSX.Element {
  const words = useWords();
  const { said, title, answers } = props;
  const told = Object.entries(answers);
  return (
    <Folded title={title} note={words.t('library.count', { count: told.length })}>
      <Table
        caption={title}
        isCaptionHidden
        look="plain"
        columns={[{ label: words.t('library.fact') }, { label: words.t('library.told') }]}
        rows={told.map(([id, answer]) => [
          <PageLink key="fact" path={factPath(id)}>
            {said.fact(id).label}
          </PageLink>,
          answerWord(answer, words),
        ])}
      />
    </Folded>
  );
}
