import {
  type Citation,
  type DutyResult,
  type Finding,
  getCitation,
  type LaterEnd,
  type Reason,
  type StateValue,
  type ValueResult,
  type Verdict,
} from '@clew/rules';
import { wasAskedAbout } from './asked-about.ts';
import type { AssessedCase, AssessedStates } from './assess-case.ts';
import { isCustomSaidOf } from './custom.ts';
import { type Asks, asksOf } from './duty-asks.ts';
import { gapsWords, isOpenByItself, testRules } from './grounds.ts';
import { laterReading } from './later-reading.ts';
import { laterReadingLine } from './later-reading-words.ts';
import type { LawWords } from './law-words.ts';
import { reachText } from './reform-reach.ts';
import { boundWords, keeperLines } from './render-bound-text.ts';
import { type Drawing, idsLines, reason, sinceText, sourcesText } from './render-rules-text.ts';
import { bold, green, INDENT, spread, wrap } from './terminal-text.ts';
import { canNeverBind } from './topics.ts';
import { isTreatyBinding } from './treaty-number.ts';

/**
 * Who owes what by when: what is owed, and what an answer that was given leaves open by itself. The rest is named in a
 * line; what nothing was asked about is left out.
 */
export function dutiesPart(assessed: AssessedCase, drawing: Drawing): string[] {
  const { duties, rules, state } = assessed.assessment;
  const asked = Object.values(duties).filter(({ id }) => wasAskedAbout(assessed, id));
  if (asked.length === 0) return [];
  const tests = new Set(testRules(rules));
  const having = (verdict: Verdict) => asked.filter(({ burden }) => burden === verdict);
  const owed = (...verdicts: (Verdict | undefined)[]) =>
    having('yes').filter((duty) => verdicts.includes(verdictWithCustom(duty, assessed)));
  const open = having('unknown').filter(({ tree }) => isOpenByItself(tree, tests));
  return [
    bold('Who owes what', drawing.style),
    ...(state === undefined
      ? wrap('No State is named. Each of these is owed where its source binds the State.')
      : []),
    ...[...owed('yes', undefined), ...open].flatMap((duty) => dutyLines(duty, assessed, drawing)),
    ...(owed('unknown').length === 0
      ? []
      : [bold(`Owed if the source binds ${state} here, which is not known`, drawing.style)]),
    ...owed('unknown').flatMap((duty) => dutyLines(duty, assessed, drawing)),
    ...keeperLines(owed('unknown'), assessed, drawing),
    ...idsLines(
      `Owed where a State is bound, and ${state} is not`,
      idsOf(owed('no').filter(({ bound }) => !canNeverBind(bound))),
    ),
    ...idsLines(
      'Open, as what they hang on is',
      idsOf(having('unknown').filter((duty) => !open.includes(duty))),
    ),
    ...idsLines('Not owed, as far as is known', idsOf(having('no'))),
  ];
}

/** Whether a State is bound that may be by custom: of that nobody knows, though no treaty binds it. */
function verdictWithCustom(duty: DutyResult, { law }: AssessedCase): Verdict | undefined {
  const verdict = duty.bound?.verdict;
  return verdict === 'no' && isCustomSaidOf(duty.cites, { law, bound: duty.bound }) ? 'unknown' : verdict;
}

function idsOf(duties: readonly DutyResult[]): string[] {
  return duties.map(({ id }) => id);
}

function dutyLines(duty: DutyResult, assessed: AssessedCase, { words, style }: Drawing): string[] {
  const { label, bearer } = words.duty(duty.id);
  const [first = '', ...more] = spread(label, duty.id, INDENT);
  const mark = (verdict: Verdict) => {
    const word = (verdict === 'yes' ? owedWord(duty, assessed) : 'NOT KNOWN').padEnd(INDENT);
    return verdict === 'yes' ? green(bold(word, style), style) : bold(word, style);
  };
  const told = [
    `Who: ${bearer} (${asksOf(duty) === 'unread' ? 'STRENGTH NOT READ' : duty.strength}).`,
    ...(duty.due.kind === 'none'
      ? []
      : [
          `${dueLabel(duty)}: ${dueText(duty, words)}${passedText(duty, assessed)}${laterText(duty, assessed, words)}`,
        ]),
    sourcesText(bindingFirst(duty), words, 1),
    ...(duty.burden === 'unknown' ? [reason(duty.tree, words)] : []),
    ...boundWords(duty, assessed, words),
  ];
  return [
    mark(duty.strict) + bold(first.slice(INDENT), style),
    ...more,
    ...(duty.strict === duty.burden ? [] : [mark(duty.burden) + gapsWords(duty.tree)]),
    ...wrap(told.join(' '), INDENT),
    ...changedLines(duty.overlays, words),
  ];
}

/** Where not all sources are shown, one that binds the State stands first, and one that never could last. */
function bindingFirst({ cites, bound }: DutyResult): readonly Citation[] {
  const rank = ({ instrument }: Citation) => {
    const one = bound?.by.find((by) => by.instrument === instrument);
    if (one === undefined) return 3;
    if (one.verdict === 'yes') return one.limited ? 1 : 0;
    if (one.verdict === 'unknown') return 2;
    return one.closedTo === undefined ? 4 : 5;
  };
  return [...cites].sort((one, other) => rank(one) - rank(other));
}

/** A day that lies before the one on which the law is asked. */
function passedText({ due }: DutyResult, { assessment: { on } }: AssessedCase): string {
  return due.kind === 'date' && on !== undefined && due.date < on ? ' That day has passed.' : '';
}

/** Beside a day that the treaty's number gives: what the State's own law gave when it was read, after the day of the case. */
function laterText({ due }: DutyResult, assessed: AssessedCase, words: LawWords): string {
  const id = 'value' in due ? due.value : undefined;
  return id === undefined ? '' : readLaterText(id, assessed, words);
}

function readLaterText(id: string, assessed: AssessedCase, words: LawWords): string {
  const later = laterReading(assessed.assessment.values[id], assessed);
  if (later === undefined) return '';
  return ` ${laterReadingLine(later, words)}`;
}

const NO_DAY: Readonly<Record<Reason, string>> = {
  not_asked: 'nobody has asked for that day',
  not_known: 'that day is not known',
  withheld: 'the person would rather not say that day',
  not_recorded: 'that day is not recorded',
};

/** A number of days that a State may exceed ends a time at the earliest; any other is a day to do something by. */
function dueLabel({ due }: DutyResult): string {
  return 'value' in due && due.value !== undefined ? 'At least until' : 'By';
}

const LATER: Readonly<Record<LaterEnd, string>> = {
  'conclusive-decision': 'the conclusive decision',
};

function dueText({ id, due }: DutyResult, words: LawWords): string {
  if (due.kind === 'words') return `${words.duty(id).at ?? due.words}.`;
  if (due.kind !== 'date' && due.kind !== 'open') return 'no time is set.';
  const from = words.fact(due.from).label;
  const holidays = due.calendar === 'working' ? ' Public holidays are not known here.' : '';
  const later = due.orLater === undefined ? '' : `, and until ${LATER[due.orLater]} if that is later`;
  const length = due.months ? monthsText(due.months.count) : `${due.days} ${due.calendar} days`;
  const counted = `${length} ${due.isFirstDayCounted ? 'beginning with' : 'after'} “${from}”${later}`;
  if (due.kind === 'date') return `${due.date}, ${counted}.${holidays}`;
  return `${counted}. No date: ${NO_DAY[due.why]}.${holidays}`;
}

function monthsText(count: number): string {
  return count === 1 ? '1 calendar month' : `${count} calendar months`;
}

/** The numbers the law sets, the treaty's and by State what that State gives. */
export function valuesPart(assessed: AssessedStates, { words, style }: Drawing): string[] {
  const { assessment, byState } = assessed;
  const values = Object.values(assessment.values).filter(
    ({ id, burden }) => burden !== 'no' && (byState.length > 0 || wasAskedAbout(assessed, id)),
  );
  if (values.length === 0) return [];
  return [
    bold('How long', style),
    ...values.flatMap((value) => [
      ...spread(words.value(value.id), value.id, 2),
      ...treatyLines(value, byState, words),
      ...byState.flatMap((one) => {
        const there = one.assessment.values[value.id];
        return there?.given
          ? wrap(stateText(there.given, there, words) + readLaterText(value.id, one, words), 4)
          : [];
      }),
      ...changedLines(value.overlays, words),
    ]),
  ];
}

/** The treaty's number; where States are named, only if it is known to bind one of them on the day. */
function treatyLines(value: ValueResult, byState: readonly AssessedCase[], words: LawWords): string[] {
  const binds = byState.some((one) => isTreatyBinding(one.assessment.values[value.id]));
  return byState.length > 0 && !binds ? [] : wrap(treatyText(value, words), 4);
}

function treatyText({ value, floor, cites, burden }: ValueResult, words: LawWords): string {
  const sources = cites.map((cite) => words.source(cite)).join('; ');
  const open = burden === 'unknown' ? ' Whether it applies is not known.' : '';
  return `The treaty: ${floor === value ? 'at least ' : ''}${value} days. ${sources}.${open}`;
}

function stateText(given: StateValue, treaty: ValueResult, words: LawWords): string {
  const { state, value } = given;
  if (given.said === 'state') {
    const sources = given.cites.map((cite) => words.source(cite)).join('; ');
    const first = given.isFirstDayCounted ? ' The day that they are counted from is the first of them.' : '';
    const later = given.orLater === undefined ? '' : ` Until ${LATER[given.orLater]}, if that is later.`;
    const length = given.months === undefined ? `${value} days` : monthsText(given.months);
    return `${state}: ${length}${sinceText(given)}.${first}${later} ${sources}.`;
  }
  const least = isTreatyBinding(treaty)
    ? `The least the treaty allows is ${value} days.`
    : `No treaty that is known to bind ${state} gives a number.`;
  if (given.why === 'no-day') return `${state}: no day is given, so its own number is not known. ${least}`;
  const when = given.why === 'nothing-for-day' ? ' on that day' : '';
  return `${state}: nobody has said what ${state} gives${when}. ${least}`;
}

/** What a person should look at. */
export function findingsPart({ byState }: AssessedStates, words: LawWords): string[] {
  const findings = byState.flatMap(({ assessment }) => assessment.findings);
  if (findings.length === 0) return [];
  return ['To look at', ...findings.flatMap((finding) => wrap(findingText(finding, words), 2))];
}

const ASKS_WORDS: Readonly<Record<Asks, string>> = { owed: 'OWED', asked: 'ASKED', unread: 'NOT READ' };

/**
 * What only a reform brings is not owed; guidance recommends and binds nobody; nor is owed what a State need only consider or
 * try, or what nobody read the strength of. What else is owed where its source binds the State.
 */
function owedWord(duty: DutyResult, { proposed }: AssessedCase): string {
  const { id, bound, strength } = duty;
  if (proposed.has(id)) return 'PROPOSED';
  if (bound === undefined && strength === 'recommended') return 'ADVISED';
  return bound === undefined || bound.verdict === 'yes' ? ASKS_WORDS[asksOf(duty)] : 'IF BOUND';
}

function findingText({ rule, state, value, floor, cites }: Finding, words: LawWords): string {
  const sources = cites.map((cite) => words.source(cite)).join('; ');
  return `${state} gives ${value} days, below the treaty's ${floor}: ${words.value(rule)} (${rule}). ${sources}.`;
}

function changedLines(overlays: readonly string[], words: LawWords): string[] {
  return overlays.flatMap((id) => wrap(`Changed by “${words.reform(id)}” (${id}).`, INDENT));
}

/** Which reforms are switched on: what follows is then not the law. */
export function reformLines({ law, assessment }: AssessedCase, words: LawWords): string[] {
  const { state, on } = assessment;
  return law.reforms.flatMap((id) => {
    const overlay = law.overlays[id];
    const sources = (overlay?.cites ?? []).map((ref) => words.citation(getCitation(law, ref))).join('; ');
    const status = overlay?.status === 'proposal' ? 'A proposal; it is not the law.' : 'Adopted.';
    const reach = overlay ? reachText(overlay, { law, state, on, nameOf: words.instrument }) : '';
    return wrap(`With the reform “${words.reform(id)}” (${id}). ${status} ${sources}. ${reach}`.trim());
  });
}
