import type { DutyResult, ValueResult } from '@clew/rules';
import { writeDate } from '../web/index.ts';
import { wasAskedAbout } from './asked-about.ts';
import { answerWord, verdictWord } from './explanation.tsx';
import { isOpenByItself, testRules } from './grounds.ts';
import { type MemoBlock, sourcesText, text, type Writing } from './memo-parts.ts';
import { RESERVATION_KEYS } from './reservation-words.ts';
import { stateName } from './state-choices.ts';
import { STRENGTH_KEYS } from './strength-keys.ts';

/** Who owes what by when, and the numbers that the law sets. What nothing was asked about is left out. */
export function dutyBlocks(writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { proposed } = assessed;
  const { rules, duties, values } = assessed.assessment;
  const asked = Object.values(duties).filter(({ id }) => wasAskedAbout(assessed, id));
  if (asked.length === 0) return [];
  const tests = new Set(testRules(rules));
  const told = asked.filter(({ burden, tree }) => burden === 'yes' || isOpenByItself(tree, tests));
  const rest = (title: string, of: readonly DutyResult[]) =>
    of.length === 0 ? [] : [text(`${title}: ${of.map(({ id }) => law.duty(id).label).join('; ')}.`)];
  return [
    { kind: 'heading', level: 1, text: words.t('memo.duties') },
    ...told.filter(({ id }) => !proposed.has(id)).flatMap((duty) => oneDuty(duty, writing)),
    ...rest(
      words.t('memo.open-with'),
      asked.filter((duty) => duty.burden === 'unknown' && !told.includes(duty)),
    ),
    ...rest(
      words.t('memo.not-owed'),
      asked.filter(({ burden }) => burden === 'no'),
    ),
    ...Object.values(values)
      .filter(({ burden }) => burden !== 'no')
      .map((value) => text(valueText(value, writing))),
    ...proposedBlocks(told, writing),
  ];
}

/** What is no law yet stands apart from what is owed. */
function proposedBlocks(told: readonly DutyResult[], writing: Writing): MemoBlock[] {
  const some = told.filter(({ id }) => writing.assessed.proposed.has(id));
  if (some.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: writing.words.t('memo.only-with-reform') },
    ...some.flatMap((duty) => oneDuty(duty, writing)),
  ];
}

function oneDuty(duty: DutyResult, writing: Writing): MemoBlock[] {
  const { law, words } = writing;
  const { t } = words;
  const { label, bearer, act, breach } = law.duty(duty.id);
  return [
    { kind: 'heading', level: 2, text: label },
    {
      kind: 'pairs',
      rows: [
        [t('memo.strict'), verdictWord(duty.strict, words)],
        [t('memo.burden'), verdictWord(duty.burden, words)],
        [t('memo.authorities'), sourcesText(duty.cites, writing)],
      ],
    },
    {
      kind: 'list',
      items: [
        t('memo.bearer', { bearer }),
        `${t('memo.what')}: ${act}`,
        t(STRENGTH_KEYS[duty.strength]),
        dueText(duty, writing),
        ...boundItems(duty, writing),
        t('memo.breach', { breach }),
      ],
    },
  ];
}

function dueText({ id, due }: DutyResult, { law, words }: Writing): string {
  if (due.kind === 'words') return law.duty(id).at ?? due.words;
  if (due.kind === 'date') {
    const day = words.t(due.value === undefined ? 'memo.due' : 'memo.due-earliest', {
      day: writeDate(due.date, words.language),
    });
    return due.orLater === undefined ? day : `${day}. ${words.t('duty.until-conclusive-decision')}`;
  }
  if (due.kind !== 'open') return words.t('memo.due-none');
  const { days, from, why } = due;
  return words.t('memo.due-open', { days, fact: law.fact(from).label, reason: answerWord(why, words) });
}

/** Whether the State is bound by what the duty rests on, instrument by instrument. */
function boundItems({ bound }: DutyResult, { assessed, law, words }: Writing): string[] {
  const { state } = assessed.assessment;
  if (!bound || state === undefined) return [];
  return bound.by.flatMap(({ instrument, verdict, reservations = [] }) => [
    words.t('memo.bound', {
      state: stateName(state, words.language),
      instrument: law.instrument(instrument),
      verdict: verdictWord(verdict, words),
    }),
    ...reservations.map(({ kind, text }) => `${words.t(RESERVATION_KEYS[kind])}: ${text}`),
  ]);
}

function valueText({ id, value, cites, given }: ValueResult, writing: Writing): string {
  const { law, words } = writing;
  const treaty = `${law.value(id)}. ${words.t('beside.treaty')}: ${value}. ${sourcesText(cites, writing)}`;
  if (given?.said !== 'state') return treaty;
  return `${treaty}. ${stateName(given.state, words.language)}: ${given.value}. ${sourcesText(given.cites, writing)}`;
}

/** What a person should look at. */
export function findingBlocks(writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { findings } = assessed.assessment;
  if (findings.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: words.t('memo.findings') },
    {
      kind: 'list',
      items: findings.map(({ rule, state, value, floor, cites }) => {
        const told = words.t('memo.state-less', {
          state: stateName(state, words.language),
          days: value,
          floor,
          label: law.value(rule),
        });
        return `${told}. ${sourcesText(cites, writing)}`;
      }),
    },
  ];
}
