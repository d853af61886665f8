import {
  answerTo,
  bindingOf,
  type Change,
  factsOf,
  getCitation,
  isWordAnswer,
  type TreeNode,
  whatWouldChange,
} from '@clew/rules';
import { type Words, writeDate } from '../web/index.ts';
import { wasAskedAbout } from './asked-about.ts';
import { type AssessedCase, type AssessedStates, bansOf } from './assess-case.ts';
import { atOf, conditionKey } from './conditions.tsx';
import { answerWord, verdictWord } from './explanation.tsx';
import { isOpenByItself, testRules } from './grounds.ts';
import { lawWordsIn } from './law-words.ts';
import type { AnyDecision } from './library/load-shelf.ts';
import { decisionBlocks } from './memo-decisions.ts';
import { dutyBlocks, findingBlocks } from './memo-duties.ts';
import { elementRows } from './memo-elements.ts';
import {
  answerText,
  apart,
  type MemoBlock,
  type MemoRow,
  markText,
  placeText,
  sourcesText,
  strong,
  text,
  type Writing,
} from './memo-parts.ts';
import { conditionsOf, usedPresumptions } from './presumptions.ts';
import { seenLaw } from './seen-law.ts';
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

/** What a memo says: the facts as stated, each legal test element by element, duties, gaps, and who checked what. */
export function memoContent({ assessed: all, words, title, source, decisions = [] }: MemoCase): MemoContent {
  const readings = all.byState.length > 0 ? all.byState : [all];
  const writingOf = (assessed: AssessedCase): Writing => ({
    words,
    assessed,
    law: lawWordsIn(assessed.law, words.language),
  });
  const writing = writingOf(all);
  return {
    language: words.language,
    direction: words.direction,
    title: title === undefined ? words.t('memo.title') : apart(safe(title)),
    blocks: [
      ...headBlocks(writing, { readings, source }),
      ...factBlocks(writing),
      ...readings.flatMap((assessed) => [
        ...placeBlocks(writingOf(assessed), readings),
        ...readingBlocks(writingOf(assessed)),
        ...decisionBlocks(writingOf(assessed), decisions),
      ]),
      ...sourceBlocks(writing, readings),
    ],
  };
}

type Head = { readings: readonly AssessedCase[]; source: string | undefined };

function headBlocks({ words, law, assessed }: Writing, { readings, source }: Head): MemoBlock[] {
  const { t } = words;
  const { assessment } = assessed;
  const notice = words.safety('assess.result.not-decision');
  const reforms = law.law.reforms.map((id) => {
    const isProposal = law.law.overlays[id]?.status === 'proposal';
    return isProposal ? t('memo.reform-proposal', { reform: law.reform(id) }) : law.reform(id);
  });
  const states = readings.flatMap(({ assessment: { state } }) =>
    state ? [stateName(state, words.language)] : [],
  );
  const pairs: [string, string][] = [
    [t('memo.day'), assessment.on ? writeDate(assessment.on, words.language) : t('memo.day-none')],
    ...(states.length > 0 ? [[t('memo.state'), states.join(', ')] as [string, string]] : []),
    ...(reforms.length > 0 ? [[t('memo.reforms'), reforms.join(' ')] as [string, string]] : []),
    [t('memo.law'), apart(assessment.lawHash)],
  ];
  return [
    ...(source ? [text(apart(safe(source)))] : []),
    text(t('memo.lede')),
    ...noticeOf(notice),
    { kind: 'pairs', rows: pairs },
  ];
}

function noticeOf({ text: own, english }: { text: string; english: string | undefined }): MemoBlock[] {
  return [
    { kind: 'text', text: own, look: 'notice' },
    ...(english === undefined
      ? []
      : [{ kind: 'text', text: english, look: 'notice', english: true } as const]),
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

function readingBlocks(writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { rules } = assessed.assessment;
  const seen = new Set<string>();
  const tests = testRules(rules);
  const about = tests.filter((id) => wasAskedAbout(assessed, id));
  const isTold = (id: string) => {
    const tree = rules[id]?.tree;
    return tree !== undefined && (tree.burden !== 'unknown' || isOpenByItself(tree, new Set(tests)));
  };
  const named = (ids: readonly string[]) => ids.map((id) => law.rule(id)).join('; ');
  const open = about.filter((id) => !isTold(id));
  const rest = tests.filter((id) => !about.includes(id) && law.law.rules[id]?.national === undefined);
  return [
    { kind: 'heading', level: 1, text: words.t('memo.tests') },
    ...about.filter(isTold).flatMap((id) => testBlocks(id, writing, seen)),
    ...unsaidBlocks(writing),
    ...(open.length === 0 ? [] : [text(`${words.t('memo.open-with')}: ${named(open)}.`)]),
    ...(rest.length === 0 ? [] : [text(`${words.t('memo.not-asked-about')}: ${named(rest)}.`)]),
    ...dutyBlocks(writing),
    ...findingBlocks(writing),
  ];
}

/** How the State reads a treaty's rule where nobody has written that down. */
function unsaidBlocks({ assessed, law, words }: Writing): MemoBlock[] {
  const { state, on } = assessed.assessment;
  if (state === undefined) return [];
  const seenOf = (id: string) => (on === undefined ? [] : seenLaw(law.law, { state, on }, id));
  return Object.values(law.law.rules)
    .filter(({ national, reading }) => national !== undefined && reading === undefined)
    .map(({ id }) => {
      const name = stateName(state, words.language);
      const seen = seenOf(id).map((one) => one.text + markText(one.status, { words }));
      const told =
        seen.length === 0 ? words.t('law.unsaid') : words.t('assess.national.seen', { state: name });
      return text([`${law.rule(id)} (${name}): ${told}`, ...seen].join(' '));
    });
}

function testBlocks(id: string, writing: Writing, seen: Set<string>): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { t } = words;
  const result = assessed.assessment.rules[id];
  if (!result) return [];
  const bans = bansOf(law.law, id).map(
    ({ fact, cites }) =>
      `${t('memo.never-reads', { fact: law.fact(fact).label })}. ${sourcesText(cites, writing)}`,
  );
  return [
    { kind: 'heading', level: 2, text: law.rule(id) },
    {
      kind: 'pairs',
      rows: [
        [t('memo.strict'), verdictWord(result.strict, words)],
        [t('memo.burden'), verdictWord(result.burden, words)],
        [t('memo.authorities'), sourcesText(result.tree.cites, writing)],
      ],
    },
    ...readingBlock(id, writing),
    ...(result.burden === 'no' ? noticeOf(words.safety('assess.result.not-decision')) : []),
    ...conditionBlocks(result.tree, writing),
    ...bans.map((ban) => text(ban)),
    {
      kind: 'table',
      head: [t('memo.elements'), t('assess.column.answer'), t('memo.authorities')],
      rows: elementRows(result.tree, { ...writing, seen }),
    },
    ...gapBlocks(factsOf(law.law, id), writing),
    ...changeBlocks(id, writing),
  ];
}

/** Of a State's own reading whose it is, and since when. */
function readingBlock(id: string, { law, words }: Writing): MemoBlock[] {
  const reading = law.law.rules[id]?.reading;
  if (!reading) return [];
  const day = writeDate(reading.since, words.language);
  return [text(words.t('memo.reading', { state: stateName(reading.state, words.language), day }))];
}

/** What a presumption that was used hangs on. */
function conditionBlocks(tree: TreeNode, { assessed, law, words }: Writing): MemoBlock[] {
  const at = atOf(assessed);
  const values = (language: string, name: string) => ({
    instrument: name,
    ...(at ? { state: stateName(at.state, language) } : {}),
  });
  return usedPresumptions([tree]).flatMap(({ rule, value, cites }) => [
    text(`${law.rule(rule)}. ${words.t('memo.presumption', { verdict: verdictWord(value, words) })}.`),
    ...conditionsOf(law.law, cites).flatMap(({ instrument, isBinding, cites: own }) =>
      noticeOf(
        words.safety(
          conditionKey(isBinding, at && bindingOf(law.law, own, at)?.verdict),
          values(words.language, law.instrument(instrument)),
          values('en', law.law.instruments[instrument]?.short ?? instrument),
        ),
      ),
    ),
  ]);
}

function gapBlocks(facts: readonly string[], { assessed, law, words }: Writing): MemoBlock[] {
  const items = (['withheld', 'not_known', 'not_recorded', 'not_asked'] as const).flatMap((reason) => {
    const labels = facts
      .filter((fact) => answerTo(fact, assessed.answers) === reason)
      .map((fact) => law.fact(fact).label);
    return labels.length === 0 ? [] : [`${answerWord(reason, words)}: ${labels.join('; ')}.`];
  });
  return items.length === 0 ? [] : [strong(words.t('memo.gaps')), { kind: 'list', items }];
}

const MOST_CHANGES = 4;

function changeBlocks(id: string, { assessed, law, words }: Writing): MemoBlock[] {
  const changes = whatWouldChange(law.law, id, assessed.told).slice(0, MOST_CHANGES);
  const sentence = ({ changes: facts, becomes }: Change) =>
    words.t('memo.change-to', {
      verdict: verdictWord(becomes, words),
      answers: facts
        .map(({ fact, to }) => `${law.fact(fact).label}: ${isWordAnswer(to) ? answerWord(to, words) : to}`)
        .join('; '),
    });
  const items = changes.length === 0 ? [words.t('memo.change-nothing')] : changes.map(sentence);
  return [strong(words.t('memo.change')), { kind: 'list', items }];
}

function sourceBlocks(writing: Writing, readings: readonly AssessedCase[]): MemoBlock[] {
  const { law, words } = writing;
  const refs = new Set(readings.flatMap(({ unchecked }) => unchecked.map(({ ref }) => ref)));
  if (refs.size === 0) return [];
  const items = [...refs].sort().map((ref) => {
    const cite = getCitation(law.law, ref);
    const said = law.article(cite.instrument, cite.anchor);
    return `${placeText(cite, writing)}${said === '' ? '' : `: ${said}`}`;
  });
  return [
    { kind: 'heading', level: 1, text: words.t('memo.sources') },
    text(words.t('law.own-words')),
    { kind: 'list', items },
  ];
}
