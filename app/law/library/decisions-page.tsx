import type { Day } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Button,
  Empty,
  MarksKey,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
  type Words,
} from '../../web/index.ts';
import { weightOf } from '../helpful/weight.ts';
import { WeightWords } from '../helpful/weight-words.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { DecidedDay } from './decided-day.tsx';
import { type DecisionsRequest, grouped, narrowed } from './decisions-request.ts';
import { IssueChart } from './issue-chart.tsx';
import { issueWord } from './issues.ts';
import { courtOf, decisionPath, KIND_KEYS } from './kinds.ts';
import { expectedBy } from './law-links.ts';
import { type AnyDecision, isTest } from './load-shelf.ts';
import { NarrowDecisions, type NarrowProps } from './narrow-decisions.tsx';

/** So many decisions stand beside each other at most. */
export const MOST_COMPARED = 4;

type DecisionsPageProps = NarrowProps & { request: DecisionsRequest };

/** Every judgment, narrowed and grouped; some can be put side by side. Under it the issues by year. */
export function DecisionsPage(props: DecisionsPageProps): JSX.Element {
  const { library, request } = props;
  const words = useWords();
  const { t, href } = words;
  const { on } = props.asked;
  const { isWrongDay } = props.asked;
  const shown = isWrongDay ? [] : narrowed(library.shelf.decisions, request, { law: library.law, on });
  const weighing = { said: props.said, on, there: request.there };
  const groups = [...grouped(shown, request.by)];
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t(KIND_KEYS.decision)}
        lede={t('library.decisions-lede')}
        facts={[t('library.our-account'), t('library.nobody-checked')]}
      />
      <NarrowDecisions {...props} />
      <p role="status">
        <b>{t('library.found', { count: shown.length })}</b>
      </p>
      {shown.length === 0 ? (
        <Empty
          title={t('library.nothing')}
          why={t('library.decisions-none')}
          next={<PageLink path="/law/decisions">{t('library.search.anew')}</PageLink>}
        />
      ) : (
        <form method="get" action={href('/law/decisions/compare')} class="flow" autocomplete="off">
          {request.by === 'year' ? (
            <DecisionTable decisions={shown} caption={t(KIND_KEYS.decision)} {...weighing} />
          ) : (
            groups
              .sort((a, b) => b[1].length - a[1].length)
              .map(([key, decisions], index) => (
                <Part key={key} id={`group-${index + 1}`} title={groupTitle(key, request.by, words)}>
                  <SideBySide decisions={decisions} />
                  <DecisionTable
                    decisions={decisions}
                    caption={groupTitle(key, request.by, words)}
                    {...weighing}
                  />
                </Part>
              ))
          )}
          <p class="btns">
            <Button>{t('library.compare-go')}</Button>
            <span class="small soft">{t('library.compare-hint')}</span>
          </p>
        </form>
      )}
      <p class="noprint">
        <PageLink path="/law/import">{t('import.title')}</PageLink>
      </p>
      {shown.length > 0 && (
        <Part id="chart" title={t('library.chart-title')}>
          <IssueChart decisions={shown} />
        </Part>
      )}
      <MarksKey />
    </>
  );
}

function groupTitle(key: string, by: DecisionsRequest['by'], { t }: Words): string {
  return by === 'issue' ? issueWord(key, t) : key;
}

/** A way to see the youngest of a group side by side at once. */
function SideBySide({ decisions }: { decisions: readonly AnyDecision[] }): JSX.Element | null {
  const { t } = useWords();
  const some = decisions.slice(0, MOST_COMPARED);
  if (some.length < 2) return null;
  const query = new URLSearchParams(some.map(({ id }) => ['of', id]));
  return (
    <p>
      <PageLink path={`/law/decisions/compare?${query}`}>
        {t('library.side-by-side', { count: some.length })}
      </PageLink>
    </p>
  );
}

type DecisionTableProps = {
  decisions: readonly AnyDecision[];
  caption: string;
  said: LawWords;
  on: Day;
  there: string | undefined;
};

function DecisionTable({ decisions, caption, said, on, there }: DecisionTableProps): JSX.Element {
  const { t, language } = useWords();
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: t('library.decision') },
        { label: t('library.search.court') },
        { label: t('library.decided') },
        { label: t('library.issues') },
        { label: t('library.states') },
        { label: t('library.as-test') },
        ...(there === undefined ? [] : [{ label: t('helpful.column-there') }]),
      ]}
      rows={decisions.map((decision) => [
        <span key="name" class="tick">
          <input
            type="checkbox"
            name="of"
            value={decision.id}
            aria-label={t('library.compare-one', { title: decision.title })}
          />
          <PageLink path={decisionPath(decision)}>
            <bdi lang="en">{decision.title}</bdi>
          </PageLink>
        </span>,
        <bdi key="court" lang="en">
          {courtOf(decision)}
        </bdi>,
        <DecidedDay key="day" of={decision} />,
        decision.issues.map((issue) => issueWord(issue, t)).join(', '),
        decision.states.map((state) => stateName(state, language)).join(', '),
        isTest(decision)
          ? t('library.put-to-rules', { count: expectedBy(decision).length })
          : t('library.left-out-short'),
        ...(there === undefined
          ? []
          : [
              // A cell of its own keeps a verdict on one line; these are sentences.
              <div key="there">
                <WeightWords
                  of={weightOf(said.law, decision, { state: there, on })}
                  state={there}
                  said={said}
                />
              </div>,
            ]),
      ])}
    />
  );
}
