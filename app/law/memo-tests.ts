import { bindingOf, type Citation, factsOf, type RuleResult, type TreeNode } from '@clew/rules';
import { writeDate } from '../web/index.ts';
import { byAge } from './adult-only.ts';
import { wasAskedAbout } from './asked-about.ts';
import { bansOf } from './assess-case.ts';
import { atOf, conditionKey } from './conditions.tsx';
import { answerWord, labelOf, resultWord, verdictWord } from './explanation.tsx';
import { footingOf } from './footing.ts';
import { isBare, RESTS_KEYS } from './footing-words.tsx';
import { groundsOf, isOpenByItself, testRules } from './grounds.ts';
import { changeBlocks, changeTexts, gapBlocks } from './memo-changes.ts';
import { elementRows } from './memo-elements.ts';
import {
  type MemoBlock,
  type MemoRow,
  markText,
  restsText,
  sourcesText,
  strong,
  text,
  type Writing,
} from './memo-parts.ts';
import { conditionsOf, usedPresumptions } from './presumptions.ts';
import { seenLaw } from './seen-law.ts';
import { stateName } from './state-choices.ts';
import { isProtection, rulesOf } from './topics.ts';

/**
 * The legal tests: those that protect by what binds the State, and what the law calls it, each element by element; the others
 * a row each. What nothing was asked about is named.
 */
export function testBlocks(writing: Writing): MemoBlock[] {
  const { assessed, words } = writing;
  const { t } = words;
  const { rules } = assessed.assessment;
  const tests = testRules(rules);
  const about = tests.filter((id) => wasAskedAbout(assessed, id));
  const isTest = new Set(tests);
  const main = new Set(rulesOf('all', writing.law.law));
  const held = about.flatMap((id) => (rules[id]?.burden === 'yes' ? rules[id] : []));
  const restsOn = (one: RuleResult) => footingOf(one, assessed).rests;
  const isFull = (one: RuleResult) => main.has(one.id) && !(isProtection(one.id) && isBare(restsOn(one)));
  const of = (verdict: 'no' | 'unknown') =>
    about.flatMap((id) => (rules[id]?.burden === verdict ? rules[id] : []));
  const itself = of('unknown').filter(({ tree }) => isOpenByItself(tree, isTest));
  const seen = new Set<string>();
  return [
    { kind: 'heading', level: 1, text: t('memo.tests') },
    // What the law calls it stands first: the protections rest on it, and its elements are told once.
    ...[
      ...held.filter((one) => isFull(one) && !isProtection(one.id)),
      ...held.filter((one) => isFull(one) && isProtection(one.id)),
    ].flatMap((one) => wholeTest(one, writing, seen)),
    ...rowsBlocks(
      t('memo.other-tests'),
      held.filter((one) => !isFull(one)),
      writing,
    ),
    ...rowsBlocks(t('memo.open-itself'), itself, writing),
    ...lostBlocks(of('no'), writing),
    ...unsaidBlocks(writing),
    ...namedBlocks(about, itself, writing),
    ...neverReadBlocks(about, writing),
  ];
}

/** The tests that are open only with others, and those that nothing was asked about. */
function namedBlocks(about: readonly string[], itself: readonly RuleResult[], writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { rules } = assessed.assessment;
  const named = (ids: readonly string[]) => ids.map((id) => law.rule(id)).join('; ');
  const open = about.filter((id) => rules[id]?.burden === 'unknown' && !itself.some((one) => one.id === id));
  const rest = testRules(rules).filter(
    (id) => !about.includes(id) && law.law.rules[id]?.national === undefined,
  );
  return [
    ...(open.length === 0 ? [] : [text(`${words.t('memo.open-with')}: ${named(open)}.`)]),
    ...(rest.length === 0 ? [] : [text(`${words.t('memo.not-asked-about')}: ${named(rest)}.`)]),
  ];
}

/** One test whole: on what it rests, both verdicts, each element, what is not known of it and what would change it. */
function wholeTest(result: RuleResult, writing: Writing, seen: Set<string>): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { t } = words;
  const { id, tree } = result;
  const { state } = assessed.assessment;
  return [
    { kind: 'heading', level: 2, text: law.rule(id) },
    {
      kind: 'pairs',
      rows: [
        [
          t('footing.column'),
          state === undefined
            ? sourcesText(tree.cites, writing)
            : restsText(footingOf(result, assessed), writing),
        ],
        [t('memo.strict'), verdictWord(result.strict, words)],
        [t('memo.burden'), verdictWord(result.burden, words)],
      ],
    },
    ...readingBlock(id, writing),
    ...conditionBlocks(tree, writing),
    {
      kind: 'table',
      head: [t('memo.elements'), t('assess.column.answer'), t('memo.authorities')],
      rows: elementRows(tree, { ...writing, seen }),
    },
    ...gapBlocks(factsOf(law.law, id), writing),
    ...changeBlocks(id, writing),
  ];
}

/** Tests a row each: what comes out, because of what, and on what that rests. */
function rowsBlocks(title: string, results: readonly RuleResult[], writing: Writing): MemoBlock[] {
  if (results.length === 0) return [];
  const { t } = writing.words;
  return [
    strong(title),
    {
      kind: 'table',
      head: [t('assess.column.rule'), t('assess.column.answer'), t('memo.authorities')],
      rows: results.map((result) => testRow(result, writing)),
    },
    ...results.flatMap(({ tree }) => conditionBlocks(tree, writing)),
  ];
}

function testRow(result: RuleResult, writing: Writing): MemoRow {
  const { assessed, law, words } = writing;
  const { state } = assessed.assessment;
  const isTold = result.burden === 'yes' && state !== undefined;
  const footing = footingOf(result, assessed);
  const answer =
    isTold && footing.rests !== 'binding'
      ? `${words.t(RESTS_KEYS[footing.rests])} (${words.t('footing.text-says', { verdict: resultWord(result.tree, words) })})`
      : resultWord(result.tree, words);
  return {
    depth: 0,
    cells: [
      `${law.rule(result.id)}. ${becauseText(result, writing)}`,
      answer,
      isTold ? restsText(footing, writing) : sourcesText(result.tree.cites, writing),
    ],
  };
}

const MOST_GROUNDS = 4;

function becauseText({ tree }: RuleResult, { law, words }: Writing): string {
  const grounds = groundsOf(tree).map(({ node }) => {
    const label = labelOf(node, { words, law });
    return node.fact ? `${label}: ${answerWord(node.fact.answer, words)}` : label;
  });
  const left = grounds.length - MOST_GROUNDS;
  const shown = grounds.slice(0, MOST_GROUNDS).join('; ');
  const more = left > 0 ? `; ${words.t('memo.and-more', { count: left })}` : '';
  return shown === '' ? '' : `${shown}${more}.`;
}

/** What does not hold, that this is no decision, and what it would take. */
function lostBlocks(results: readonly RuleResult[], writing: Writing): MemoBlock[] {
  if (results.length === 0) return [];
  const { law, words } = writing;
  const { t } = words;
  const { adult, rest } = byAge(results);
  const names = adult.map(({ id }) => law.rule(id)).join('; ');
  return [
    strong(t('memo.lost')),
    ...noticeOf(words.safety('assess.result.not-decision')),
    {
      kind: 'table',
      head: [t('assess.column.rule'), t('memo.change'), t('memo.authorities')],
      rows: rest.map(({ id, tree }) => ({
        depth: 0,
        cells: [law.rule(id), changeTexts(id, writing)[0] ?? '', sourcesText(tree.cites, writing)],
      })),
    },
    ...(adult.length === 0 ? [] : [text(`${t('assess.result.adult', { count: adult.length })} ${names}.`)]),
  ];
}

/** A sentence that safety hangs on, and where its translation is a draft, the English beside it. */
export function noticeOf({ text: own, english }: { text: string; english: string | undefined }): MemoBlock[] {
  return [
    { kind: 'text', text: own, look: 'notice' },
    ...(english === undefined
      ? []
      : [{ kind: 'text', text: english, look: 'notice', english: true } as const]),
  ];
}

/** What the tests told of never look at, each once, with where that is written. */
function neverReadBlocks(about: readonly string[], writing: Writing): MemoBlock[] {
  const { law, words } = writing;
  const banned = new Map<string, Map<string, Citation>>();
  for (const { fact, cites } of about.flatMap((id) => bansOf(law.law, id))) {
    const known = banned.get(fact) ?? new Map<string, Citation>();
    for (const cite of cites) known.set(cite.ref, cite);
    banned.set(fact, known);
  }
  const byFact = [...banned].filter(([fact]) => about.every((id) => !factsOf(law.law, id).includes(fact)));
  if (byFact.length === 0) return [];
  return [
    {
      kind: 'list',
      items: byFact.map(
        ([fact, cites]) =>
          `${words.t('memo.never-reads', { fact: law.fact(fact).label })}. ${sourcesText([...cites.values()], writing)}`,
      ),
    },
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

/** Of a State's own reading whose it is, and since when. */
function readingBlock(id: string, { law, words }: Writing): MemoBlock[] {
  const reading = law.law.rules[id]?.reading;
  if (!reading) return [];
  const day = writeDate(reading.since, words.language);
  const key = reading.isStartUnknown ? 'memo.reading-known' : 'memo.reading';
  return [text(words.t(key, { state: stateName(reading.state, words.language), day }))];
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
