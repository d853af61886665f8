import { citationsIn } from '@clew/rules';
import { ANSWER_WORDS } from './answer-words.ts';
import { wasAskedAbout } from './asked-about.ts';
import { type AssessedCase, type AssessedStates, bansOf } from './assess-case.ts';
import { type LawWords, lawWordsIn, placesText } from './law-words.ts';
import { MARKS_TEXT } from './marks-text.ts';
import { openFacts } from './open-facts.ts';
import type { PutCase } from './read-case-file.ts';
import { dutiesPart, findingsPart, reformLines, valuesPart } from './render-duties-text.ts';
import { answerLines } from './render-footing-text.ts';
import { type Drawing, rulesParts } from './render-rules-text.ts';
import { seenPart } from './render-seen-text.ts';
import { statesPart } from './render-states-text.ts';
import { renderTreeText } from './render-tree-text.ts';
import { renderWhyNotText } from './render-why-not-text.ts';
import { bold, type Style, wrap } from './terminal-text.ts';
import { wordsNotice } from './words-notice.ts';

type View = { language: string; colour: boolean; explain?: string; whyNot?: string };

/** The assessment as a person reads it on a terminal: 80 columns, no colour unless asked for. */
export function renderAssessmentText(assessed: AssessedStates, file: PutCase, view: View): string {
  const words = lawWordsIn(assessed.law, view.language);
  const drawing = { words, style: view };
  const parts = [
    head(file, words, view),
    ...((view.explain ?? view.whyNot) === undefined ? answersOf(assessed, drawing) : []),
    reformLines(assessed, words),
    ...(oneParts(assessed, drawing, view) ?? wholeParts(assessed, drawing)),
    expectationPart(assessed, words),
    foot(assessed, words, { refs: refsOfOne(assessed, view), asked: view.language }),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What follows in each State, before anything else is told. */
function answersOf(assessed: AssessedStates, drawing: Drawing): string[][] {
  const readings: readonly AssessedCase[] = assessed.byState.length > 0 ? assessed.byState : [assessed];
  return readings.map((one) => answerLines(one, drawing));
}

/** One rule, duty or value in each State: its whole tree, or what would change it. */
function oneParts(
  assessed: AssessedStates,
  drawing: Drawing,
  { explain, whyNot }: View,
): string[][] | undefined {
  const id = explain ?? whyNot;
  if (id === undefined) return undefined;
  const readings: readonly AssessedCase[] = assessed.byState.length > 0 ? assessed.byState : [assessed];
  return readings.map((one) => {
    const { rules, duties, values, state, on } = one.assessment;
    const at = state === undefined ? undefined : { state, on };
    const result = rules[id] ?? duties[id] ?? values[id];
    if (!result) return [];
    const lines =
      explain === undefined
        ? renderWhyNotText(id, one, drawing)
        : renderTreeText(result.tree, { ...drawing, at });
    return readings.length > 1 && state !== undefined
      ? [bold(`In ${state}`, drawing.style), ...lines]
      : lines;
  });
}

function wholeParts(assessed: AssessedStates, drawing: Drawing): string[][] {
  return [
    statesPart(assessed, drawing),
    ...rulesParts(assessed, drawing),
    seenPart(assessed, drawing.words),
    dutiesPart(assessed, drawing),
    valuesPart(assessed, drawing),
    findingsPart(assessed, drawing.words),
    unknownPart(assessed, drawing.words),
    nextPart(assessed, drawing.words),
  ];
}

function head(file: PutCase, { law }: LawWords, style: Style): string[] {
  const states = file.states?.map((code) => {
    const name = law.states[code]?.name;
    return name === undefined ? code : `${name} (${code})`;
  });
  const noted = [states && `State ${states.join(', ')}`, file.on && `day ${file.on}`]
    .filter(Boolean)
    .join(' and ');
  return [
    ...wrap(file.title).map((line) => bold(line, style)),
    ...wrap(file.source),
    ...(noted === '' ? [] : wrap(`${noted[0]?.toUpperCase()}${noted.slice(1)}.`)),
    ...(file.on === undefined ? wrap(NO_DAY) : []),
  ];
}

const NO_DAY =
  'No day is named: an age that is counted from a birth, who is bound since when and what a State gives on a day stay open. “--on today” asks about today.';

const MOST_NOT_ASKED = 8;

function unknownPart(assessed: AssessedCase, words: LawWords): string[] {
  const { law, targets, answers } = assessed;
  const about = targets.filter((target) => wasAskedAbout(assessed, target));
  const lines = openFacts(law, answers, about).flatMap(({ reason, facts }) => {
    const labels = facts.map((fact) => words.fact(fact).label);
    const shown = reason === 'not_asked' ? labels.slice(0, MOST_NOT_ASKED) : labels;
    const more = labels.length > shown.length ? `; and ${labels.length - shown.length} more` : '';
    const name = ANSWER_WORDS[reason];
    return wrap(`${name[0]?.toUpperCase()}${name.slice(1)}: ${shown.join('; ')}${more}.`, 2);
  });
  return lines.length === 0 ? [] : ['What is not known, and why', ...lines];
}

function nextPart({ next, targets, assessment }: AssessedCase, words: LawWords): string[] {
  if (next) {
    const { question, why } = words.question(next);
    const path = next.path.map((rule) => words.rule(rule)).join(' / ');
    return [
      'The next question',
      ...wrap(question, 2),
      ...wrap(why, 2),
      ...wrap(`It bears on: ${path} (${next.fact}).`, 2),
    ];
  }
  const isSettled = targets.every((target) => assessment.rules[target]?.burden !== 'unknown');
  return isSettled
    ? ['No further question is needed.']
    : wrap('No question is left to ask. What is open can be settled only by what somebody else knows.');
}

function expectationPart(assessed: AssessedStates, words: LawWords): string[] {
  const readings: readonly AssessedCase[] = assessed.byState.length > 0 ? assessed.byState : [assessed];
  const lines = readings.flatMap(({ failed, assessment: { state } }) =>
    failed.flatMap(({ rule, which, verdict, found }) => {
      const where = readings.length > 1 ? `In ${state}: ` : '';
      const whole = which === 'strict' ? 'on the facts alone' : 'after presumptions';
      const told = `${where}${rule} (${words.rule(rule)}) should be ${verdict} ${whole}, but is ${found}.`;
      return wrap(`${told} See why with --explain ${rule}.`, 2);
    }),
  );
  return lines.length === 0 ? [] : ['The case expects something else', ...lines];
}

type Foot = { refs: ReadonlySet<string> | undefined; asked: string };

function foot(assessed: AssessedStates, words: LawWords, { refs, asked }: Foot): string[] {
  return [
    ...uncheckedLines(assessed, words, refs),
    ...(refs ? [] : wrap(MARKS_TEXT)),
    ...wordsNotice(words, { asked }),
    `Law ${assessed.assessment.lawHash.slice(0, 16)}`,
  ];
}

/** Who checked what: in an overview each source is marked where it stands, of one rule they are listed. */
function uncheckedLines(
  { law, unchecked }: AssessedStates,
  words: LawWords,
  refs?: ReadonlySet<string>,
): string[] {
  const isUncheckedRule = Object.values(law.rules).some(({ checkedBy }) => checkedBy.length === 0);
  const rules = isUncheckedRule ? ['No named person has checked the rules themselves.'] : [];
  if (!refs) {
    const told = `No named person has checked the ${unchecked.length} sources that they rest on (--json lists them).`;
    return [...rules, ...(unchecked.length === 0 ? [] : [told])].flatMap((line) => wrap(line));
  }
  const listed = (status: 'compared' | 'unverified') => {
    const places = new Map<string, string[]>();
    for (const cite of unchecked.filter((one) => one.status === status && refs.has(one.ref))) {
      places.set(cite.instrument, [...(places.get(cite.instrument) ?? []), cite.paragraph]);
    }
    return [...places]
      .map(([id, list]) => `${words.instrument(id)}, ${placesText(law, id, list)}`)
      .join('; ');
  };
  const compared = listed('compared');
  const unverified = listed('unverified');
  return [
    ...rules,
    ...(compared + unverified === '' ? [] : ['No named person has checked these sources:']),
    ...(compared === '' ? [] : wrap(`compared with a copy of the text: ${compared}.`, 2)),
    ...(unverified === '' ? [] : wrap(`unverified: ${unverified}.`, 2)),
  ];
}

/** The sources of the one rule, duty or value that is told of; nothing where all are. */
function refsOfOne({ law, assessment }: AssessedCase, { explain, whyNot }: View): Set<string> | undefined {
  const id = explain ?? whyNot;
  if (id === undefined) return undefined;
  const result = assessment.rules[id] ?? assessment.duties[id] ?? assessment.values[id];
  const bans = bansOf(law, id).flatMap(({ cites }) => cites);
  return result && new Set([...citationsIn(result.tree), ...bans].map(({ ref }) => ref));
}
