import type { DutyResult, ValueResult } from '@clew/rules';
import { type PlainKey, writeDate } from '../web/index.ts';
import { wasAskedAbout } from './asked-about.ts';
import { asksOf } from './duty-asks.ts';
import { answerWord, resultWord } from './explanation.tsx';
import { footingOfDuty, type Rests, withoutStrength } from './footing.ts';
import { isOpenByItself, testRules } from './grounds.ts';
import { laterReadingText } from './later-reading-words.ts';
import {
  type MemoBlock,
  type MemoRow,
  restsText,
  sourcesText,
  strong,
  text,
  type Writing,
} from './memo-parts.ts';
import { RESERVATION_KEYS } from './reservation-words.ts';
import { stateName } from './state-choices.ts';
import { STRENGTH_KEYS } from './strength-keys.ts';
import { isTreatyBinding } from './treaty-number.ts';

/**
 * Who owes what by when, what binds the State first, and the numbers that the law sets. What binds it not is named; what
 * nothing was asked about is left out.
 */
export function dutyBlocks(writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { t } = words;
  const { rules, duties, values } = assessed.assessment;
  const asked = Object.values(duties).filter(({ id }) => wasAskedAbout(assessed, id));
  if (asked.length === 0) return [];
  const tests = new Set(testRules(rules));
  const owed = asked.filter(({ burden }) => burden === 'yes');
  const open = asked.filter(({ burden }) => burden === 'unknown');
  const itself = open.filter(({ tree }) => isOpenByItself(tree, tests));
  const rest = (title: string, of: readonly DutyResult[]) =>
    of.length === 0 ? [] : [text(`${title}: ${of.map(({ id }) => law.duty(id).label).join('; ')}.`)];
  return [
    { kind: 'heading', level: 1, text: t('memo.duties') },
    ...owedBlocks(owed, writing),
    ...(itself.length === 0 ? [] : [strong(t('memo.open-itself')), dutyTable(itself, writing)]),
    ...rest(
      t('memo.open-with'),
      open.filter((duty) => !itself.includes(duty)),
    ),
    ...rest(
      t('memo.not-owed'),
      asked.filter(({ burden }) => burden === 'no'),
    ),
    ...Object.values(values)
      .filter(({ burden }) => burden !== 'no')
      .map((value) => text(valueText(value, writing))),
  ];
}

type Kind = Rests | 'advised' | 'asked' | 'unread';

const TITLES: readonly { kind: Kind; title?: PlainKey }[] = [
  { kind: 'no-state', title: 'memo.owed-where' },
  { kind: 'binding', title: 'memo.owed-there' },
  { kind: 'asked', title: 'memo.asked-weakly' },
  { kind: 'unread', title: 'memo.strength-unread' },
  { kind: 'not-known', title: 'memo.owed-if-bound' },
  { kind: 'advised', title: 'memo.advised' },
];

/** What is owed in parts, by whether its source binds the State; what it does not bind is named by instrument. */
function owedBlocks(owed: readonly DutyResult[], writing: Writing): MemoBlock[] {
  const { assessed, words } = writing;
  const state = stateName(assessed.assessment.state ?? '', words.language);
  const kindOf = (duty: DutyResult): Kind => {
    const { rests, stands } = footingOfDuty(duty, assessed);
    if (stands.every(({ standing }) => standing === 'guidance')) return 'advised';
    const asks = asksOf(duty);
    return asks === 'owed' || (rests !== 'binding' && rests !== 'no-state') ? rests : asks;
  };
  const of = (kind: Kind) => owed.filter((duty) => kindOf(duty) === kind).sort(byDay);
  return [
    ...TITLES.flatMap(({ kind, title }) => {
      const some = of(kind);
      if (some.length === 0) return [];
      const heading = title === undefined ? [] : [strong(words.t(title, { state, count: some.length }))];
      return [...heading, dutyTable(some, writing)];
    }),
    ...notBindingBlocks(of('not-binding'), writing),
  ];
}

function byDay(one: DutyResult, other: DutyResult): number {
  const day = ({ due }: DutyResult) => (due.kind === 'date' ? due.date : '9');
  return day(one) < day(other) ? -1 : day(one) > day(other) ? 1 : 0;
}

/** Duties of texts that do not bind the State: their names, by the text in which they stand. */
function notBindingBlocks(duties: readonly DutyResult[], { assessed, law, words }: Writing): MemoBlock[] {
  if (duties.length === 0) return [];
  const byText = new Map<string, string[]>();
  for (const { id, cites } of duties) {
    const name = cites[0] ? law.instrument(cites[0].instrument) : '';
    byText.set(name, [...(byText.get(name) ?? []), law.duty(id).label]);
  }
  const state = stateName(assessed.assessment.state ?? '', words.language);
  return [
    strong(words.t('memo.not-bound-there', { state, count: duties.length })),
    { kind: 'list', items: [...byText].map(([name, labels]) => `${name}: ${labels.join('; ')}.`) },
  ];
}

/** Duties as a table: who owes what, how strongly and by when, and on what that rests. */
export function dutyTable(duties: readonly DutyResult[], writing: Writing): MemoBlock {
  const { t } = writing.words;
  return {
    kind: 'table',
    head: [t('memo.duties'), t('memo.by-when'), t('memo.authorities')],
    rows: duties.map((duty) => dutyRow(duty, writing)),
  };
}

function dutyRow(duty: DutyResult, writing: Writing): MemoRow {
  const { assessed, law, words } = writing;
  const { t } = words;
  const { label, bearer, act, breach } = law.duty(duty.id);
  const what = `${label}. ${t('memo.bearer', { bearer })}. ${t('memo.what')}: ${act}. ${t('memo.breach', { breach })}`;
  const due = duty.due.kind === 'none' ? '' : ` ${whenText(duty, writing)}`;
  const told = duty.strict === duty.burden ? '' : ` ${resultWord(duty.tree, words)}.`;
  const sources =
    assessed.assessment.state === undefined
      ? sourcesText(duty.cites, writing)
      : restsText(withoutStrength(footingOfDuty(duty, assessed)), writing);
  return {
    depth: 0,
    cells: [what, `${t(STRENGTH_KEYS[duty.strength])}.${due}${told}`, sources + limitsText(duty, writing)],
  };
}

function whenText(duty: DutyResult, writing: Writing): string {
  const told = dueText(duty, writing);
  return duty.due.kind === 'words' ? writing.words.t('duty.words', { words: told }) : `${told}.`;
}

/** By when, in the treaty's own words or as a day; why there is none. */
export function dueText(duty: DutyResult, writing: Writing): string {
  const { due } = duty;
  const id = 'value' in due ? due.value : undefined;
  const told = countedText(duty, writing);
  const later =
    id === undefined
      ? ''
      : laterReadingText(id, writing.assessed, { law: writing.law, words: writing.words });
  // Whoever tells it ends the sentence.
  return later === '' ? told : `${told.replace(/\.$/, '')}. ${later.replace(/\.$/, '')}`;
}

function countedText({ id, due }: DutyResult, { law, words }: Writing): string {
  if (due.kind === 'words') return law.duty(id).at ?? due.words;
  if (due.kind === 'date') {
    const day = words.t(due.value === undefined ? 'memo.due' : 'memo.due-earliest', {
      day: writeDate(due.date, words.language),
    });
    if (due.orLater === undefined) return day;
    // Whoever tells it ends the sentence.
    return `${day}. ${words.t('duty.until-conclusive-decision').replace(/\.$/, '')}`;
  }
  if (due.kind !== 'open') return words.t('memo.due-none');
  const { days, from, why } = due;
  return words.t('memo.due-open', { days, fact: law.fact(from).label, reason: answerWord(why, words) });
}

/** What the State took away from what the duty rests on. */
function limitsText({ bound }: DutyResult, { words }: Writing): string {
  const limits = (bound?.by ?? []).flatMap(({ reservations = [] }) => reservations);
  return limits.map(({ kind, text: told }) => ` ${words.t(RESERVATION_KEYS[kind])}: ${told}`).join('');
}

function valueText(result: ValueResult, writing: Writing): string {
  const { id, value, cites, given } = result;
  const { law, words } = writing;
  const state = stateName(given?.state ?? '', words.language);
  const number = isTreatyBinding(result)
    ? `${value}. ${sourcesText(cites, writing)}`
    : words.t('assess.national.no-number', { state });
  const treaty = `${law.value(id)}. ${words.t('beside.treaty')}: ${number}`;
  if (given?.said !== 'state') {
    const later = laterReadingText(id, writing.assessed, { law, words });
    return later === '' ? treaty : `${treaty}. ${later}`;
  }
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
