import type { DutyResult } from '@clew/rules';
import { type PlainKey, writeDate } from '../web/index.ts';
import type { AssessedCase } from './assess-case.ts';
import { asksOf, countBinding } from './duty-asks.ts';
import { answerWord, verdictWord } from './explanation.tsx';
import { footingOfDuty, type Rests, type Stand } from './footing.ts';
import { sinceText } from './footing-words.tsx';
import { dueText } from './memo-duties.ts';
import { type MemoBlock, sourcesText, strong, text, type Writing } from './memo-parts.ts';
import { openBars } from './open-bars.ts';
import { barText } from './open-bars-words.tsx';
import { openFacts } from './open-facts.ts';
import { type Holding, protectionsOf } from './protections.ts';
import { stateName } from './state-choices.ts';
import { STRENGTH_KEYS } from './strength-keys.ts';
import { rulesOf } from './topics.ts';
import { unlookedIn } from './unlooked.ts';

/** So many names a list of the first page has room for. */
const MOST = 6;

/**
 * What a judge or a lawyer reads in two minutes: the question, what protects by what binds the State, who owes what by when,
 * what is not known and what to find out, and what nobody has checked.
 */
export function summaryBlocks(writing: Writing): MemoBlock[] {
  const { words } = writing;
  return [
    strong(words.t('memo.question')),
    text(questionText(writing)),
    strong(words.t('memo.answer')),
    ...answerBlocks(writing),
    ...barBlocks(writing),
    ...dutyBlocks(writing),
    ...unknownBlocks(writing),
  ];
}

function questionText({ assessed, words }: Writing): string {
  const { state, on } = assessed.assessment;
  if (state === undefined) return words.t('memo.question-nowhere');
  const name = stateName(state, words.language);
  if (on === undefined) return words.t('memo.question-no-day', { state: name });
  return words.t('memo.question-there', { state: name, day: writeDate(on, words.language) });
}

function answerBlocks(writing: Writing): MemoBlock[] {
  const { assessed, words } = writing;
  const { state } = assessed.assessment;
  const { by, open } = protectionsOf(assessed);
  if (state === undefined) {
    const holds = by['no-state'].length;
    return [
      text(words.safety('assess.result.counted', { holds, open }).text),
      named(by['no-state'], writing),
    ];
  }
  const values = { state: stateName(state, words.language) };
  const holds = by.binding.length;
  const duties = countBinding(assessed);
  const counted =
    holds === 0 && duties > 0
      ? words.safety('assess.result.none-but-duties', { ...values, duties, open })
      : words.safety('assess.result.counted-there', { ...values, holds, open });
  return [
    { kind: 'text', text: counted.text, look: 'notice' },
    ...(by.binding.length === 0 ? [] : bindingBlocks(by.binding, writing)),
    ...(['discretion', 'not-known', 'not-binding'] as const).flatMap((rests) =>
      by[rests].length === 0 ? [] : [besideText(rests, by[rests], writing)],
    ),
    ...namesText(writing),
    ...unlookedText(writing),
  ];
}

/** Where somebody may be sent away: what may bar it and is open. */
function barBlocks({ assessed, law, words }: Writing): MemoBlock[] {
  const items = openBars(assessed).map((bar) =>
    barText(bar, { state: assessed.assessment.state, law, words }),
  );
  if (items.length === 0) return [];
  return [
    { kind: 'text', text: words.safety('bars.open').text, look: 'notice' },
    { kind: 'list', items },
  ];
}

/** Each with the sources that bind, and since when each of these does once for all. */
function bindingBlocks(holding: readonly Holding[], writing: Writing): MemoBlock[] {
  const { law, words } = writing;
  const binding = ({ footing }: Holding) => footing.stands.filter(({ standing }) => standing === 'binds');
  const items = holding.map((one) => {
    const sources = binding(one).map(
      ({ cites, weak }) => sourcesText(cites, writing) + (weak ? ` (${words.t(STRENGTH_KEYS[weak])})` : ''),
    );
    return `${law.rule(one.rule.id)}. ${sources.join('; ')}.`;
  });
  const texts = new Map(holding.flatMap(binding).map((stand) => [stand.instrument, stand] as const));
  const since = [...texts].map(([id, stand]) => {
    const told = sinceText([stand], words);
    return told === '' ? law.instrument(id) : `${law.instrument(id)} (${told})`;
  });
  return [{ kind: 'list', items }, text(`${words.t('footing.binds')} ${since.join('; ')}.`)];
}

function named(holding: readonly Holding[], { law }: Writing): MemoBlock {
  return { kind: 'list', items: holding.map(({ rule }) => law.rule(rule.id)) };
}

type Beside = 'discretion' | 'not-known' | 'not-binding';

const BESIDE: Readonly<Record<Beside, PlainKey>> = {
  discretion: 'footing.part.discretion',
  'not-known': 'footing.part.not-known',
  'not-binding': 'footing.part.not-binding',
};

/** What does not count, by name, and in which instruments alone it stands. */
function besideText(
  rests: Beside,
  holding: readonly Holding[],
  { assessed, law, words }: Writing,
): MemoBlock {
  const state = stateName(assessed.assessment.state ?? '', words.language);
  const title = words.t(BESIDE[rests], { count: holding.length, state });
  const names = holding.map(({ rule }) => law.rule(rule.id)).join('; ');
  const all = holding.flatMap(({ footing }) => footing.stands);
  const stands = all.some(isIn(rests)) ? all.filter(isIn(rests)) : all;
  const custom = holding.some(({ footing }) => footing.isCustomSaid)
    ? [words.t('footing.custom', { state })]
    : [];
  const instruments = [...new Set(stands.map(({ instrument }) => instrument))];
  const texts = instruments.map((id) => law.instrument(id)).join('; ');
  return text([`${title}: ${names}. ${words.t('memo.stands-in', { texts })}`, ...custom].join(' '));
}

function isIn(rests: Rests): (stand: Stand) => boolean {
  return ({ standing }) => {
    if (rests === 'discretion') return standing === 'binds';
    return rests !== 'not-known' || ['not-known', 'not-then', 'limited'].includes(standing);
  };
}

/** Said once for the whole memo: of which treaties nobody looked at what the State said of them. */
function unlookedText({ assessed, law, words }: Writing): MemoBlock[] {
  const treaties = unlookedIn(assessed).map((id) => law.instrument(id));
  const state = stateName(assessed.assessment.state ?? '', words.language);
  return treaties.length === 0
    ? []
    : [text(words.t('footing.unlooked-once', { state, treaties: treaties.join('; ') }))];
}

/** What the law calls what happened: said once, for it protects by itself nobody. */
function namesText({ assessed, law, words }: Writing): MemoBlock[] {
  const { rules } = assessed.assessment;
  const told = [...rulesOf('trafficking', law.law), ...rulesOf('refugee', law.law)].flatMap((id) =>
    rules[id] ? [`${law.rule(id)}: ${verdictWord(rules[id].burden, words)}`] : [],
  );
  return told.length === 0 ? [] : [text(`${told.join('. ')}.`)];
}

/** The duties that bind, those with a day first, then the strong ones. Without a State, those that are owed where a source binds. */
function dutyBlocks(writing: Writing): MemoBlock[] {
  const { assessed, words } = writing;
  const owed = owedDuties(assessed);
  if (owed.length === 0) return [];
  const shown = owed.slice(0, MOST).map((duty) => dutyText(duty, writing));
  const left = owed.length - shown.length;
  const { state } = assessed.assessment;
  const title =
    state === undefined
      ? words.t('memo.owed-where')
      : words.t('memo.owed-there', { state: stateName(state, words.language), count: owed.length });
  return [
    strong(title),
    {
      kind: 'list',
      items: [...shown, ...(left === 0 ? [] : [words.t('memo.more-below', { count: left })])],
    },
  ];
}

function owedDuties(assessed: AssessedCase): DutyResult[] {
  const counts: readonly Rests[] = ['binding', 'no-state'];
  const isDated = ({ due }: DutyResult) => due.kind === 'date';
  const rank = (duty: DutyResult) =>
    (isDated(duty) ? 0 : 2) + (duty.strength === 'shall' && duty.due.kind !== 'none' ? 0 : 1);
  return Object.values(assessed.assessment.duties)
    .filter(
      (duty) =>
        duty.burden === 'yes' &&
        asksOf(duty) === 'owed' &&
        counts.includes(footingOfDuty(duty, assessed).rests),
    )
    .sort((one, other) => rank(one) - rank(other) || (dayOf(one) < dayOf(other) ? -1 : 1));
}

function dayOf({ due }: DutyResult): string {
  return due.kind === 'date' ? due.date : '';
}

function dutyText(duty: DutyResult, writing: Writing): string {
  const { law } = writing;
  const { label } = law.duty(duty.id);
  // What binds stands first among them: a page that names one text must not name another.
  const [stand] = footingOfDuty(duty, writing.assessed).stands;
  const from = stand === undefined ? '' : ` (${law.instrument(stand.instrument)})`;
  return duty.due.kind === 'none' ? `${label}${from}` : `${label}: ${dueText(duty, writing)}${from}`;
}

/** What was asked and is not known, what to ask first, and of which texts to find out whether they bind. */
function unknownBlocks(writing: Writing): MemoBlock[] {
  const { assessed, law, words } = writing;
  const { t } = words;
  const open = openFacts(law.law, assessed.answers, rulesOf('protection', law.law)).map(
    ({ reason, facts }) => {
      const labels = facts.map((fact) => law.fact(fact).label);
      return `${answerWord(reason, words)}: ${shortList(labels, writing)}.`;
    },
  );
  const ask = assessed.next && law.question(assessed.next).question;
  const { by } = protectionsOf(assessed);
  const texts = by['not-known']
    .flatMap(({ footing }) => footing.stands.filter(isIn('not-known')))
    .map(({ instrument }) => law.instrument(instrument));
  const state = assessed.assessment.state;
  const items = [
    ...open,
    ...(ask === undefined ? [] : [t('memo.ask-first', { question: ask })]),
    ...(texts.length === 0 || state === undefined
      ? []
      : [
          t('memo.find-bound', {
            state: stateName(state, words.language),
            texts: [...new Set(texts)].join('; '),
          }),
        ]),
  ];
  return items.length === 0 ? [] : [strong(t('memo.find-out')), { kind: 'list', items }];
}

function shortList(labels: readonly string[], { words }: Writing): string {
  const left = labels.length - MOST;
  const shown = labels.slice(0, MOST).join('; ');
  return left > 0 ? `${shown}; ${words.t('memo.and-more', { count: left })}` : shown;
}
