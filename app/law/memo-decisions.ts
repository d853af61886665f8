import { writeDate } from '../web/index.ts';
import type { HelpfulDecision, Shared } from './helpful/helpful-decisions.ts';
import { helpfulDecisions } from './helpful/helpful-decisions.ts';
import { REASON_KEYS, WEIGHT_KEYS } from './helpful/weight-words.tsx';
import type { AnyDecision } from './library/load-shelf.ts';
import { apart, type MemoBlock, type MemoRow, markText, text, type Writing } from './memo-parts.ts';
import { stateName } from './state-choices.ts';

/** A memo tells of so many decisions of each kind, the weightiest first; the others it names, with where they stand. */
const MOST = 8;

/** The decisions on what a case turns on: those that help and those that go against, with whether they bind and why. */
export function decisionBlocks(writing: Writing, decisions: readonly AnyDecision[]): MemoBlock[] {
  const { t } = writing.words;
  const found = helpfulDecisions(writing.assessed, decisions);
  if (found.helps.length + found.both.length + found.against.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: t('helpful.title') },
    text(t('helpful.intro')),
    ...listBlocks(writing, { title: t('helpful.helps'), list: found.helps }),
    ...listBlocks(writing, { title: t('helpful.both'), list: found.both }),
    ...listBlocks(writing, { title: t('helpful.against'), list: found.against }),
  ];
}

type Listed = { title: string; list: readonly HelpfulDecision[] };

function listBlocks(writing: Writing, { title, list }: Listed): MemoBlock[] {
  const { t } = writing.words;
  if (list.length === 0) return [];
  const head = [t('library.decision'), t('helpful.weight'), t('helpful.on-issue')];
  return [
    { kind: 'heading', level: 2, text: `${title} (${list.length})` },
    { kind: 'table', head, rows: list.slice(0, MOST).map((one) => rowOf(one, writing)) },
    ...leftBlocks(list.slice(MOST), writing),
  ];
}

/** What has no row is named, with where it stands whole: nobody should take the rows for all there is. */
function leftBlocks(left: readonly HelpfulDecision[], { words: { t } }: Writing): MemoBlock[] {
  if (left.length === 0) return [];
  const names = left
    .map(({ decision }) => apart(`${decision.title} (${decision.decided.slice(0, 4)})`))
    .join('; ');
  return [text(`${t('memo.decisions-left', { count: left.length })} ${names}.`)];
}

function rowOf(one: HelpfulDecision, writing: Writing): MemoRow {
  const { title, court, decided, citation, status } = one.decision;
  return {
    depth: 0,
    cells: [
      apart(`${title}. ${court}, ${decided}. ${citation}`) + markText(status, writing),
      weightOf(one, writing),
      issuesText(one, writing),
    ],
  };
}

/** On which issue it helps and on which it goes against. */
function issuesText({ shared }: HelpfulDecision, { law, words: { t } }: Writing): string {
  const on = (means: Shared['means'], title: string) => {
    const rules = shared.filter((one) => one.means === means).map(({ rule }) => law.rule(rule));
    return rules.length === 0 ? [] : [`${title} ${rules.join('; ')}.`];
  };
  return [
    ...on('helps', t('helpful.helps-on')),
    ...on('against', t('helpful.against-on')),
    ...on('fulfilled', t('helpful.fulfilled-on')),
  ].join(' ');
}

function weightOf({ weighed }: HelpfulDecision, { words: { t, language }, law, assessed }: Writing): string {
  const { state } = assessed.assessment;
  if (!weighed || state === undefined) return t('helpful.weight.unknown');
  const { weight, reason, isLater, isViews } = weighed;
  const bound = 'bound' in reason ? reason.bound : undefined;
  const values = {
    state: stateName(state, language),
    court: reason.kind === 'other-court' ? stateName(reason.state, language) : '',
    treaty: bound ? law.instrument(bound.instrument) : '',
  };
  return [
    `${t(WEIGHT_KEYS[weight])}.`,
    t(REASON_KEYS[reason.kind], values),
    ...(bound?.asOf === undefined
      ? []
      : [`${t('assess.national.as-of')} ${writeDate(bound.asOf, language)}.`]),
    ...('against' in reason
      ? [t(reason.against ? 'helpful.against-it' : 'helpful.against-another', values)]
      : []),
    ...(isViews ? [t('helpful.views')] : []),
    ...(isLater ? [t('helpful.later')] : []),
  ].join(' ');
}
