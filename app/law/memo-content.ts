import { answerTo } from '@clew/rules';
import { type Words, writeDate } from '../web/index.ts';
import type { AssessedCase, AssessedStates } from './assess-case.ts';
import { lawWordsIn } from './law-words.ts';
import type { AnyDecision } from './library/load-shelf.ts';
import { decisionBlocks } from './memo-decisions.ts';
import { dutyBlocks, findingBlocks } from './memo-duties.ts';
import { answerText, apart, type MemoBlock, type MemoRow, strong, text, type Writing } from './memo-parts.ts';
import { proposedBlocks } from './memo-proposed.ts';
import { sourceBlocks } from './memo-sources.ts';
import { summaryBlocks } from './memo-summary.ts';
import { noticeOf, testBlocks } from './memo-tests.ts';
import { stateName } from './state-choices.ts';
import { safe } from './terminal-text.ts';

/** A memo as data. */
export type MemoContent = {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  blocks: readonly MemoBlock[];
};

export type MemoCase = {
  /** The case, in each of its States. */
  assessed: AssessedStates;
  /** The words of the page or the command: they set the language. */
  words: Words;
  title?: string | undefined;
  source?: string | undefined;
  /** Every decision of the library; without them none are told of. */
  decisions?: readonly AnyDecision[];
};

/**
 * What a memo says: on its first page all of it in short; then the facts as stated, each legal test with what it rests on,
 * duties, decisions, what only a reform would bring, and who checked what.
 */
export function memoContent({ assessed: all, words, title, source, decisions = [] }: MemoCase): MemoContent {
  const readings: readonly AssessedCase[] = all.byState.length > 0 ? all.byState : [all];
  // What is law stands first and alone; what a reform would bring stands after all of it.
  const asLaw = readings.map((one) => one.asIs ?? one);
  const writingOf = (assessed: AssessedCase): Writing => ({
    words,
    assessed,
    law: lawWordsIn(assessed.law, words.language),
  });
  const writing = writingOf(asLaw[0] ?? all);
  const place = (assessed: AssessedCase) => placeBlocks(writingOf(assessed), readings);
  return {
    language: words.language,
    direction: words.direction,
    title: title === undefined ? words.t('memo.title') : apart(safe(title)),
    blocks: [
      ...headBlocks(writingOf(all), { readings, source }),
      ...asLaw.flatMap((one) => [...place(one), ...summaryBlocks(writingOf(one))]),
      ...checkedBlocks(writing, asLaw),
      { kind: 'page' },
      ...factBlocks(writing),
      ...asLaw.flatMap((one) => [
        ...place(one),
        ...testBlocks(writingOf(one)),
        ...dutyBlocks(writingOf(one)),
        ...findingBlocks(writingOf(one)),
        ...decisionBlocks(writingOf(one), decisions),
      ]),
      ...readings.flatMap((one) =>
        one.asIs ? [...place(one), ...proposedBlocks(writingOf(one), one.asIs)] : [],
      ),
      ...sourceBlocks(writing, asLaw),
    ],
  };
}

type Head = { readings: readonly AssessedCase[]; source: string | undefined };

function headBlocks({ words, law, assessed }: Writing, { readings, source }: Head): MemoBlock[] {
  const { t } = words;
  const { assessment } = assessed;
  const reforms = law.law.reforms.map((id) => {
    const isProposal = law.law.overlays[id]?.status === 'proposal';
    return isProposal ? t('memo.reform-proposal', { reform: law.reform(id) }) : law.reform(id);
  });
  const states = readings.flatMap(({ assessment: { state } }) =>
    state ? [stateName(state, words.language)] : [],
  );
  const pairs: [string, string][] = [
    ...(states.length > 0 ? [[t('memo.state'), states.join(', ')] as [string, string]] : []),
    [t('memo.day'), assessment.on ? writeDate(assessment.on, words.language) : t('memo.day-none')],
    ...(reforms.length > 0 ? [[t('memo.reforms'), reforms.join(' ')] as [string, string]] : []),
    [t('memo.law'), apart(assessment.lawHash)],
  ];
  return [
    ...(source ? [text(apart(safe(source)))] : []),
    { kind: 'pairs', rows: pairs },
    ...noticeOf(words.safety('assess.result.not-decision')),
  ];
}

/** What nobody has checked, with how much of it there is. */
function checkedBlocks({ words }: Writing, readings: readonly AssessedCase[]): MemoBlock[] {
  const refs = new Set(readings.flatMap(({ unchecked }) => unchecked.map(({ ref }) => ref)));
  return [
    strong(words.t('memo.unchecked')),
    text(`${words.t('memo.nobody-checked', { count: refs.size })} ${words.t('memo.lede')}`),
  ];
}

function factBlocks({ words, law, assessed }: Writing): MemoBlock[] {
  const rows = Object.keys(law.law.facts)
    .filter((id) => answerTo(id, assessed.answers) !== 'not_asked')
    .map((id) => ({
      depth: 0,
      cells: [law.fact(id).label, answerText(answerTo(id, assessed.answers), words)],
    }));
  const all = [...rows, ...peopleRows({ words, law, assessed })];
  if (all.length === 0) return [];
  const { t } = words;
  return [
    { kind: 'heading', level: 1, text: t('memo.facts') },
    { kind: 'table', head: [t('memo.what'), t('assess.column.answer')], rows: all },
  ];
}

/** Of each of the people in the case what was answered, and whether all of them are named. */
function peopleRows({ words, law, assessed }: Writing): MemoRow[] {
  return Object.entries(assessed.told.people ?? {}).flatMap(([group, { complete, members }]) => {
    const { label } = law.group(group);
    return [
      { depth: 0, cells: [words.t('memo.complete', { group: label }), answerText(complete, words)] },
      ...members.flatMap((member, index) => [
        { depth: 0, cells: [words.t('law.person', { group: label, number: index + 1 }), ''] },
        ...Object.entries(member).map(([id, answer]) => ({
          depth: 1,
          cells: [law.fact(id).label, answerText(answer, words)],
        })),
      ]),
    ];
  });
}

/** Where there are several States each has a part of its own. */
function placeBlocks({ assessed, words }: Writing, readings: readonly AssessedCase[]): MemoBlock[] {
  const { state } = assessed.assessment;
  if (readings.length < 2 || state === undefined) return [];
  return [{ kind: 'heading', level: 1, text: stateName(state, words.language) }];
}
